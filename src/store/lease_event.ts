import { fromHex, IPv6Address, IPv6Prefix } from "../dhcpv6/mod.ts";
import type { Microseconds } from "./record_place.ts";

/**
 * What an answer says of an address or prefix:
 *
 * - `granted`: the client has it, from now on or still (a Reply with a valid lifetime over 0);
 * - `withdrawn`: the client must not use it any more (a valid lifetime of 0);
 * - `released`, `declined`: the client gave it back and the server took it;
 * - `unbound`: the server knows nothing of it (NoBinding for a Renew or Rebind).
 */
export type LeaseEventKind = "granted" | "withdrawn" | "released" | "declined" | "unbound";

/** A change of a lease, as an answer tells it. */
export interface LeaseEvent {
  /** What happened. */
  readonly kind: LeaseEventKind;
  /** The address or prefix: {@linkcode leaseKey}. */
  readonly lease: LeaseKey;
  /** Identity association that it belongs to, and which kind of it. */
  readonly iaid: number;
  /** Which kind of identity association. */
  readonly association: "na" | "ta" | "pd";
  /** When the answer went out. */
  readonly at: Microseconds;
  /** When the client should ask the same server to extend it (T1); 0 where the answer does not say. */
  readonly renewAt: Microseconds;
  /** When the client should ask any server to extend it (T2); 0 where the answer does not say. */
  readonly rebindAt: Microseconds;
  /** When it ends unless it is extended; `at` for everything but `granted`. */
  readonly validUntil: Microseconds;
}

/**
 * An address or prefix as a key that sorts by address, then by length: 32 hexadecimal digits of the address, bits behind the
 * length cleared, and two of the length in bits, 128 for an address: {@linkcode leaseKey}.
 */
export type LeaseKey = string;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** The key of the address or prefix in `bytes` at `at`. */
export function leaseKey(bytes: Uint8Array, at: number, length: number): LeaseKey {
  let key = "";
  for (let i = 0; i < 16; i++) {
    const bits = length - i * 8;
    key += bits >= 8 ? HEX[bytes[at + i]] : bits <= 0 ? "00" : HEX[bytes[at + i] & (0xff00 >> bits)];
  }
  return key + HEX[length];
}

/** The address and length of a key: the inverse of {@linkcode leaseKey}. */
export function leasePrefix(key: LeaseKey): IPv6Prefix {
  return new IPv6Prefix(IPv6Address.from(fromHex(key.slice(0, 32))), Number.parseInt(key.slice(32), 16));
}

/** An address as `2001:db8::1`, a prefix as `2001:db8::/56`. */
export function leaseText(key: LeaseKey): string {
  const { address, length } = leasePrefix(key);
  return length === 128 ? String(address) : `${address}/${length}`;
}
