/** How values and characters of a configuration are shown in messages: on one line, short, nothing invisible. */

const LONGEST_SHOWN = 60;

/** The value in double quotes, invisible characters escaped, cut after 60 characters. */
export function quote(value: string): string {
  return `"${shown(value)}"`;
}

/** The text without quotes, invisible characters written as `\u{…}`, cut after 60 characters. */
export function shown(text: string): string {
  const short = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  return visible(short);
}

/** The whole text, invisible characters written as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${hex(character)}}`);
}

/** A character in words: `a space`, `a tab`, `"é"`, `U+0007`. */
function describeCharacter(character: string): string {
  if (character === " ") return "a space";
  if (character === "\t") return "a tab";
  if (character.search(INVISIBLE) >= 0 || /\s/u.test(character)) return `U+${hex(character).padStart(4, "0")}`;
  return `"${character}"`;
}

/** What is wrong with the first character that is not allowed, or undefined when all are; positions count from 1. */
export function strayCharacter(value: string, allowed: RegExp, written: string = value): string | undefined {
  let position = 0;
  for (const character of value) {
    position++;
    if (!allowed.test(character)) {
      return `${quote(written)} holds ${describeCharacter(character)} at position ${position}`;
    }
  }
  return undefined;
}

/** Control, format, private and lone surrogate characters, and the separators of lines. */
const INVISIBLE = /[\p{C}\u2028\u2029]/gu;

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
}
