import { WireError } from "../wire/mod.ts";
import { IPv6Address } from "./address.ts";

/**
 * An IPv6 prefix: an address and a length in bits. Bits behind the length are kept as they are.
 *
 * @example
 * ```ts
 * import { IPv6Address, IPv6Prefix } from "@dhcpkit/kafka/dhcpv6";
 * import { assert } from "@std/assert";
 *
 * assert(IPv6Prefix.parse("2001:db8:5600::/40").contains(IPv6Address.parse("2001:db8:5612::1")));
 * ```
 */
export class IPv6Prefix {
  /** The address in front of the slash. */
  readonly address: IPv6Address;
  /** Length in bits, 0 to 128. */
  readonly length: number;

  /** Throws {@linkcode WireError} for a length over 128. */
  constructor(address: IPv6Address, length: number) {
    if (!(length >= 0 && length <= 128 && (length | 0) === length)) {
      throw new WireError(`a prefix length is 0 to 128, not ${length}`, 0);
    }
    this.address = address;
    this.length = length;
  }

  /** Reads `address/length`. Throws {@linkcode WireError} when the text is no prefix. */
  static parse(text: string): IPv6Prefix {
    const [, address, length] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
    if (address === undefined) throw new WireError(`${JSON.stringify(text)} is not an IPv6 prefix`, 0);
    return new IPv6Prefix(IPv6Address.parse(address), Number(length));
  }

  /** Whether `address` lies within this prefix. */
  contains(address: IPv6Address): boolean {
    return this.address.sharesPrefix(address, this.length);
  }

  /** Whether both have the same address and length. */
  equals(other: IPv6Prefix): boolean {
    return this.length === other.length && this.address.equals(other.address);
  }

  /** `address/length`, the address as in RFC 5952. */
  toString(): string {
    return `${this.address}/${this.length}`;
  }

  /** The same as {@linkcode IPv6Prefix.toString}. */
  toJSON(): string {
    return this.toString();
  }
}
