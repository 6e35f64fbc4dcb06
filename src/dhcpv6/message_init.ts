import type { IPv6Address } from "./address.ts";
import type { Options } from "./options.ts";

/** What a `ClientServerMessage` is made of. */
export interface ClientServerMessageInit {
  /** Message type, 0 to 255. */
  type: number;
  /** Transaction id, 24 bits. */
  transactionId: number;
  /** Default: none. */
  options?: Options;
}

/** What a `RelayMessage` is made of. */
export interface RelayMessageInit {
  /** `MessageType.RelayForward` or `MessageType.RelayReply`. */
  type: number;
  /** Relay agents that have passed the message on before this one. */
  hopCount: number;
  /** An address of the link that the client is on, or `::`. */
  linkAddress: IPv6Address;
  /** Whom the relayed message came from, or goes to. */
  peerAddress: IPv6Address;
  /** Default: none. */
  options?: Options;
}

/** What a `Dhcpv4Message` is made of. */
export interface Dhcpv4MessageInit {
  /** `MessageType.Dhcpv4Query` or `MessageType.Dhcpv4Response`. */
  type: number;
  /** 24 bits; the first is the unicast flag. */
  flags: number;
  /** Default: none. */
  options?: Options;
}

/** What a `FailoverMessage` is made of. */
export interface FailoverMessageInit {
  /** One of the types 24 to 35, `MessageType.BindingUpdate` to `MessageType.Contact`. */
  type: number;
  /** Transaction id, 24 bits. */
  transactionId: number;
  /** When it was sent: seconds since midnight UTC of 1 January 2000, modulo 2^32. Left out: a header of four bytes. */
  sentTime?: number;
  /** Default: none. */
  options?: Options;
}
