import { ClientServerMessage, type Duid, MessageType, type OptionEntry, Options } from "../dhcpv6/mod.ts";
import {
  ClientFqdn,
  ClientId,
  DnsServers,
  ElapsedTime,
  NtpServer,
  OptionRequest,
  ServerId,
  VendorClass,
} from "../dhcpv6/options/mod.ts";
import { relayed, type ServerName } from "./access_node.ts";
import type { Answer, Exchanges } from "./exchanges.ts";
import { associations, isUnbound, type Lease, leaseIn, wishes } from "./lease.ts";
import { below, type Random } from "./random_numbers.ts";
import type { Subscriber } from "./subscriber.ts";
import type { Timeline } from "./timeline.ts";

/** What a {@linkcode DhcpClient} is made of. */
export interface DhcpClientInit {
  readonly subscriber: Subscriber;
  readonly exchanges: Exchanges;
  readonly timeline: Timeline;
  /** Its own, so that what others do changes nothing for it. */
  readonly random: Random;
  /** Ends whatever it does. */
  readonly signal: AbortSignal;
}

/** When a message is sent again, in seconds: those of RFC 9915 section 7.6 are longer, as lifetimes are. */
interface Patience {
  readonly first: number;
  readonly most: number;
  /** Seconds since 1970-01-01 UTC. Default: never. */
  readonly until?: number;
}

const SOLICIT: Patience = { first: 1, most: 8 }, REQUEST: Patience = { first: 1, most: 4 };
const RENEW: Patience = { first: 2, most: 6 }, RELEASE: Patience = { first: 1, most: 1 };
/** How long a client requests what it was offered, and how long it takes leave, in seconds. */
const REQUEST_SECONDS = 8, RELEASE_SECONDS = 1;
/** Most that a renewal may be after its time, in seconds. */
const RENEW_JITTER = 0.4;

/** The DHCPv6 client of a device: what it sends, again where nobody answers, and what it makes of answers. */
export class DhcpClient {
  readonly subscriber: Subscriber;
  readonly random: Random;
  readonly #exchanges: Exchanges;
  readonly #timeline: Timeline;
  readonly #signal: AbortSignal;

  constructor({ subscriber, exchanges, timeline, random, signal }: DhcpClientInit) {
    this.subscriber = subscriber;
    this.random = random;
    this.#exchanges = exchanges;
    this.#timeline = timeline;
    this.#signal = signal;
  }

  get isOver(): boolean {
    return this.#signal.aborted;
  }

  /** Does nothing for so many seconds. */
  async rest(seconds: number): Promise<void> {
    if (seconds > 0) await this.#timeline.rest(seconds, this.#signal);
  }

  /** Waits until so many seconds of a lease are over. */
  async restUntil({ since }: Lease, seconds: number): Promise<void> {
    await this.rest(since + seconds - this.#timeline.now());
  }

  /** Solicits and requests until it has a lease; `undefined` when it is over. */
  async bind(preferred?: ServerName): Promise<Lease | undefined> {
    while (!this.isOver) {
      const offer = await this.solicit(preferred), lease = offer && await this.request(offer);
      if (lease !== undefined) return lease;
      await this.rest(5 + 3 * this.random());
    }
    return undefined;
  }

  /** Solicits until something is offered. Takes the offer of the preferred server, or another one after the first wait. */
  async solicit(preferred: ServerName = this.subscriber.place.node.servers[0]): Promise<Lease | undefined> {
    const offered = (answer: Answer) => leaseIn(answer, this.subscriber.device, this.#timeline.now());
    const answer = await this.#insist(MessageType.Solicit, SOLICIT, {
      options: wishes(this.subscriber.device),
      isFine: (answer) => offered(answer) !== undefined,
      isBest: ({ server }) => server === preferred,
    });
    return answer && offered(answer);
  }

  /** Requests what was offered, or what a server has forgotten; `undefined` when it does not get it. */
  async request(offer: Lease): Promise<Lease | undefined> {
    const patience = { ...REQUEST, until: this.#timeline.now() + REQUEST_SECONDS };
    return this.#leaseOf(await this.#insist(MessageType.Request, patience, this.#about(offer)));
  }

  /**
   * Renews at T1, or later by a factor, rebinds at T2, requests what was forgotten; `undefined` when the lease is lost.
   * `lifetime` is what it asks for instead of the lifetime that it has.
   */
  async extend(lease: Lease, { at = lease.t1, lifetime }: { at?: number; lifetime?: number } = {}): Promise<
    Lease | undefined
  > {
    await this.restUntil(lease, at + RENEW_JITTER * this.random());
    const { since, t2, valid } = lease, isFine = () => true;
    const answer = await this.renew(lease, { lifetime }) ??
      await this.#insist(MessageType.Rebind, { ...RENEW, until: since + valid }, {
        options: associations(lease, this.subscriber.device),
        isFine,
      }, since + t2);
    if (answer !== undefined && isUnbound(answer)) return await this.request(lease);
    return this.#leaseOf(answer);
  }

  /** Renews, from now on, until it is answered or T2 is over. */
  async renew(
    lease: Lease,
    { lifetime, isFine = () => true }: { lifetime?: number; isFine?: (answer: Answer) => boolean } = {},
  ): Promise<Answer | undefined> {
    const patience = { ...RENEW, until: lease.since + lease.t2 };
    return await this.#insist(MessageType.Renew, patience, { ...this.#about(lease, lifetime), isFine });
  }

  /** Gives a lease back. */
  async release(lease: Lease): Promise<void> {
    const patience = { ...RELEASE, until: this.#timeline.now() + RELEASE_SECONDS };
    await this.#insist(MessageType.Release, patience, this.#about(lease));
  }

  /** Asks for nothing but information. */
  async inform(): Promise<void> {
    const patience = { ...REQUEST, until: this.#timeline.now() + REQUEST_SECONDS };
    await this.#insist(MessageType.InformationRequest, patience, { options: [], isFine: () => true });
  }

  /** Sends a message to all servers of the place, and waits for no answer. */
  async tell(type: number, options: readonly OptionEntry[]): Promise<void> {
    if (this.isOver) return;
    const packet = this.#packet(type, options, this.#transactionId(), 0);
    await this.#exchanges.tell(packet, this.subscriber.place.node.servers);
  }

  /** A message about a lease that a server has given. */
  #about(lease: Lease, lifetime?: number) {
    const { device, alsoHears = [] } = this.subscriber;
    return {
      servers: [lease.server, ...alsoHears],
      options: [serverId(lease.serverId), ...associations(lease, device, lifetime)],
      isFine: ({ server }: Answer) => server === lease.server,
    };
  }

  /** Sends a message again and again until it is answered as it should be, its time is over, or all is. */
  async #insist(
    type: number,
    { first, most, until = Infinity }: Patience,
    { options, isFine, isBest = () => true, servers = this.subscriber.place.node.servers }: {
      options: readonly OptionEntry[];
      isFine: (answer: Answer) => boolean;
      isBest?: (answer: Answer) => boolean;
      servers?: readonly ServerName[];
    },
    notBefore = 0,
  ): Promise<Answer | undefined> {
    await this.rest(notBefore - this.#timeline.now());
    const begun = this.#timeline.now(), transactionId = this.#transactionId();
    for (let wait = first, now = begun; !this.isOver && now < until; wait = Math.min(wait * 2, most)) {
      const seconds = Math.min(wait * (0.9 + 0.2 * this.random()), until - now);
      const packet = this.#packet(type, options, transactionId, now - begun);
      const isEnough = (answer: Answer) => isFine(answer) && isBest(answer);
      const answers = await this.#exchanges.ask({
        ...{ transactionId, packet, servers, seconds, isEnough, signal: this.#signal },
      });
      const answer = answers.find(isEnough) ?? answers.find(isFine);
      if (answer !== undefined) return answer;
      now = this.#timeline.now();
    }
    return undefined;
  }

  #packet(type: number, options: readonly OptionEntry[], transactionId: number, elapsed: number): Uint8Array {
    const { device, place } = this.subscriber, { duid, hostName, vendorClass } = device;
    const isNamed = type !== MessageType.InformationRequest || device.isNamed;
    const message = new ClientServerMessage({
      type,
      transactionId,
      options: Options.of(
        ...(isNamed ? [ClientId.of({ duid })] : []),
        ...options,
        ElapsedTime.of({ elapsed: Math.min(0xffff, Math.round(elapsed * 100)) }),
        ...(WITHOUT_WISHES.includes(type) ? [] : [OptionRequest.of({ codes: [DnsServers.code, NtpServer.code] })]),
        ...(vendorClass === undefined ? [] : [vendorClassOption(vendorClass)]),
        ...(hostName === undefined || !NAMED.includes(type) ? [] : [ClientFqdn.of({ flags: 0, name: hostName })]),
      ),
    });
    return relayed(message, place, device.linkLocal).save();
  }

  #leaseOf(answer: Answer | undefined): Lease | undefined {
    return answer && leaseIn(answer, this.subscriber.device, this.#timeline.now());
  }

  #transactionId(): number {
    for (;;) {
      const transactionId = below(0x1000000, this.random);
      if (this.#exchanges.isFree(transactionId)) return transactionId;
    }
  }
}

const WITHOUT_WISHES: readonly number[] = [MessageType.Release];
/** Messages in which a client tells its name (RFC 4704 section 5). */
const NAMED: readonly number[] = [
  ...[MessageType.Solicit, MessageType.Request, MessageType.Renew, MessageType.Rebind],
];

/** The option that says which server is meant. */
export function serverId(duid: Duid): OptionEntry {
  return ServerId.of({ duid });
}

function vendorClassOption({ enterprise, name }: { enterprise: number; name: string }): OptionEntry {
  return VendorClass.of({ enterprise, classes: [new TextEncoder().encode(name)] });
}
