/** The values in a body, and whether the last of them ended. */
export interface SplitJson {
  /** Each as it stands there. */
  readonly items: readonly string[];
  /** Whether everything that began has ended, as far as it was looked at. */
  readonly isWhole: boolean;
}

/**
 * The values that stand one after the other in a text: objects and lists by their brackets, texts by their quotes, and anything else up
 * to the next white space, comma, semicolon or vertical bar. Those of a list that is all there is are its items. So one that is no JSON
 * spoils none of the others, as long as its brackets close. At most so many values are looked for.
 */
export function splitJson(text: string, most: number = Infinity): SplitJson {
  const trimmed = text.trim(), isList = trimmed.startsWith("["), items: string[] = [];
  let at = isList ? 1 : 0, isWhole = !isList;
  while (at < trimmed.length) {
    const character = trimmed[at];
    if (/[\s,;|]/.test(character)) at++;
    else if (isList && character === "]") {
      isWhole = true;
      at++;
    } else {
      const end = endOfValue(trimmed, at);
      if (end > trimmed.length) return { items: [...items, trimmed.slice(at)], isWhole: false };
      items.push(trimmed.slice(at, end));
      if (items.length >= most) return { items, isWhole: true };
      at = end;
    }
  }
  return { items, isWhole };
}

/** Where the value that begins at `start` ends; behind the text where it does not. */
function endOfValue(text: string, start: number): number {
  if (!/["{[]/.test(text[start])) {
    let end = start + 1;
    while (end < text.length && !/[\s,;|{}"[\]]/.test(text[end])) end++;
    return end;
  }
  let depth = 0, isText = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (isText) {
      if (character === "\\") at++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    if (depth <= 0 && !isText) return at + 1;
  }
  return text.length + 1;
}
