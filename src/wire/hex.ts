import { WireError } from "./wire_error.ts";

const DIGITS: readonly string[] = /* @__PURE__ */ Array.from(
  { length: 256 },
  (_, byte) => byte.toString(16).padStart(2, "0"),
);

/**
 * Bytes as lower-case hexadecimal digits, optionally with a separator between them.
 *
 * @example
 * ```ts
 * import { toHex } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(toHex(new Uint8Array([0x34, 0x31, 0xc4]), ":"), "34:31:c4");
 * ```
 */
export function toHex(bytes: Uint8Array, separator = ""): string {
  let text = "";
  for (let i = 0; i < bytes.length; i++) text += i === 0 ? DIGITS[bytes[i]] : separator + DIGITS[bytes[i]];
  return text;
}

/**
 * Hexadecimal digits as bytes. Between bytes, `:`, `-`, `.` and white space are allowed; a `0x` may stand in front.
 *
 * Throws {@linkcode WireError} for anything else, with the position in the text.
 *
 * @example
 * ```ts
 * import { fromHex } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fromHex("34:31 c4"), new Uint8Array([0x34, 0x31, 0xc4]));
 * ```
 */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return digitsAlone(text) ?? digitsApart(text);
}

/** The value of each character that is a digit, 255 for all others up to `f`. */
const VALUES = /* @__PURE__ */ Uint8Array.from({ length: 103 }, (_, code) => {
  const digit = "0123456789abcdef".indexOf(String.fromCharCode(code).toLowerCase());
  return digit < 0 ? 255 : digit;
});

/** The bytes, when there is nothing but digits between them; `undefined` otherwise. */
function digitsAlone(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = VALUES[text.charCodeAt(2 * i)] ?? 255, low = VALUES[text.charCodeAt(2 * i + 1)] ?? 255;
    if ((high | low) > 15) return undefined;
    bytes[i] = high << 4 | low;
  }
  return bytes;
}

function digitsApart(text: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  let at = /^\s*0x/i.exec(text)?.[0].length ?? 0;
  while (at < text.length) {
    const pair = text.slice(at, at + 2);
    if (/^[0-9a-f]{2}$/i.test(pair)) {
      bytes.push(parseInt(pair, 16));
      at += 2;
    } else if (/[\s:.-]/.test(pair[0])) at++;
    else throw new WireError(`${JSON.stringify(pair)} at position ${at} is not a pair of hexadecimal digits`, at);
  }
  return new Uint8Array(bytes);
}
