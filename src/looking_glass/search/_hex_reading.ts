import { visible } from "../present/visible.ts";

/** Bytes that a text spells, or why it spells none although it looks like it does. */
export type HexText =
  | { readonly bytes: Uint8Array; readonly spelling: "0x" | "pairs" | "digits" }
  | { readonly problem: string };

/** How many pairs of digits with something between them are taken for bytes: fewer are a time, a port or a version. */
const LEAST_PAIRS = 3;

/**
 * Bytes in hexadecimal digits, as people and programs spell them: `0x3431c4`, `34:31:c4`, `34-31-c4`, `34 31 c4`, `0:31:c4`, `3431.c43c`,
 * `3431c4-3cb2f1`, `3431c4`. `undefined` for what does not look like it.
 */
export function readHex(text: string): HexText | undefined {
  const prefixed = /^0x(.*)$/i.exec(text)?.[1];
  if (prefixed !== undefined) {
    const digits = prefixed.replace(/[:. -]/g, "");
    if (!/^[0-9a-f]*$/i.test(digits)) {
      return { problem: `${visible(text)} begins like hexadecimal digits, but ${wrongDigit(digits)}` };
    }
    if (digits.length % 2 > 0) {
      return { problem: `${visible(text)} has an odd number of hexadecimal digits: one is missing` };
    }
    return digits === "" ? undefined : { bytes: bytesOf(digits), spelling: "0x" };
  }
  return readPairs(text) ?? readDigits(text);
}

/** Pairs with the same separator between all of them; the digit 0 in front may be left out where that is a colon. */
function readPairs(text: string): HexText | undefined {
  const separator = /[: -]/.exec(text)?.[0];
  if (separator === undefined) return undefined;
  const pairs = text.split(separator), form = separator === ":" ? /^[0-9a-f]{1,2}$/i : /^[0-9a-f]{2}$/i;
  if (pairs.length < LEAST_PAIRS) return undefined;
  const wrong = pairs.filter((pair) => !form.test(pair));
  if (wrong.length === 0) {
    return { bytes: bytesOf(pairs.map((pair) => pair.padStart(2, "0")).join("")), spelling: "pairs" };
  }
  const looksSo = pairs.length >= 6 && wrong.length === 1 && pairs.every((pair) => /^[0-9a-z]{1,2}$/i.test(pair));
  return looksSo
    ? { problem: `${visible(text)} looks like a MAC address or DUID, but ${wrongDigit(wrong[0])}` }
    : undefined;
}

/** Digits alone, or in groups of four or six. */
function readDigits(text: string): HexText | undefined {
  const grouped = /^[0-9a-f]{4}([.:-])[0-9a-f]{4}(\1[0-9a-f]{2,4})*$/i.test(text) ||
    /^[0-9a-f]{6}[:-][0-9a-f]{6}$/i.test(text);
  const digits = grouped ? text.replace(/[:.-]/g, "") : text;
  if (!/^[0-9a-f]{6,}$/i.test(digits) || digits.length % 2 > 0) return undefined;
  return { bytes: bytesOf(digits), spelling: "digits" };
}

function wrongDigit(digits: string): string {
  return `“${visible(/[^0-9a-f]/i.exec(digits)?.[0] ?? digits)}” is no hexadecimal digit`;
}

function bytesOf(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
