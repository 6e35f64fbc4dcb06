import type { Observation } from "@dhcpkit/kafka/detectors";
import { StatusCode } from "@dhcpkit/kafka/dhcpv6";
import type { Microseconds } from "@dhcpkit/kafka/store";
import { SeededRandom } from "../vectors/random.ts";
import { type Client, type Exchange, MINUTE, observe, SECOND, START } from "./_exchange.ts";

export const PARTITIONS = 4;
const SERVERS = ["dhcp01", "dhcp02", "dhcp03"] as const;
/** Seconds; leases of the network unless told. */
const T1 = 1800, T2 = 2880, VALID = 3600;

type Told = Omit<Exchange, "xid" | "partition" | "offset"> & { readonly xid?: number };

/** How somebody's leases are. */
export interface LifeInit {
  readonly client: Client;
  readonly server: string;
  readonly from: Microseconds;
  readonly to: Microseconds;
  readonly prefix?: string;
  /** Seconds. */
  readonly t1?: number;
  /** Seconds between two renewals, where the client does not go by T1. */
  readonly every?: number;
  readonly valid?: number;
  readonly ahead?: Microseconds;
  /** When the server does not answer. */
  readonly isDown?: (at: Microseconds) => boolean;
  readonly duration?: (at: Microseconds, random: SeededRandom) => Microseconds;
}

/** Clients, relay agents and servers, whose transactions become records of a topic. */
export class SimulatedNetwork {
  readonly random: SeededRandom;
  readonly #exchanges: Omit<Exchange, "offset">[] = [];
  #clients = 0;

  constructor(seed = 1) {
    this.random = new SeededRandom(seed);
  }

  /** A client that is there for the first time. */
  client(changes: Partial<Client> = {}): Client {
    const number = ++this.#clients, mac = `02005e${number.toString(16).padStart(6, "0")}`;
    return {
      duid: `00030001${mac}`,
      interfaceId: `ge-0/0/${number}`,
      remoteId: `line-${number}`,
      relay: number % 4,
      ...changes,
    };
  }

  /** Something between a client and a server. */
  exchange(told: Told): void {
    const xid = told.xid ?? this.random.below(0x1000000);
    // All transactions of one client are in one partition.
    const partition = [...told.client.duid].reduce((sum, digit) => sum + digit.charCodeAt(0), 0) % PARTITIONS;
    this.#exchanges.push({ ...told, xid, partition });
  }

  /** Solicit, Advertise, Request and Reply. */
  bind(client: Client, server: string, at: Microseconds, given: Exchange["given"], ahead = 0): void {
    const asked = {};
    this.exchange({ at, server, client, request: "Solicit", response: "Advertise", asked, given, ahead });
    this.exchange({
      at: at + SECOND,
      server,
      client,
      request: "Request",
      response: "Reply",
      named: server,
      asked,
      given,
      ahead,
    });
  }

  /** A client that starts, and renews until `to`; a Renew without an answer is sent again as in RFC 9915 section 15. */
  live({ client, server, from, to, t1 = T1, valid = VALID, every = t1, ahead = 0, ...init }: LifeInit): void {
    const given = { prefix: init.prefix ?? prefixOf(client), t1, t2: t1 === T1 ? T2 : t1 * 1.6, valid };
    this.bind(client, server, from, given, ahead);
    for (let at = from + every * SECOND; at < to; at += every * SECOND) {
      const begun = at += this.random.below(5 * SECOND), xid = this.random.below(0x1000000);
      for (let wait = 10 * SECOND; init.isDown?.(at); at += wait, wait = Math.min(wait * 2, 600 * SECOND)) {
        this.#renew({ at, server, client, xid, elapsed: (at - begun) / SECOND, asked: given, ahead });
      }
      const duration = init.duration?.(at, this.random) ?? 1500 + this.random.below(3000),
        elapsed = (at - begun) / SECOND;
      this.#renew({ at, server, client, xid, elapsed, response: "Reply", asked: given, given, ahead, duration });
    }
  }

  /** A usual day of so many clients at three servers, with what goes wrong in small. */
  usualDay(clients: number): void {
    for (let i = 0; i < clients; i++) {
      const client = this.client(), from = START + this.random.below(30 * MINUTE);
      this.live({ client, server: SERVERS[i % SERVERS.length], from, to: START + 24 * 60 * MINUTE });
    }
    this.usualTrouble();
  }

  /** What happens each hour without anything being wrong. */
  usualTrouble(): void {
    for (let hour = 1; hour < 24; hour++) {
      const at = START + hour * 60 * MINUTE + this.random.below(20 * MINUTE), server = SERVERS[hour % SERVERS.length];
      const client = this.client(), given = { prefix: prefixOf(client), t1: T1, t2: T2, valid: VALID };
      // A client is new, another one takes its place, and both start a few times.
      this.bind(client, server, at, given);
      this.bind(client, server, at + 3 * MINUTE, given);
      this.bind(
        { ...this.client(), ...{ interfaceId: client.interfaceId, remoteId: client.remoteId } },
        server,
        at + 6 * MINUTE,
        given,
      );
      // A server has forgotten a lease, and grants it again.
      const told = { server, client, named: server, asked: given, response: "Reply" } as const;
      this.exchange({ ...told, at: at + 33 * MINUTE, request: "Renew", given: { status: StatusCode.NoBinding } });
      this.exchange({ ...told, at: at + 33 * MINUTE + SECOND, request: "Request", given });
      // Somebody gets no answer, or one that takes long, or has no prefix.
      const other = this.client();
      this.exchange({ at, server, client: other, request: "Solicit", asked: {} });
      this.exchange({
        at: at + SECOND,
        server,
        client: other,
        request: "Solicit",
        response: "Advertise",
        asked: {},
        given,
        duration: 1.5 * SECOND,
      });
      const refused = { given: { status: StatusCode.NoPrefixAvail } };
      this.exchange({
        at: at + 3 * SECOND,
        server,
        client: other,
        request: "Solicit",
        response: "Advertise",
        asked: {},
        ...refused,
      });
    }
  }

  /** What is read of the topic: the records of each partition, in the order in which they were published. */
  partitions(): Observation[][] {
    const sent = this.#exchanges.map((exchange) => ({ exchange, at: exchange.at + (exchange.duration ?? 2000) }));
    sent.sort((a, b) => a.at - b.at);
    const partitions: Observation[][] = Array.from({ length: PARTITIONS }, () => []);
    for (const { exchange } of sent) {
      const records = partitions[exchange.partition];
      records.push(observe({ ...exchange, offset: BigInt(records.length) }));
    }
    return partitions;
  }

  #renew(told: Omit<Told, "request">): void {
    this.exchange({ request: "Renew", named: told.server, ...told });
  }
}

/** A prefix that is a client's own, by its DUID and a number. */
export function prefixOf({ duid }: Client, number = 0): string {
  return `2001:db8:${(0x8000 + number).toString(16)}:${duid.slice(-4)}::/64`;
}
