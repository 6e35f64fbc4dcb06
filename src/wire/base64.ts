/** What newer runtimes have; others get the portable functions below. */
type MaybeToBase64 = Uint8Array & { toBase64?: () => string };
type MaybeFromBase64 = Uint8ArrayConstructor & { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** What is no digit of base64. */
const NONE = 64;

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
 * in `Uint8Array.fromBase64`.
 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const { fromBase64: native } = Uint8Array as MaybeFromBase64;
  if (native === undefined) return portableFromBase64(text);
  try {
    return native.call(Uint8Array, text);
  } catch {
    return undefined;
  }
}

/** The same in any runtime. */
export function portableFromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const packed = /[\t\n\f\r ]/.test(text) ? text.replace(/[\t\n\f\r ]+/g, "") : text;
  const length = packed.length - (packed.endsWith("==") ? 2 : packed.endsWith("=") ? 1 : 0);
  if (length % 4 === 1 || (length < packed.length && packed.length % 4 !== 0)) return undefined;
  const values = digitValues(), bytes = new Uint8Array(length * 3 >> 2);
  let at = 0, invalid = 0;
  for (let i = 0; i < length; i += 4) {
    // Codes beyond ASCII and beyond the end are `undefined` here, which a typed array makes none of.
    const a = values[packed.charCodeAt(i)] ?? NONE, b = values[packed.charCodeAt(i + 1)] ?? NONE;
    const c = i + 2 < length ? values[packed.charCodeAt(i + 2)] ?? NONE : 0;
    const d = i + 3 < length ? values[packed.charCodeAt(i + 3)] ?? NONE : 0;
    invalid |= a | b | c | d;
    bytes[at++] = a << 2 | b >> 4;
    bytes[at++] = b << 4 | c >> 2;
    bytes[at++] = c << 6 | d;
  }
  return invalid >= NONE ? undefined : bytes;
}

let table: Uint8Array | undefined;

/** The value of each digit by its ASCII code. */
function digitValues(): Uint8Array {
  if (table === undefined) {
    table = new Uint8Array(128).fill(NONE);
    for (let value = 0; value < ALPHABET.length; value++) table[ALPHABET.charCodeAt(value)] = value;
  }
  return table;
}
