/** What to tell a person about a key or a section that does not belong where it stands. */

import { nearest } from "./near.ts";
import type { SectionSchema } from "./section_schema.ts";

/** The two halves of a message. */
export interface Hint {
  readonly problem: string;
  readonly remedy?: string;
}

/** Every section type that can stand somewhere in `root`, itself included. */
export function reachableSections(root: SectionSchema): SectionSchema[] {
  const found = new Set<SectionSchema>();
  const visit = (schema: SectionSchema): void => {
    if (found.has(schema)) return;
    found.add(schema);
    sectionsIn(schema).forEach(visit);
  };
  visit(root);
  return [...found];
}

/** The section types that can stand directly in `schema`. */
function sectionsIn(schema: SectionSchema): SectionSchema[] {
  return Object.values(schema.sections).flatMap((child) => [...child.choices()]);
}

/** As many keys are listed beside a suggestion. */
const LONGEST_LIST = 20;

/**
 * Why `key` is no key of `schema`. The hint has a `key` where more than the key was taken for it: what stands behind `=` may be a
 * secret (`sasl-password=…`, in whatever spelling) and is not to be shown.
 */
export function unknownKey(
  key: string,
  schema: SectionSchema,
  reachable: readonly SectionSchema[],
): Hint & { readonly key?: string } {
  const head = key.split(/[=:]/, 1)[0];
  if (head === key) return unknownWord(key, schema, reachable);
  if (!Object.hasOwn(schema.keys, head)) return { key: head, ...unknownWord(head, schema, reachable) };
  return {
    key: head,
    problem: partedBySpace(key[head.length]),
    remedy: `write "${head} ${schema.keys[head].example ?? "value"}"`,
  };
}

function unknownWord(key: string, schema: SectionSchema, reachable: readonly SectionSchema[]): Hint {
  if (Object.hasOwn(schema.notKeys, key)) return { problem: "is not a key", remedy: schema.notKeys[key] };
  const section = sectionsIn(schema).find((child) => child.type === key);
  if (section !== undefined) return { problem: "is a section, not a key", remedy: `open it with ${headerOf(section)}` };
  const owners = reachable.filter((other) => Object.hasOwn(other.keys, key));
  if (owners.length > 0) {
    return { problem: `is not a key of ${placeOf(schema)}`, remedy: `it belongs ${listed(owners.map(whereIn))}` };
  }
  const known = Object.keys(schema.keys);
  const near = nearest(key, known);
  if (near !== undefined && known.length > LONGEST_LIST) {
    return { problem: "unknown key", remedy: `did you mean ${near}?` };
  }
  const all = known.length === 0 ? `${placeOf(schema)} has no keys` : `known here: ${known.join(", ")}`;
  return { problem: "unknown key", remedy: near === undefined ? all : `did you mean ${near}? ${all}` };
}

/** Why a section of this type cannot stand in `schema`. */
export function unknownSection(
  type: string,
  schema: SectionSchema,
  reachable: readonly SectionSchema[],
  notServed: readonly string[],
): Hint {
  if (notServed.includes(type)) return { problem: "is not supported here yet", remedy: "remove the section for now" };
  if (Object.hasOwn(schema.keys, type)) {
    return { problem: "is a key, not a section", remedy: `write "${type} ${schema.keys[type].example ?? "value"}"` };
  }
  const hosts = reachable.filter((other) => sectionsIn(other).some((child) => child.type === type));
  if (hosts.length > 0) {
    return { problem: `cannot stand ${whereIn(schema)}`, remedy: `it belongs ${listed(hosts.map(whereIn))}` };
  }
  const known = sectionsIn(schema).map((child) => child.type);
  if (known.length === 0) return { problem: "unknown section", remedy: `${placeOf(schema)} holds no sections` };
  const near = nearest(type, known);
  const all = `known here: ${known.join(", ")}`;
  return { problem: "unknown section", remedy: near === undefined ? all : `did you mean <${near}>? ${all}` };
}

/** How a section is opened: `<preference>`, `<subnet 2001:db8::/32>`. */
export function headerOf(schema: SectionSchema): string {
  return schema.name === undefined ? `<${schema.type}>` : `<${schema.type} ${schema.name.example ?? "name"}>`;
}

/** What a bad value looks like a slip of, or undefined. */
export function slipInValue(value: string): string | undefined {
  if (/\s#/.test(value)) return "a comment stands on a line of its own";
  if (/^[=:](?:\s|$)/.test(value)) return partedBySpace(value[0]);
  if (/^(["']).*\1$/.test(value)) return "a value is written without quotes";
  return undefined;
}

function partedBySpace(separator: string): string {
  return `key and value are parted by a space, without "${separator}"`;
}

function placeOf(schema: SectionSchema): string {
  return schema.type === "" ? "the top level" : `<${schema.type}>`;
}

function whereIn(schema: SectionSchema): string {
  return schema.type === "" ? "at the top level" : `in <${schema.type}>`;
}

function listed(places: readonly string[]): string {
  return places.length < 2 ? places.join() : `${places.slice(0, -1).join(", ")} or ${places[places.length - 1]}`;
}
