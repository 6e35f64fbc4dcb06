/**
 * What is not seen, or changes how its neighbours are seen: control and format characters (those of text direction among them),
 * separators of lines and paragraphs, spaces that are not the space, and halves of surrogate pairs.
 */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;
/** A third mark on one letter, and every further one: they are drawn over the lines around. */
const PILED = /(?<=\p{M}\p{M})\p{M}/gu;

/**
 * Text from the network with everything that cannot be seen written out, as in `\u202e`: what stands on the page is what was sent,
 * in the order in which it was sent. Escaping for HTML is the page's.
 *
 * @example
 * ```ts
 * import { visible } from "./visible.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(visible("invoice\u202efdp.exe"), "invoice\\u202efdp.exe");
 * ```
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, escaped).replace(PILED, escaped);
}

/**
 * A text of at most so many characters: the middle of a longer one is left out, `…` in its place, since identifiers differ at both
 * ends. Never less than three characters.
 */
export function shortened(text: string, most: number): string {
  const characters = Array.from(text);
  if (characters.length <= Math.max(most, 3)) return text;
  const kept = Math.max(most, 3) - 1, head = Math.ceil(kept / 2);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (kept - head)).join("")}`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}
