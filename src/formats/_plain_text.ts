import { storedText } from "../store/stored_text.ts";

/**
 * Whether every text within is one that any tool reads. Lone surrogates, which are bytes that are no UTF-8, end the reading of
 * many JSON parsers, and NUL that of many databases: a client could stop an analysis with either.
 */
export function everyToolReads(json: unknown): boolean {
  if (typeof json === "string") return storedText(json) === json;
  if (typeof json !== "object" || json === null) return true;
  if (Array.isArray(json)) return json.every(everyToolReads);
  for (const key in json) if (!everyToolReads((json as { readonly [key: string]: unknown })[key])) return false;
  return true;
}

/** The same with U+FFFD in place of what not every tool reads. */
export function anyToolText<T>(json: T): T {
  if (typeof json === "string") return storedText(json) as T;
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return json.map(anyToolText) as T;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, anyToolText(value)])) as T;
}
