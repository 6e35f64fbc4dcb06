import { room } from "./slab.ts";

/** What newer runtimes have; others get the portable functions below. */
type MaybeToBase64 = Uint8Array & { toBase64?: () => string };
type MaybeSetFromBase64 = Uint8Array & { setFromBase64?: (text: string) => { read: number; written: number } };
type MaybeFromBase64 = Uint8ArrayConstructor & { fromBase64: (text: string) => Uint8Array<ArrayBuffer> };

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** What is no digit: the one number that makes others negative, wherever it stands among them. */
const NONE = -1;
/** The code of the digit that is 0. */
const ZERO = 65;

/** Bytes as base64 with padding (RFC 4648 section 4), by the runtime where it can. */
export function toBase64(bytes: Uint8Array): string {
  return (bytes as MaybeToBase64).toBase64?.() ?? portableToBase64(bytes);
}

/** The same in any runtime. `btoa` would need the bytes as text first, and is no faster for it. */
export function portableToBase64(bytes: Uint8Array): string {
  let text = "";
  const whole = bytes.length - bytes.length % 3;
  for (let i = 0; i < whole; i += 3) {
    const three = bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2];
    text += ALPHABET[three >> 18] + ALPHABET[three >> 12 & 63] + ALPHABET[three >> 6 & 63] + ALPHABET[three & 63];
  }
  const [first, second] = bytes.subarray(whole);
  if (second !== undefined) {
    return `${text}${ALPHABET[first >> 2]}${ALPHABET[(first & 3) << 4 | second >> 4]}${ALPHABET[(second & 15) << 2]}=`;
  }
  return first === undefined ? text : `${text}${ALPHABET[first >> 2]}${ALPHABET[(first & 3) << 4]}==`;
}

/**
 * The bytes of base64 (RFC 4648 section 4), `undefined` for what is none. White space does not count, and padding may be missing, as
 * in `Uint8Array.fromBase64`. Their `buffer` may hold others' bytes as well.
 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = room(digitsOf(text) * 3 >> 2), runtime = bytes as MaybeSetFromBase64;
  if (!runtime.setFromBase64) return portableFromBase64(text, bytes);
  try {
    // It stops where there is no more room, whatever stands behind that.
    const { read, written } = runtime.setFromBase64(text);
    if (read === text.length) return written === bytes.length ? bytes : bytes.subarray(0, written);
    return (Uint8Array as MaybeFromBase64).fromBase64(text);
  } catch {
    return undefined;
  }
}

/** How many digits there are where no white space is between them. */
function digitsOf(text: string): number {
  return text.length - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);
}

/** The same in any runtime, into bytes that are enough for it. */
export function portableFromBase64(
  text: string,
  bytes: Uint8Array<ArrayBuffer> = room(text.length),
): Uint8Array<ArrayBuffer> | undefined {
  const length = digitsOf(text);
  const isWhole = length % 4 !== 1 && (length === text.length || text.length % 4 === 0);
  const count = length * 3 >> 2;
  if (isWhole && arePacked(text, length, bytes)) return count === bytes.length ? bytes : bytes.subarray(0, count);
  // White space is rare, and looking for it takes as long as the digits do.
  const packed = text.replace(/[\t\n\f\r ]+/g, "");
  return packed === text ? undefined : portableFromBase64(packed, bytes);
}

/** Reads digits without anything between them, and tells whether that is what they are. */
function arePacked(text: string, length: number, bytes: Uint8Array): boolean {
  const values = digitValues();
  let at = 0, codes = 0, signs = 0;
  for (let i = 0; i < length; i += 4) {
    const a = text.charCodeAt(i), b = text.charCodeAt(i + 1);
    const c = i + 2 < length ? text.charCodeAt(i + 2) : ZERO, d = i + 3 < length ? text.charCodeAt(i + 3) : ZERO;
    const four = values[a & 127] << 18 | values[b & 127] << 12 | values[c & 127] << 6 | values[d & 127];
    codes |= a | b | c | d;
    signs |= four;
    // What is behind the end is not kept.
    bytes[at++] = four >> 16;
    bytes[at++] = four >> 8;
    bytes[at++] = four;
  }
  // Of codes beyond ASCII, whatever the table has for their lowest bits does not count.
  return signs >= 0 && codes < 128;
}

let table: Int8Array | undefined;

/** The value of each digit by its ASCII code. */
function digitValues(): Int8Array {
  if (table === undefined) {
    table = new Int8Array(128).fill(NONE);
    for (let value = 0; value < ALPHABET.length; value++) table[ALPHABET.charCodeAt(value)] = value;
  }
  return table;
}
