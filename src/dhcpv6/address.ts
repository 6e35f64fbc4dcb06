import { type Reader, WireError, type Writer } from "../wire/mod.ts";

/**
 * An IPv6 address: four 32-bit words, text only when asked for.
 *
 * @example
 * ```ts
 * import { IPv6Address } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(String(IPv6Address.parse("2001:0DB8:0:0::1")), "2001:db8::1");
 * ```
 */
export class IPv6Address {
  /** The unspecified address, `::`. */
  static readonly unspecified: IPv6Address = /* @__PURE__ */ new IPv6Address(0, 0, 0, 0);

  /** Bits 0 to 31, as a signed integer. */
  readonly word0: number;
  /** Bits 32 to 63, as a signed integer. */
  readonly word1: number;
  /** Bits 64 to 95, as a signed integer. */
  readonly word2: number;
  /** Bits 96 to 127, as a signed integer. */
  readonly word3: number;

  /** Made of four 32-bit words, most significant first. */
  constructor(word0: number, word1: number, word2: number, word3: number) {
    this.word0 = word0 | 0;
    this.word1 = word1 | 0;
    this.word2 = word2 | 0;
    this.word3 = word3 | 0;
  }

  /** Reads the next 16 bytes. */
  static read(reader: Reader): IPv6Address {
    return IPv6Address.at(reader.bytes, reader.take(16));
  }

  /** The 16 bytes at `at`, which have to be within `bytes`. */
  static at(bytes: Uint8Array, at: number): IPv6Address {
    return new IPv6Address(word(bytes, at), word(bytes, at + 4), word(bytes, at + 8), word(bytes, at + 12));
  }

  /** The address in `bytes`, which must be 16. Throws {@linkcode WireError} otherwise. */
  static from(bytes: Uint8Array): IPv6Address {
    if (bytes.length !== 16) throw new WireError(`an IPv6 address has 16 bytes, not ${bytes.length}`, 0);
    return IPv6Address.at(bytes, 0);
  }

  /**
   * Reads text (RFC 4291 section 2.2), with an embedded IPv4 address too; a zone (`%eth0`) is not part of an address.
   *
   * Throws {@linkcode WireError} when the text is no IPv6 address.
   */
  static parse(text: string): IPv6Address {
    const bytes = parseText(text);
    if (!bytes) throw new WireError(`${JSON.stringify(text)} is not an IPv6 address`, 0);
    return IPv6Address.from(bytes);
  }

  /** The 16 bytes, a new array each time. */
  get bytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(16);
    putWord(bytes, 0, this.word0);
    putWord(bytes, 4, this.word1);
    putWord(bytes, 8, this.word2);
    putWord(bytes, 12, this.word3);
    return bytes;
  }

  /** Whether this is `::`. */
  get isUnspecified(): boolean {
    return (this.word0 | this.word1 | this.word2 | this.word3) === 0;
  }

  /** Whether this is within fe80::/10. */
  get isLinkLocal(): boolean {
    return this.word0 >>> 22 === 0xfe80 >>> 6;
  }

  /** Whether this is within ff00::/8. */
  get isMulticast(): boolean {
    return this.word0 >>> 24 === 0xff;
  }

  /** Whether this is ::1. */
  get isLoopback(): boolean {
    return (this.word0 | this.word1 | this.word2) === 0 && this.word3 === 1;
  }

  /** Whether this can be used beyond one link: not unspecified, loopback, link-local or multicast. */
  get isGlobal(): boolean {
    return !this.isUnspecified && !this.isLoopback && !this.isLinkLocal && !this.isMulticast;
  }

  /** Whether both are the same address. */
  equals(other: IPv6Address): boolean {
    return this.word3 === other.word3 && this.word2 === other.word2 && this.word1 === other.word1 &&
      this.word0 === other.word0;
  }

  /** Whether the first `length` bits of both are the same. */
  sharesPrefix(other: IPv6Address, length: number): boolean {
    return ((this.word0 ^ other.word0) & mask(length)) === 0 &&
      ((this.word1 ^ other.word1) & mask(length - 32)) === 0 &&
      ((this.word2 ^ other.word2) & mask(length - 64)) === 0 && ((this.word3 ^ other.word3) & mask(length - 96)) === 0;
  }

  /** Writes the 16 bytes. */
  write(writer: Writer): void {
    writer.u128(this.word0, this.word1, this.word2, this.word3);
  }

  /** Canonical text (RFC 5952). */
  toString(): string {
    const { word0, word1, word2, word3 } = this;
    const first = [word0 >>> 16, word0 & 0xffff, word1 >>> 16, word1 & 0xffff];
    first.push(word2 >>> 16, word2 & 0xffff, word3 >>> 16, word3 & 0xffff);
    return format(first);
  }

  /** The same as {@linkcode IPv6Address.toString}. */
  toJSON(): string {
    return this.toString();
  }
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
}

function putWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/** The first `bits` of 32 set. */
function mask(bits: number): number {
  return bits <= 0 ? 0 : bits >= 32 ? -1 : -1 << (32 - bits);
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups as `::`, the first of equals. */
function format(groups: readonly number[]): string {
  if (isMappedIPv4(groups)) {
    return `::ffff:${[groups[6] >> 8, groups[6] & 0xff, groups[7] >> 8, groups[7] & 0xff].join(".")}`;
  }
  let best = 8, bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (i + run < 8 && groups[i + run] === 0) run++;
    if (run > bestLength) [best, bestLength] = [i, run];
    i += run;
  }
  let text = "";
  for (let i = 0; i < best; i++) text += i === 0 ? groups[i].toString(16) : ":" + groups[i].toString(16);
  if (best === 8) return text;
  text += "::";
  for (let i = best + bestLength; i < 8; i++) {
    text += i === best + bestLength ? groups[i].toString(16) : ":" + groups[i].toString(16);
  }
  return text;
}

/** RFC 5952 section 5 recommends the mixed notation for IPv4-mapped addresses. */
function isMappedIPv4(groups: readonly number[]): boolean {
  return groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
}

function parseText(text: string): Uint8Array | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0], halves.length === 1), tail = parseGroups(halves[1] ?? "", true);
  if (!head || !tail) return undefined;
  const gap = 16 - head.length - tail.length;
  if (halves.length === 1 ? gap !== 0 : gap < 2) return undefined;
  return new Uint8Array([...head, ...new Array(gap).fill(0), ...tail]);
}

/** Four decimal numbers up to 255; a zero in front is refused, since some read such a number as octal (RFC 6943 section 3.1.1). */
export const IPV4: RegExp = /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/;

/** The bytes of `a:b:c`; the last group may be an IPv4 address where `endsAddress`. */
function parseGroups(text: string, endsAddress: boolean): number[] | undefined {
  if (text === "") return [];
  const bytes: number[] = [];
  const groups = text.split(":");
  for (const [i, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) bytes.push(parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff);
    else if (endsAddress && i === groups.length - 1 && IPV4.test(group)) bytes.push(...group.split(".").map(Number));
    else return undefined;
  }
  return bytes;
}
