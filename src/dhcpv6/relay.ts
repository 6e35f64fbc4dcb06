import { type Message, RelayMessage } from "./message.ts";

/** A message taken out of its relay messages. */
export interface Unwrapped {
  /** The message of the client or server; a relay message only where it holds no other. */
  readonly message: Message;
  /** The relay messages around it, the one closest to the client first. */
  readonly relays: readonly RelayMessage[];
}

/**
 * Takes a message out of the relay messages around it (RFC 9915 section 19).
 *
 * Throws `WireError` when a relayed message has no complete header. A chain is as long as it is: each level costs at
 * least 38 bytes of the packet.
 *
 * @example
 * ```ts
 * import { ClientServerMessage, IPv6Address, MessageType, Options, RelayMessage, unwrap } from "@dhcpkit/kafka/dhcpv6";
 * import { RelayMsg } from "@dhcpkit/kafka/dhcpv6/options";
 * import { assertEquals } from "@std/assert";
 *
 * const solicit = new ClientServerMessage({ type: MessageType.Solicit, transactionId: 0xf350d6 });
 * const relayed = new RelayMessage({
 *   type: MessageType.RelayForward,
 *   hopCount: 0,
 *   linkAddress: IPv6Address.parse("2001:db8::1"),
 *   peerAddress: IPv6Address.parse("fe80::1"),
 *   options: Options.of(RelayMsg.of({ message: solicit })),
 * });
 * assertEquals(unwrap(relayed).message.typeName, "solicit");
 * assertEquals(unwrap(relayed).relays.length, 1);
 * ```
 */
export function unwrap(message: Message): Unwrapped {
  const relays: RelayMessage[] = [];
  let current = message;
  while (current instanceof RelayMessage) {
    const inner = current.relayedMessage;
    if (!inner) break;
    relays.push(current);
    current = inner;
  }
  return { message: current, relays: relays.reverse() };
}
