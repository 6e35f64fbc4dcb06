import { nearest } from "./near.ts";
import { environmentVariable } from "./reference_datatypes.ts";
import { ConfigError } from "./config_error.ts";
import { type ConfigKey, type ConfigSection, type ConfigTree, findSections } from "./config_tree.ts";
import type { SectionSchema } from "./section_schema.ts";

/** Environment variables by their names, such as `Deno.env.toObject()` gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment variable that overrides a key of a section: dashes become underscores. `undefined` when the keys of the
 * section have none.
 *
 * @example
 * ```ts
 * import { sendToKafkaSection, variableOf } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(variableOf(sendToKafkaSection, "queue-bytes"), "DHCPKIT_KAFKA_QUEUE_BYTES");
 * ```
 */
export function variableOf({ variablePrefix }: SectionSchema, key: string): string | undefined {
  return variablePrefix === undefined ? undefined : variablePrefix + key.toUpperCase().replaceAll("-", "_");
}

/** A tree in which variables have taken the place of keys, and what is wrong with the variables. */
export interface Overridden {
  readonly tree: ConfigTree;
  readonly mistakes: readonly ConfigError[];
}

/**
 * Puts the variables for the keys of a section type into the one section of that type. Empty variables count as absent.
 * It is a mistake when a variable with the prefix belongs to no key, and when there are variables but no such section, or
 * several, since a variable does not tell which of them it is for.
 */
export function overridden(tree: ConfigTree, schema: SectionSchema, environment: Environment): Overridden {
  const sections = findSections(tree, schema.type), [section, ...others] = sections;
  const given = variablesIn(environment, schema.variablePrefix ?? "", variablesNamedIn(sections, schema));
  if (given.length === 0) return { tree, mistakes: [] };
  const at = section ?? { fileName: tree.fileName, line: 1 };
  const mistake = (variable: string, problem: string, remedy: string) =>
    new ConfigError({ fileName: at.fileName, line: at.line, variable, problem, remedy });
  if (section === undefined) {
    return { tree, mistakes: [mistake(given[0], `there is no <${schema.type}> section`, `add <${schema.type}/>`)] };
  }
  if (others.length > 0) {
    const problem = `there are ${others.length + 1} <${schema.type}> sections, and a variable does not tell which`;
    return { tree, mistakes: [mistake(given[0], problem, "write the key in the sections, without the variable")] };
  }
  const names = new Map(Object.keys(schema.keys).map((key) => [variableOf(schema, key) as string, key]));
  const overriding = given.flatMap((variable) => {
    const key = names.get(variable);
    return key === undefined ? [] : valuesOf(schema, key, environment[variable] ?? "").map((value): ConfigKey => {
      return { kind: "key", key, value, fileName: section.fileName, line: section.line, variable };
    });
  });
  const keys = new Set(overriding.map(({ key }) => key));
  const kept = section.entries.filter((entry) => entry.kind === "section" || !keys.has(entry.key));
  const changed: ConfigSection = { ...section, entries: [...kept, ...overriding] };
  const pointedTo = variablesNamedIn([changed], schema);
  const mistakes = given.filter((variable) => !names.has(variable) && !pointedTo.has(variable))
    .map((variable) => mistake(variable, ...whyUnknown(variable, schema, [...names.keys()])));
  return { tree: { ...tree, entries: replaced(tree.entries, section, changed) }, mistakes };
}

function variablesIn(environment: Environment, prefix: string, others: ReadonlySet<string>): string[] {
  const isOurs = (name: string) => prefix !== "" && name.startsWith(prefix) && (environment[name] ?? "") !== "";
  return Object.keys(environment).filter((name) => isOurs(name) && !others.has(name)).sort();
}

/** A key that may be repeated has its values parted by commas or white space; a variable with nothing else has no value. */
function valuesOf(schema: SectionSchema, key: string, text: string): string[] {
  const { occurs } = schema.keys[key];
  if (occurs !== "many" && occurs !== "at-least-one") return [text.trim()];
  const values = text.split(/[\s,]+/).filter((value) => value !== "");
  return values.length === 0 ? [""] : values;
}

/** The variables that keys of a section point to: they belong to the configuration, whatever they are called. */
function variablesNamedIn(sections: readonly ConfigSection[], { keys }: SectionSchema): Set<string> {
  const written = sections.flatMap(({ entries }) => entries.filter((entry) => entry.kind === "key"));
  return new Set(written.filter(({ key }) => keys[key]?.datatype === environmentVariable).map(({ value }) => value));
}

function whyUnknown(variable: string, schema: SectionSchema, names: readonly string[]): [string, string] {
  const key = variable.slice(schema.variablePrefix?.length).toLowerCase().replaceAll("_", "-");
  if (Object.hasOwn(schema.notKeys, key)) return ["is not for a key", schema.notKeys[key]];
  const near = nearest(key, Object.keys(schema.keys));
  const remedy = near === undefined ? `known are ${names.join(", ")}` : `did you mean ${variableOf(schema, near)}?`;
  return ["unknown variable", remedy];
}

function replaced(entries: ConfigTree["entries"], old: ConfigSection, by: ConfigSection): ConfigTree["entries"] {
  return entries.map((entry) => {
    if (entry.kind === "key") return entry;
    return entry === old ? by : { ...entry, entries: replaced(entry.entries, old, by) };
  });
}
