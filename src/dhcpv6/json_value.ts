import { fromHex, WireError } from "../wire/mod.ts";
import type { Json, JsonSchema } from "./field.ts";

/** What stands in an error for a value. */
export function shown(json: unknown): string {
  if (typeof json === "string") return JSON.stringify(json.length > 60 ? json.slice(0, 60) + "…" : json);
  if (Array.isArray(json)) return "a list";
  return typeof json === "object" && json !== null ? "an object" : String(json);
}

/** Text. */
export function textFrom(json: unknown): string {
  if (typeof json === "string") return json;
  throw new WireError(`${shown(json)} is not text`, 0);
}

/** Text, as what `parse` makes of it. */
export function parsedFrom<T>(json: Json, parse: (text: string) => T): T {
  return parse(textFrom(json));
}

/** A whole number from 0 to `most`. */
export function integerFrom(json: unknown, most: number): number {
  if (typeof json === "number" && Number.isInteger(json) && json >= 0 && json <= most) return json;
  throw new WireError(`${shown(json)} is not a whole number from 0 to ${most}`, 0);
}

/** Hexadecimal digits. */
export function bytesFrom(json: Json): Uint8Array {
  return parsedFrom(json, fromHex);
}

/** The items of a list, each as what `read` makes of it. */
export function itemsFrom<T>(json: unknown, read: (item: Json) => T): T[] {
  if (Array.isArray(json)) return json.map(read);
  throw new WireError(`${shown(json)} is not a list`, 0);
}

/** The members of an object: all of `required`, some of `optional`, nothing else. */
export function membersFrom(
  json: unknown,
  required: readonly string[],
  optional: readonly string[] = [],
): Map<string, Json> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new WireError(`${shown(json)} is not an object`, 0);
  }
  const members = new Map<string, Json>(Object.entries(json)), known = [...required, ...optional];
  const unknown = [...members.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined) throw new WireError(`${shown(unknown)} is none of ${known.join(", ")}`, 0);
  const missing = required.find((key) => !members.has(key));
  if (missing !== undefined) throw new WireError(`${shown(missing)} is missing`, 0);
  return members;
}

/** JSON Schema of {@linkcode textFrom}. */
export function textSchema(): JsonSchema {
  return { type: "string" };
}

/** JSON Schema of {@linkcode integerFrom}. */
export function integerSchema(most: number): JsonSchema {
  return { type: "integer", minimum: 0, maximum: most };
}

/** JSON Schema of {@linkcode bytesFrom}. */
export function bytesSchema(): JsonSchema {
  return { type: "string", pattern: "^\\s*(0[xX])?([\\s:.-]*[0-9a-fA-F]{2})*[\\s:.-]*$" };
}

/** JSON Schema of {@linkcode itemsFrom}. */
export function itemsSchema(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

/** JSON Schema of an object that has these members, all of them, and no other. */
export function objectSchema(properties: { readonly [key: string]: JsonSchema }): JsonSchema {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}
