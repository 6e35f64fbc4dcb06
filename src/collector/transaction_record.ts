import {
  Duid,
  type IPv6Address,
  type LeaseSummary,
  type Message,
  messageTypeName,
  problems,
  StatusCode,
  summarizeMessage,
} from "../dhcpv6/mod.ts";
import { u32At } from "../wire/mod.ts";
import type { RemoteIdValue } from "../dhcpv6/options/rfc4649_relay_agent.ts";
import type { StatusCodeValue } from "../dhcpv6/options/rfc9915_exchange.ts";
import type { DHCPKafkaMessage } from "../messages/kafka_message.ts";

/** An address or prefix that a message is about. */
export interface Lease {
  /** Which of the two. */
  readonly kind: "address" | "prefix";
  /** The address, or the prefix with its length, as in RFC 5952. */
  readonly value: string;
  /** Seconds; 0xffffffff = infinity. */
  readonly preferredLifetime: number;
  /** Seconds; 0 = no longer, 0xffffffff = infinity. */
  readonly validLifetime: number;
}

/** One transaction in flat values: what a list shows and a store keeps. */
export interface TransactionRecord {
  /** The DHCPv6 server. */
  readonly serverName: string;
  /** When the request came in: seconds since 1970-01-01 UTC. */
  readonly receivedAt: number;
  /** Seconds until the server had answered, or had decided not to. */
  readonly duration: number;
  /** Name of the request's type, such as `solicit`; absent when the record has no request. */
  readonly requestType?: string;
  /** Name of the answer's type; absent when there was no answer. */
  readonly responseType?: string;
  /** The client's DUID, by its own word or in the answer. */
  readonly clientId?: Duid;
  /** The address that the client sent from: the peer-address of the relay message closest to it. */
  readonly clientAddress?: IPv6Address;
  /** Interface-Id of the relay agent closest to the client that gives one. */
  readonly interfaceId?: Uint8Array;
  /** Remote-ID of the relay agent closest to the client that gives one. */
  readonly remoteId?: RemoteIdValue;
  /** Relay messages around the request, the listener's own included. */
  readonly relays: number;
  /**
   * Addresses and prefixes in the answer. Those of an `addr-reg-reply` were not given: the client made them for itself, and
   * the server has noted them (RFC 9686).
   */
  readonly leases: readonly Lease[];
  /** Status codes in the answer other than Success, those of single addresses and prefixes included. */
  readonly statuses: readonly StatusCodeValue[];
  /** What could not be read: of each packet the first ten places, and then that there are more. */
  readonly problems: readonly string[];
}

/** Problems told of one packet. */
const MOST_PROBLEMS = 10;

/**
 * Reads what a list or a store needs out of a transaction. Never throws: what cannot be read is listed in `problems`.
 *
 * @example
 * ```ts
 * import { transactionRecord } from "@dhcpkit/kafka/collector";
 * import { fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
 * import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
 * import { assertEquals } from "@std/assert";
 *
 * const messageIn = Message.parse(fromHex("0bf350d6 0001000a 00030001 3431c43cb2f1"));
 * const record = transactionRecord(new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn: 10, messageIn }));
 * assertEquals(record.requestType, "information-request");
 * assertEquals(record.responseType, undefined);
 * ```
 */
export function transactionRecord(message: DHCPKafkaMessage): TransactionRecord {
  const request = message.messageIn && summarizeMessage(message.messageIn.save());
  const answer = message.messageOut && summarizeMessage(message.messageOut.save());
  const clientId = request?.clientId ?? answer?.clientId, remoteId = request?.remoteId;
  return {
    serverName: message.serverName,
    receivedAt: message.timestampIn,
    duration: Math.max(0, message.timestampOut - message.timestampIn),
    relays: request?.relays ?? 0,
    ...present({
      requestType: request && messageTypeName(request.type),
      responseType: answer && messageTypeName(answer.type),
      clientId: clientId && new Duid(clientId),
      clientAddress: request?.peerAddress,
      interfaceId: request?.interfaceId,
      remoteId: remoteId && { enterprise: u32At(remoteId, 0), id: remoteId.subarray(4) },
    }),
    leases: answer?.leases.map(lease) ?? [],
    statuses: answer?.statuses.filter(({ code }) => code !== StatusCode.Success) ?? [],
    problems: [
      ...request?.malformed ? problemsOf(message.messageIn!) : [],
      ...answer?.malformed ? problemsOf(message.messageOut!) : [],
    ],
  };
}

function lease({ address, prefixLength, preferredLifetime, validLifetime }: LeaseSummary): Lease {
  return prefixLength === undefined
    ? { kind: "address", value: String(address), preferredLifetime, validLifetime }
    : { kind: "prefix", value: `${address}/${prefixLength}`, preferredLifetime, validLifetime };
}

/** Anybody can send a packet with thousands of malformed options, and a list shows few; the packet itself is kept as well. */
function problemsOf(message: Message): string[] {
  const found = problems(message, { limits: { problems: MOST_PROBLEMS } });
  return found.slice(0, MOST_PROBLEMS + 1).map((problem) => problem.message);
}

/** `value` without the properties that are `undefined`. */
function present<T extends object>(value: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [Key in keyof T]?: NonNullable<T[Key]>;
  };
}
