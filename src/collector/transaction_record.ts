import { type Duid, type IPv6Address, type Message, unwrap, WireError } from "../dhcpv6/mod.ts";
import { RemoteId, type RemoteIdValue } from "../dhcpv6/options/rfc4649_relay_agent.ts";
import { Status, type StatusCodeValue } from "../dhcpv6/options/rfc9915_exchange.ts";
import { ClientId } from "../dhcpv6/options/rfc9915_identity.ts";
import { IaAddress, IaNa, IaPd, IaPrefix, IaTa } from "../dhcpv6/options/rfc9915_identity_association.ts";
import { InterfaceId } from "../dhcpv6/options/rfc9915_relay.ts";
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
  /** Addresses and prefixes in the answer. */
  readonly leases: readonly Lease[];
  /** Status codes in the answer other than Success, those of single addresses and prefixes included. */
  readonly statuses: readonly StatusCodeValue[];
  /** What could not be read. */
  readonly problems: readonly string[];
}

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
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      problems.push(error.message);
      return undefined;
    }
  };
  const { messageIn, messageOut } = message;
  const request = messageIn && attempt(() => unwrap(messageIn));
  const response = messageOut && attempt(() => unwrap(messageOut));
  const relays = request?.relays ?? [];
  const inner = request?.message, answer = response?.message;
  return {
    serverName: message.serverName,
    receivedAt: message.timestampIn,
    duration: Math.max(0, message.timestampOut - message.timestampIn),
    relays: relays.length,
    ...present({
      requestType: inner?.typeName,
      responseType: answer?.typeName,
      clientId: attempt(() => inner?.options.get(ClientId)?.duid) ?? attempt(() => answer?.options.get(ClientId)?.duid),
      clientAddress: relays[0]?.peerAddress,
      interfaceId: first(relays, (relay) => attempt(() => relay.options.get(InterfaceId)?.id)),
      remoteId: first(relays, (relay) => attempt(() => relay.options.get(RemoteId))),
    }),
    leases: answer ? attempt(() => leasesIn(answer)) ?? [] : [],
    statuses: answer ? attempt(() => statusesIn(answer)) ?? [] : [],
    problems,
  };
}

function leasesIn({ options }: Message): Lease[] {
  const associations = [...options.getAll(IaNa), ...options.getAll(IaTa), ...options.getAll(IaPd)];
  return associations.flatMap((association) => [
    ...association.options.getAll(IaAddress).map(({ address, preferredLifetime, validLifetime }): Lease => ({
      kind: "address",
      value: String(address),
      preferredLifetime,
      validLifetime,
    })),
    ...association.options.getAll(IaPrefix).map(({ prefix, preferredLifetime, validLifetime }): Lease => ({
      kind: "prefix",
      value: String(prefix),
      preferredLifetime,
      validLifetime,
    })),
  ]);
}

function statusesIn({ options }: Message): StatusCodeValue[] {
  const associations = [...options.getAll(IaNa), ...options.getAll(IaTa), ...options.getAll(IaPd)];
  const leases = associations.flatMap((one) => [...one.options.getAll(IaAddress), ...one.options.getAll(IaPrefix)]);
  return [options, ...[...associations, ...leases].map((one) => one.options)]
    .flatMap((one) => one.getAll(Status))
    .filter(({ code }) => code !== 0);
}

function first<T, R>(list: readonly T[], pick: (item: T) => R | undefined): R | undefined {
  for (const item of list) {
    const picked = pick(item);
    if (picked !== undefined) return picked;
  }
  return undefined;
}

/** `value` without the properties that are `undefined`. */
function present<T extends object>(value: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [Key in keyof T]?: NonNullable<T[Key]>;
  };
}
