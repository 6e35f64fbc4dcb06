import { type IPv6Address, Message, MessageType, Options, rawOption, RelayMessage, WireError } from "../dhcpv6/mod.ts";
import { RelayPort } from "../dhcpv6/options/rfc8357_relay_port.ts";
import { InterfaceId, RelayMsg } from "../dhcpv6/options/rfc9915_relay.ts";

/** Where a packet came from. */
export interface Arrival {
  /** Name of the interface, which becomes the Interface-Id. */
  readonly interfaceName: string;
  /** An address of the listener that tells the link, or `::`. */
  readonly linkAddress: IPv6Address;
  /** The sender. */
  readonly peerAddress: IPv6Address;
}

/** A packet to send. */
export interface Departure {
  /** Whom to. */
  readonly peerAddress: IPv6Address;
  /**
   * On which UDP port that is heard: `client` and `server`, as relay agents, have one (RFC 9915 section 7.2), unless a relay
   * agent wants its answer where it sent the request from, as `sender` (RFC 8357).
   */
  readonly port: "client" | "server" | "sender";
  /** The packet. */
  readonly bytes: Uint8Array;
}

/**
 * A received packet in a Relay-forward of the listener's own, so that every request tells where it came in. The packet
 * is copied. Throws `WireError` when it is no DHCPv6 message.
 */
export function wrapReceived(packet: Uint8Array, { interfaceName, linkAddress, peerAddress }: Arrival): Message {
  const inner = Message.parse(packet);
  const hopCount = inner instanceof RelayMessage ? Math.min(inner.hopCount + 1, 255) : 0;
  const options = Options.of(
    InterfaceId.of({ id: new TextEncoder().encode(interfaceName) }),
    rawOption(RelayMsg.code, packet),
  );
  const wrapped = new RelayMessage({ type: MessageType.RelayForward, hopCount, linkAddress, peerAddress, options });
  return Message.parse(wrapped.save());
}

/** An answer taken out of the listener's own Relay-reply. Throws `WireError` when it is none. */
export function unwrapReply(message: Message): Departure {
  const inner = message instanceof RelayMessage ? message.relayedMessage : undefined;
  if (!(message instanceof RelayMessage) || !inner) throw new WireError("there is no Relay-reply around the answer", 0);
  return { peerAddress: message.peerAddress, port: portFor(inner), bytes: inner.save() };
}

function portFor(answer: Message): Departure["port"] {
  if (!(answer instanceof RelayMessage)) return "client";
  return answer.options.has(RelayPort) ? "sender" : "server";
}
