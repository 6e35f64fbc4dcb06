import { readDump } from "./_hex_dump.ts";
import { readProgramText } from "./_program_text.ts";
import { named, PastedError } from "./pasted_error.ts";

/** What a pasted text holds. */
export interface Pasted {
  /** The bytes of each packet; mostly it is one. */
  readonly packets: readonly Uint8Array[];
  /** How the text was read, as a noun: `base64`. */
  readonly how: string;
}

/** What people and programs put in front of bytes. */
const WRAPPING = /^\s*(?:"|'|`|0x|\\x|x'|hex:|base64:|data:[^,]{0,200};base64,)?\s*/i;
const BETWEEN_DIGITS = /[\s:.,;_-]/;
/** Of the characters of base64, a third are digits as well; a text with more of them is meant to be digits, and has a mistake. */
const MEANT_AS_DIGITS = 0.75;

/**
 * Bytes out of what people paste: hexadecimal digits (`0x`, colons, blanks, commas between them), base64 (that for URLs as well,
 * in lines), dumps with offsets and text beside (`tcpdump -x`, `-xx` and `-X`, Wireshark, xxd, hexdump, od), arrays of C and strings
 * with escapes.
 *
 * Throws {@linkcode PastedError} with line and character for what is none of these.
 *
 * @example
 * ```ts
 * import { readPasted } from "./pasted.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(readPasted("0x0bf350d6").packets, readPasted("C/NQ1g==").packets);
 * ```
 */
export function readPasted(text: string): Pasted {
  if (text.trim() === "") throw new PastedError("There is nothing to decode", text, 0);
  const packets = readDump(text);
  if (packets !== undefined) return { packets, how: "a dump with offsets" };
  const arrays = readProgramText(text);
  if (arrays !== undefined) return arrays;
  const start = WRAPPING.exec(text)![0].length, bare = text.trimEnd();
  const end = Math.max(start, /["'`]$/.test(bare) ? bare.length - 1 : bare.length);
  const isDigits = !/base64[:,]\s*$/i.test(text.slice(0, start)) && isMeantAsDigits(text.slice(start, end));
  return isDigits
    ? { packets: [readDigits(text, start, end)], how: "hexadecimal digits" }
    : { packets: [readBase64(text, start, end)], how: "base64" };
}

/** Whether a text is of digits, or of what nobody would write who means base64: blanks or colons in a line, letters of one case alone. */
function isMeantAsDigits(body: string): boolean {
  let digits = 0, others = 0, hasUpper = false, hasLower = false;
  for (const character of body) {
    if (BETWEEN_DIGITS.test(character)) continue;
    if (/[0-9a-f]/i.test(character)) digits++;
    else others++;
    hasUpper ||= /[A-Z]/.test(character);
    hasLower ||= /[a-z]/.test(character);
  }
  if (others === 0) return true;
  const isDivided = /[0-9a-f][ :][0-9a-f]/i.test(body), isOfOneCase = !(hasUpper && hasLower);
  return (isDivided || isOfOneCase) && digits >= (digits + others) * MEANT_AS_DIGITS && !/[+/=]/.test(body);
}

function readDigits(text: string, start: number, end: number): Uint8Array {
  const bytes: number[] = [];
  for (let at = start; at < end;) {
    if (BETWEEN_DIGITS.test(text[at])) at++;
    else if (text.startsWith("0x", at) || text.startsWith("0X", at)) at += 2;
    else {
      const [digits] = /^[0-9a-f]{0,2}/i.exec(text.slice(at, Math.min(at + 2, end)))!;
      if (digits === "") throw new PastedError(`${named(text, at)} is no hexadecimal digit`, text, at);
      const isAlone = at + 1 >= end || BETWEEN_DIGITS.test(text[at + 1]);
      const isShort = digits.length === 1 && isAlone && text[at - 1] === ":" ||
        digits.length === 1 && text[at + 1] === ":";
      if (digits.length === 1 && !isShort) {
        throw isAlone
          ? new PastedError("A byte has two hexadecimal digits; here is one", text, at)
          : new PastedError(`${named(text, at + 1)} is no hexadecimal digit`, text, at + 1);
      }
      bytes.push(parseInt(digits, 16));
      at += digits.length;
    }
  }
  return Uint8Array.from(bytes);
}

function readBase64(text: string, start: number, end: number): Uint8Array {
  let characters = "", isOver = false;
  for (let at = start; at < end; at++) {
    const character = text[at];
    if (/\s/.test(character)) continue;
    if (character === "=") isOver = true;
    else if (isOver) throw new PastedError(`${named(text, at)} stands behind the end of base64`, text, at);
    else if (/[A-Za-z0-9+/_-]/.test(character)) characters += character;
    else throw new PastedError(`${named(text, at)} belongs to neither hexadecimal digits nor base64`, text, at);
  }
  if (characters.length % 4 === 1) {
    throw new PastedError(`This base64 is cut off: ${characters.length} characters make no whole bytes`, text, end);
  }
  const binary = atob(characters.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
