/**
 * Reads JSON objects that stand one after the other, with or without white space between them, as Confluent's API v3
 * answers them. What comes after the last complete object is left out: an answer may be cut short.
 *
 * @throws {SyntaxError} when something complete is no JSON object.
 */
export function concatenatedJson(text: string): Record<string, unknown>[] {
  const objects: Record<string, unknown>[] = [];
  let depth = 0, start = 0, isText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isText) {
      if (character === "\\") at++;
      else if (character === '"') isText = false;
    } else if (character === '"' && depth > 0) isText = true;
    else if (character === "{" || character === "[") {
      if (depth++ === 0) start = at;
    } else if (depth > 0 && (character === "}" || character === "]")) {
      if (--depth === 0) objects.push(parseObject(text.slice(start, at + 1)));
    } else if (depth === 0 && !/\s/.test(character)) throw new SyntaxError(`no JSON object at character ${at}`);
  }
  return objects;
}

function parseObject(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) throw new SyntaxError("no JSON object");
  return value;
}

/** Whether a value is a JSON object, which arrays and `null` are not. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
