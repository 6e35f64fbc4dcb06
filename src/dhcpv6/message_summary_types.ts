import type { IPv6Address } from "./address.ts";

/** What a list or a store wants of a message, read in one go by `summarizeMessage`. */
export interface MessageSummary {
  /** Type of the message of the client or server; that of a relay message only where it holds no other. */
  readonly type: number;
  /** Its transaction id, 24 bits (the flags of a DHCPv4-over-DHCPv6 message); 0 for a relay message. */
  readonly transactionId: number;
  /** Relay messages around it. */
  readonly relays: number;
  /** Whom the relay agent closest to the client had it from, mostly the client's link-local address. */
  readonly peerAddress: IPv6Address | undefined;
  /** The 16 bytes of that. */
  readonly peerBytes: Uint8Array | undefined;
  /** An address of the client's link: that of the relay agent closest to the client that gives one. */
  readonly linkAddress: IPv6Address | undefined;
  /** The client's DUID. */
  readonly clientId: Uint8Array | undefined;
  /** The server's DUID. */
  readonly serverId: Uint8Array | undefined;
  /** Interface-Id of the relay agent closest to the client that gives one; of several, its first. */
  readonly interfaceId: Uint8Array | undefined;
  /**
   * Remote-ID of the relay agent closest to the client that gives one, its enterprise number in the first four bytes; of
   * several, its first.
   */
  readonly remoteId: Uint8Array | undefined;
  /**
   * Addresses and prefixes in identity associations, in wire order; of an ADDR-REG-INFORM or ADDR-REG-REPLY (RFC 9686) the
   * address that the client has made for itself and registers.
   */
  readonly leases: readonly LeaseSummary[];
  /** Status codes, in wire order: of the message, of its identity associations, of their addresses and prefixes. */
  readonly statuses: readonly StatusSummary[];
  /** Whether some of this could not be read; `problems` tells what. */
  readonly malformed: boolean;
  /** The body of the first option of this code in the message of the client or server, or `undefined`. */
  body(code: number): Uint8Array | undefined;
}

/** An address or prefix of a {@linkcode MessageSummary}. */
export interface LeaseSummary {
  /** The address, or the prefix without its length. */
  readonly address: IPv6Address;
  /** Bits of a prefix; `undefined` for an address. */
  readonly prefixLength: number | undefined;
  /** Of the identity association that it is in; 0 for a registered address, which is in none. */
  readonly iaid: number;
  /** Seconds; 0xffffffff = infinity. */
  readonly preferredLifetime: number;
  /** Seconds; 0xffffffff = infinity. */
  readonly validLifetime: number;
}

/** A status code of a {@linkcode MessageSummary}. */
export interface StatusSummary {
  /** See `StatusCode`. */
  readonly code: number;
  /** For people. */
  readonly message: string;
}
