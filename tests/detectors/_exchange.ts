import type { Observation } from "@dhcpkit/kafka/detectors";
import {
  ClientServerMessage,
  Duid,
  IPv6Address,
  IPv6Prefix,
  type Message,
  MessageType,
  type OptionEntry,
  Options,
  RelayMessage,
} from "@dhcpkit/kafka/dhcpv6";
import {
  ClientId,
  ElapsedTime,
  IaNa,
  IaPd,
  IaPrefix,
  InterfaceId,
  RelayMsg,
  RemoteId,
  ServerId,
  Status,
} from "@dhcpkit/kafka/dhcpv6/options";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { type Microseconds, readTransaction } from "@dhcpkit/kafka/store";

export const SECOND: Microseconds = 1e6, MINUTE: Microseconds = 60e6, HOUR: Microseconds = 3600e6;
/** Midnight of the day on which everything happens. */
export const START: Microseconds = Date.UTC(2026, 2, 1) * 1000;
export const TOPIC = "dhcpkit.messages";

/** A client and where it is. */
export interface Client {
  readonly duid: string;
  readonly interfaceId: string;
  readonly remoteId: string;
  /** Number of the relay agent. */
  readonly relay: number;
}

/** An identity association for a prefix, in a request or an answer. */
export interface Pd {
  readonly prefix?: string;
  readonly t1?: number;
  readonly t2?: number;
  readonly valid?: number;
  /** One more, with the usual lifetimes. */
  readonly another?: string;
  /** Status of the association. */
  readonly status?: number;
  /** Status of the prefix. */
  readonly prefixStatus?: number;
}

export interface Exchange {
  readonly at: Microseconds;
  readonly server: string;
  readonly client: Client;
  readonly request: keyof typeof MessageType;
  /** Absent where the server does not answer. */
  readonly response?: keyof typeof MessageType;
  readonly xid: number;
  /** Seconds that the client has been trying. */
  readonly elapsed?: number;
  /** Server that the request names; the DUID of whoever answers is made of its name. */
  readonly named?: string;
  readonly asked?: Pd;
  readonly given?: Pd;
  /** Of an IA_NA. */
  readonly addressStatus?: number;
  /** Until the answer. Default: 2 ms. */
  readonly duration?: Microseconds;
  /** How far the server's clock is ahead. */
  readonly ahead?: Microseconds;
  /** Until the record is in Kafka, from the answer on. Default: some milliseconds. */
  readonly recordedAfter?: Microseconds;
  /** Link-addresses around the client's own relay agent, the closest first. */
  readonly through?: readonly string[];
  readonly partition: number;
  readonly offset: bigint;
}

/** DUID of a server, made of its name. */
export function serverDuid(name: string): Duid {
  return Duid.enterprise(9, new TextEncoder().encode(name));
}

/** What was on the wire, as a record that was read. */
export function observe(exchange: Exchange): Observation {
  const { at, server, client, xid, duration = 2000, ahead = 0, partition, offset } = exchange;
  const duid = ClientId.of({ duid: Duid.parse(client.duid) });
  const named = exchange.named === undefined ? [] : [ServerId.of({ duid: serverDuid(exchange.named) })];
  const elapsed = ElapsedTime.of({ elapsed: Math.min(0xffff, Math.round((exchange.elapsed ?? 0) * 100)) });
  const messageIn = relayed(
    "RelayForward",
    exchange,
    inner(exchange.request, xid, [duid, ...named, elapsed, ...pd(exchange.asked)]),
  );
  const answer = exchange.response &&
    inner(exchange.response, xid, [
      duid,
      ServerId.of({ duid: serverDuid(server) }),
      ...pd(exchange.given),
      ...na(exchange),
    ]);
  const recordedAt = at + duration + (exchange.recordedAfter ?? 40_000 + xid % 50_000);
  const value = new DHCPKafkaMessage({
    serverName: server,
    timestampIn: (at + ahead) / 1e6,
    timestampOut: (at + ahead + duration) / 1e6,
    messageIn,
    ...(answer ? { messageOut: relayed("RelayReply", exchange, answer) } : {}),
  }).save();
  return { transaction: readTransaction(value, { topic: TOPIC, partition, offset }, recordedAt), recordedAt };
}

function inner(type: keyof typeof MessageType, transactionId: number, options: OptionEntry[]): Message {
  return new ClientServerMessage({ type: MessageType[type], transactionId, options: Options.of(...options) });
}

function pd(part: Pd | undefined): OptionEntry[] {
  if (part === undefined) return [];
  const options: OptionEntry[] = [];
  if (part.prefix !== undefined) {
    const valid = part.valid ?? 3600, status = part.prefixStatus;
    options.push(IaPrefix.of({
      preferredLifetime: valid,
      validLifetime: valid,
      prefix: IPv6Prefix.parse(part.prefix),
      options: Options.of(...(status === undefined ? [] : [Status.of({ code: status, message: "" })])),
    }));
  }
  if (part.another !== undefined) {
    const prefix = IPv6Prefix.parse(part.another);
    options.push(IaPrefix.of({ preferredLifetime: 3600, validLifetime: 3600, prefix, options: Options.of() }));
  }
  if (part.status !== undefined) options.push(Status.of({ code: part.status, message: "" }));
  return [IaPd.of({ iaid: 1, t1: part.t1 ?? 0, t2: part.t2 ?? 0, options: Options.of(...options) })];
}

function na({ addressStatus }: Exchange): OptionEntry[] {
  if (addressStatus === undefined) return [];
  return [IaNa.of({ iaid: 2, t1: 0, t2: 0, options: Options.of(Status.of({ code: addressStatus, message: "" })) })];
}

function relayed(type: "RelayForward" | "RelayReply", { client, through = [] }: Exchange, message: Message): Message {
  const link = `2001:db8:${(0x100 + client.relay).toString(16)}::1`;
  const options = [
    ...(client.interfaceId === "" ? [] : [InterfaceId.of({ id: bytes(client.interfaceId) })]),
    ...(client.remoteId === "" ? [] : [RemoteId.of({ enterprise: 9, id: bytes(client.remoteId) })]),
  ];
  return [link, ...through].reduce((within, linkAddress, hopCount) =>
    new RelayMessage({
      type: MessageType[type],
      hopCount,
      linkAddress: IPv6Address.parse(linkAddress),
      peerAddress: IPv6Address.parse(hopCount === 0 || linkAddress === link ? "fe80::1" : link),
      options: Options.of(RelayMsg.of({ message: within }), ...(hopCount === 0 ? options : [])),
    }), message);
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
