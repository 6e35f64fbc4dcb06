import type { Pasted } from "./pasted.ts";
import { named, PastedError } from "./pasted_error.ts";

/** What escapes other than those of digits stand for. */
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, "0": 0, "\\": 92, "'": 39, '"': 34 };

/**
 * Bytes out of the text of a program: arrays of C, as Wireshark writes them too, or strings with escapes such as those of Python.
 * `undefined` for a text that holds neither. Throws `PastedError` for what does not belong into one.
 */
export function readProgramText(text: string): Pasted | undefined {
  if (/\\x[0-9a-f]{2}[^]*\\x[0-9a-f]{2}/i.test(text)) {
    return { packets: [readStrings(text)], how: "a string with escapes" };
  }
  if (!/0x[0-9a-f]{1,2}\s*,/i.test(text)) return undefined;
  const bare = withoutComments(text), arrays = [...bare.matchAll(/\{([^{}]*)\}/g)];
  const packets = arrays.length > 0
    ? arrays.map((array) => readNumbers(text, bare, array.index + 1, array.index + array[0].length - 1))
    : [readNumbers(text, bare, bare.search(/\S/), bare.length)];
  return { packets, how: packets.length === 1 ? "an array" : "arrays" };
}

/** Comments as blanks, so that places stay what they are. */
function withoutComments(text: string): string {
  let bare = "", at = 0;
  for (const { index, 0: mark } of text.matchAll(/\/\*|\/\//g)) {
    if (index < at) continue;
    const end = text.indexOf(mark === "//" ? "\n" : "*/", index + 2);
    const behind = end < 0 ? text.length : end + (mark === "//" ? 0 : 2);
    bare += text.slice(at, index) + text.slice(index, behind).replace(/[^\n]/g, " ");
    at = behind;
  }
  return bare + text.slice(at);
}

function readNumbers(text: string, bare: string, start: number, end: number): Uint8Array {
  const bytes: number[] = [], part = bare.slice(0, end);
  const numbers = /\s*(?:(0x[0-9a-f]{1,2}|[0-9]{1,3})(?=[\s,;\])]|$)|[,;[\]()]|$)/giy;
  numbers.lastIndex = start;
  for (let at = start; at < end; at = numbers.lastIndex) {
    const found = numbers.exec(part), value = Number(found?.[1] ?? 0);
    if (found === null || value > 255) {
      const place = at + /^\s*/.exec(part.slice(at))![0].length;
      throw new PastedError(`${named(text, place)} begins something that is no byte`, text, place);
    }
    if (found[1] !== undefined) bytes.push(value);
  }
  return Uint8Array.from(bytes);
}

/** Strings one behind the other; characters without a backslash stand for themselves. */
function readStrings(text: string): Uint8Array {
  const bytes: number[] = [], hasQuotes = /["']/.test(text);
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (hasQuotes && quote === "") quote = /["']/.test(character) ? character : "";
    else if (character === quote) quote = "";
    else if (character === "\\") {
      const [escape, digits] = /^\\(?:x([0-9a-f]{2})|[nrt0\\'"])/i.exec(text.slice(at, at + 4)) ?? [];
      if (escape === undefined) {
        if (/^\\\s*\n/.test(text.slice(at))) continue;
        throw new PastedError("This escape stands for no byte", text, at);
      }
      bytes.push(digits === undefined ? ESCAPES[escape[1]] : parseInt(digits, 16));
      at += escape.length - 1;
    } else if (character > "~") throw new PastedError(`${named(text, at)} is no byte of a string`, text, at);
    else if (hasQuotes || !/\s/.test(character)) bytes.push(character.charCodeAt(0));
  }
  return Uint8Array.from(bytes);
}
