import { encode, fromHex } from "../wire/mod.ts";
import type { Field, Json, JsonSchema } from "./field_interface.ts";
import { asJsonError, at, JsonError } from "./json_error.ts";

/** How each member of an object is read from JSON, for a field that is made of several values. */
export type Parts<T> = { readonly [Key in keyof T]-?: Pick<Field<T[Key]>, "fromJson" | "schema"> };

/** What stands in an error for a value. */
export function shown(json: unknown): string {
  if (typeof json === "string") return JSON.stringify(json.length > 60 ? json.slice(0, 60) + "…" : json);
  if (Array.isArray(json)) return "a list";
  return typeof json === "object" && json !== null ? "an object" : String(json);
}

/** Text. */
export function textFrom(json: unknown): string {
  if (typeof json === "string") return json;
  throw new JsonError(`${shown(json)} is not text`);
}

/** Text, as what `parse` makes of it. */
export function parsedFrom<T>(json: Json, parse: (text: string) => T): T {
  try {
    return parse(textFrom(json));
  } catch (error) {
    throw asJsonError(error);
  }
}

/** A whole number from 0 to `most`. */
export function integerFrom(json: unknown, most: number): number {
  if (typeof json === "number" && Number.isInteger(json) && json >= 0 && json <= most) return json;
  throw new JsonError(`${shown(json)} is not a whole number from 0 to ${most}`);
}

/** A number from `-limit` up to, not including, `limit`. */
export function numberFrom(json: unknown, limit: number): number {
  if (typeof json === "number" && json >= -limit && json < limit) return json;
  throw new JsonError(`${shown(json)} is not a number from ${-limit} to less than ${limit}`);
}

/** Hexadecimal digits. */
export function bytesFrom(json: Json): Uint8Array {
  return parsedFrom(json, fromHex);
}

/** The items of a list, each as what `read` makes of it. */
export function itemsFrom<T>(json: unknown, read: (item: Json, i: number) => T): T[] {
  if (Array.isArray(json)) return json.map((item, i) => at(i, () => read(item, i)));
  throw new JsonError(`${shown(json)} is not a list`);
}

/** The members of an object; one that is `undefined` counts as absent. */
export function objectFrom(json: unknown): Map<string, Json> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new JsonError(`${shown(json)} is not an object`);
  }
  const members = new Map<string, Json>();
  for (const key of Object.keys(json)) {
    const value = (json as { readonly [key: string]: Json | undefined })[key];
    if (value !== undefined) members.set(key, value);
  }
  return members;
}

/** The members of an object: all of `required`, some of `optional`, nothing else. */
export function membersFrom(
  json: unknown,
  required: readonly string[],
  optional: readonly string[] = [],
): Map<string, Json> {
  const members = objectFrom(json);
  for (const unknown of members.keys()) {
    if (required.includes(unknown) || optional.includes(unknown)) continue;
    const known = [...required, ...optional];
    const there = known.length === 0 ? "there are no members here" : `the members here are ${known.join(", ")}`;
    throw new JsonError(`unknown; ${there}`).within(unknown);
  }
  const missing = required.find((key) => !members.has(key));
  if (missing !== undefined) throw new JsonError(`${JSON.stringify(missing)} is missing`);
  return members;
}

/** An object that has a member for each of `parts`. */
export function partsFrom<T extends object>(json: Json, parts: Parts<T>): T {
  const keys = Object.keys(parts) as (keyof T & string)[], members = membersFrom(json, keys);
  return Object.fromEntries(keys.map((key) => [key, at(key, () => parts[key].fromJson(members.get(key)!))])) as T;
}

/** `value`, where `field` can write it. */
export function fitting<T>(field: Pick<Field<T>, "write">, value: T): T {
  try {
    encode((writer) => field.write(writer, value));
    return value;
  } catch (error) {
    throw asJsonError(error);
  }
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

/** JSON Schema of an IPv6 address, as far as a pattern can tell one. */
export function addressSchema(): JsonSchema {
  return { type: "string", format: "ipv6", pattern: "^[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]+$" };
}

/** JSON Schema of an IPv6 prefix. */
export function prefixSchema(): JsonSchema {
  return { type: "string", pattern: "^[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]+/(12[0-8]|1[01][0-9]|[1-9]?[0-9])$" };
}

/** JSON Schema of {@linkcode itemsFrom}. */
export function itemsSchema(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

/** JSON Schema of {@linkcode partsFrom}. */
export function partsSchema<T>(parts: Parts<T>): JsonSchema {
  const keys = Object.keys(parts) as (keyof T & string)[];
  return objectSchema(Object.fromEntries(keys.map((key) => [key, parts[key].schema()])));
}

/** JSON Schema of an object that has these members, all of them, and no other. */
export function objectSchema(properties: { readonly [key: string]: JsonSchema }): JsonSchema {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}
