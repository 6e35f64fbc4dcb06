import type { Tokens } from "./_tokens.ts";

/** Bits of an address that are left as they are where nothing else is said: what a registry gives to an operator. */
export const USUAL_KEPT_BITS = 32;
/** No address gets into or out of a prefix with a meaning, such as fe80::/10, as long as so many bits stay. */
export const LEAST_KEPT_BITS = 10;
/** All of an address but its interface identifier. */
export const MOST_KEPT_BITS = 64;

/** Replaces addresses and prefixes, IPv6 and IPv4, and the link-layer addresses that some hold. */
export class AddressTokens {
  readonly #tokens: Tokens;
  readonly #keptBits: number;

  constructor(tokens: Tokens, keptBits: number) {
    this.#tokens = tokens;
    this.#keptBits = keptBits;
  }

  /**
   * Another address for one of 16 bytes. An interface identifier that is made of a MAC address (RFC 4291 appendix A) is made of
   * the token of that one afterwards; otherwise two addresses share as many leading bits as before.
   */
  address(input: Uint8Array): Uint8Array {
    return this.#tokens.remember("address", input, () => this.#address(input));
  }

  /**
   * Another prefix of `length` bits for one in up to 16 bytes. Addresses within it are within the other one afterwards, and what
   * is zero behind its length stays zero.
   */
  prefix(input: Uint8Array, length: number): Uint8Array {
    return this.#tokens.remember(`prefix ${length}`, input, () => this.#prefix(input, length));
  }

  /** Another IPv4 address with the same first 8 bits, so that most private ones stay private; `0.0.0.0` and broadcast stay. */
  address4(input: Uint8Array, length = 32): Uint8Array {
    const quiet = Math.max(8, along(input, ZEROS, 32), along(input, ONES, 32));
    return this.#tokens.prefixPreserving("address4", input, quiet, isZeroFrom(input, length) ? length : 32);
  }

  /**
   * Another link-layer address; one of six or eight bytes is marked as locally administered and is no group address, so that
   * it is nobody's. One of nothing but zeros stays.
   */
  linkLayer(input: Uint8Array): Uint8Array {
    if (input.every((byte) => byte === 0)) return input;
    if (input.length !== 6 && input.length !== 8) return this.#tokens.distinct("link-layer", input);
    const token = this.#tokens.bytes("link-layer", input).slice();
    token[0] = token[0] & 0xfc | 2;
    return token;
  }

  #address(input: Uint8Array): Uint8Array {
    const quiet = quietBits(input, this.#keptBits);
    if (quiet === 128) return input.slice();
    if (sharedBits(input, MAPPED) === 96) return joined(input.subarray(0, 12), this.address4(input.subarray(12)));
    if (quiet > 64 || input[11] !== 0xff || input[12] !== 0xfe) {
      return this.#tokens.prefixPreserving("address", input, quiet, 128);
    }
    const network = this.#tokens.prefixPreserving("address", input.subarray(0, 8), quiet, 64);
    const [a, b, c, , , d, e, f] = input.subarray(8);
    const mac = this.linkLayer(new Uint8Array([a ^ 2, b, c, d, e, f]));
    return joined(network, new Uint8Array([mac[0] ^ 2, mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]]));
  }

  #prefix(input: Uint8Array, length: number): Uint8Array {
    const whole = new Uint8Array(16);
    whole.set(input);
    const changed = length >= 128 || !isZeroFrom(whole, length)
      ? this.address(whole)
      : this.#tokens.prefixPreserving("address", whole, quietBits(whole, this.#keptBits), length);
    return changed.subarray(0, input.length);
  }
}

/**
 * How many leading bits of an address stay: those with a meaning of their own. Which they are depends on no bit behind them,
 * without which addresses would not go on sharing their prefixes: whoever leaves the way to `::`, fe80::/64, ::ffff:0:0/96 or
 * 64:ff9b::/96 at some bit keeps that bit.
 */
function quietBits(address: Uint8Array, keptBits: number): number {
  const [first, second] = address;
  if (first === 0xff) {
    // Groups that everybody knows, such as ff02::1:2; a solicited-node address holds a part of a unicast address.
    const shared = 16 + sharedBits(address.subarray(2), ZEROS);
    return shared >= 111 ? 128 : shared + 1;
  }
  if (first === 0xfe && second >> 6 === 2) return along(address, LINK_LOCAL, 64);
  if (first === 0) return Math.max(along(address, ZEROS, 128), along(address, MAPPED, 96), along(address, NAT64, 96));
  if (first === 0x20 && second === 2) return Math.min(keptBits, 16);
  return first >> 5 === 1 ? keptBits : LEAST_KEPT_BITS;
}

const ZEROS = new Uint8Array(16), ONES = new Uint8Array(4).fill(0xff);
/** fe80::/64 */
const LINK_LOCAL = new Uint8Array([0xfe, 0x80, 0, 0, 0, 0, 0, 0]);
/** ::ffff:0:0/96 */
const MAPPED = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);
/** 64:ff9b::/96 (RFC 6052) */
const NAT64 = new Uint8Array([0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]);

/** The bits up to the one at which `address` leaves `way`, that one included; at most `length`. */
function along(address: Uint8Array, way: Uint8Array, length: number): number {
  return Math.min(sharedBits(address, way) + 1, length);
}

/** How many leading bits both have in common. */
function sharedBits(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return 8 * i + Math.clz32(a[i] ^ b[i]) - 24;
  return 8 * length;
}

/** Whether all bits from `from` on are zero. */
function isZeroFrom(address: Uint8Array, from: number): boolean {
  for (let bit = from; bit < 8 * address.length; bit++) if (address[bit >> 3] >> (7 - (bit & 7)) & 1) return false;
  return true;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
