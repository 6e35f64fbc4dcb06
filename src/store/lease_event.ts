import { fromHex, IPv6Address, IPv6Prefix } from "../dhcpv6/mod.ts";
import { encodeUtf8 } from "../wire/mod.ts";
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

/** The two digits of each byte, as character codes, and room for those of a key. */
const DIGITS = encodeUtf8(Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0")).join(""));
const key = new Uint8Array(34);

/** The key of the address or prefix in `bytes` at `at`. Made in one piece: a text put together of 17 is 17 objects. */
export function leaseKey(bytes: Uint8Array, at: number, length: number): LeaseKey {
  for (let i = 0; i < 16; i++) {
    const bits = length - i * 8, byte = bytes[at + i];
    putDigits(i, bits >= 8 ? byte : bits <= 0 ? 0 : byte & (0xff00 >> bits));
  }
  putDigits(16, length);
  return String.fromCharCode.apply(null, key as unknown as number[]);
}

function putDigits(place: number, byte: number): void {
  key[place * 2] = DIGITS[byte * 2];
  key[place * 2 + 1] = DIGITS[byte * 2 + 1];
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
