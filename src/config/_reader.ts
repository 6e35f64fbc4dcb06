import { headerOf, type Hint, reachableSections, slipInValue, unknownKey, unknownSection } from "./_hints.ts";
import { quote } from "./_quote.ts";
import { ConfigError } from "./config_error.ts";
import type { ConfigKey, ConfigPosition, ConfigSection, IgnoredEntry } from "./config_tree.ts";
import { type KeySchema, propertyName } from "./key_schema.ts";
import type { Check, Report, SectionSchema } from "./section_schema.ts";
import { ValueError } from "./value_error.ts";

/** Settings on their way: the type that a schema promises holds when the reader has found no mistakes. */
type Settings = Record<string, unknown>;

/** Turns sections into settings as their schemas say, and gathers everything that is wrong. */
export class Reader {
  readonly errors: ConfigError[] = [];
  readonly ignored: IgnoredEntry[] = [];
  readonly #reachable: readonly SectionSchema[];
  readonly #notServed: readonly string[];

  constructor(root: SectionSchema, notServed: readonly string[]) {
    this.#reachable = reachableSections(root);
    this.#notServed = notServed;
  }

  /** The settings of one section; of use only when no errors were found. */
  read(schema: SectionSchema, section: ConfigSection): Settings {
    const errorsBefore = this.errors.length;
    const settings: Settings = {};
    this.#readName(schema, section, settings);
    const written = this.#sort(schema, section);
    for (const [key, keySchema] of Object.entries(schema.keys)) {
      this.#readKey(key, keySchema, written.keys.get(key) ?? [], section, settings);
    }
    for (const [property, child] of Object.entries(schema.sections)) {
      const types = new Map(child.choices().map((choice) => [choice.type, choice]));
      const found = written.sections.filter((entry) => types.has(entry.type));
      const read = found.map((entry) => this.#readChild(types.get(entry.type) as SectionSchema, entry));
      if (child.occurs === "many") settings[property] = read;
      else if (read.length > 0) settings[property] = read[0];
      if (child.occurs === "optional") {
        for (const extra of found.slice(1)) this.#reportSection(extra, again(found[0], extra, [...types.keys()]));
      }
    }
    const check = schema.check as Check<Settings> | undefined;
    if (this.errors.length === errorsBefore) {
      check?.(settings, this.#reporter(section, written.keys), new Set(written.keys.keys()));
    }
    return settings;
  }

  #readChild(schema: SectionSchema, section: ConfigSection): Settings {
    const { fileName, line } = section;
    return { type: schema.tag, ...this.read(schema, section), fileName, line };
  }

  #readName(schema: SectionSchema, section: ConfigSection, settings: Settings): void {
    const { type, name } = section;
    if (schema.name === undefined) {
      if (name === undefined || name === schema.label) return;
      this.#reportSection(section, { problem: `takes no name, but has ${quote(name)}`, remedy: `write <${type}>` });
    } else if (name === undefined) {
      this.#reportSection(section, { problem: "has no name", remedy: `write for example ${headerOf(schema)}` });
    } else {
      const property = schema.name.property ?? "name";
      this.#attempt(schema.name, name, section, undefined, section, (value) => settings[property] = value);
    }
  }

  #sort(schema: SectionSchema, section: ConfigSection): { keys: Map<string, ConfigKey[]>; sections: ConfigSection[] } {
    const keys = new Map<string, ConfigKey[]>();
    const sections: ConfigSection[] = [];
    const types = new Set(Object.values(schema.sections).flatMap((child) => child.choices().map(({ type }) => type)));
    for (const entry of section.entries) {
      const what = entry.kind === "key" ? entry.key : `<${entry.type}>`;
      if (schema.ignored.includes(what)) {
        this.ignored.push({ what, fileName: entry.fileName, line: entry.line });
      } else if (entry.kind === "section") {
        if (types.has(entry.type)) sections.push(entry);
        else this.#reportSection(entry, unknownSection(entry.type, schema, this.#reachable, this.#notServed));
      } else if (Object.hasOwn(schema.keys, entry.key)) {
        const before = keys.get(entry.key);
        if (before === undefined) keys.set(entry.key, [entry]);
        else before.push(entry);
      } else {
        const { key = entry.key, ...hint } = unknownKey(entry.key, schema, this.#reachable);
        this.#reportKey(key, entry, section, hint);
      }
    }
    return { keys, sections };
  }

  #readKey(key: string, schema: KeySchema, written: ConfigKey[], section: ConfigSection, settings: Settings): void {
    const isList = schema.occurs === "many" || schema.occurs === "at-least-one";
    const sample = schema.example ?? schema.defaults[0] ?? "value";
    if (written.length === 0 && (schema.occurs === "required" || schema.occurs === "at-least-one")) {
      this.#reportKey(key, section, section, { problem: "missing", remedy: `add "${key} ${sample}"` });
    }
    if (!isList) {
      for (const extra of written.slice(1)) this.#reportKey(key, extra, section, again(written[0], extra));
    }
    const values: unknown[] = [];
    for (const entry of isList ? written : written.slice(0, 1)) {
      if (entry.value === "") {
        this.#reportKey(key, entry, section, { problem: "has no value", remedy: `write "${key} ${sample}"` });
      } else {
        this.#attempt(schema, entry.value, entry, key, section, (value) => values.push(value));
      }
    }
    if (written.length === 0) {
      values.push(...schema.defaults.map((text) => schema.datatype.parse(text, section.fileName)));
    }
    const property = propertyName(key, schema);
    if (isList) settings[property] = values;
    else if (values.length > 0) settings[property] = values[0];
  }

  #attempt(
    schema: KeySchema,
    text: string,
    at: ConfigPosition,
    key: string | undefined,
    section: ConfigSection,
    take: (value: unknown) => void,
  ): void {
    try {
      // A path in a variable was not written in the file, so it counts from where the program runs.
      take(schema.datatype.parse(text, at.variable === undefined ? at.fileName : ""));
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      const remedy = slipInValue(text) ?? error.remedy;
      const hint = remedy === undefined ? { problem: error.problem } : { problem: error.problem, remedy };
      if (key === undefined) this.#reportSection(section, hint);
      else this.#reportKey(key, at, section, hint);
    }
  }

  #reporter(section: ConfigSection, keys: ReadonlyMap<string, readonly ConfigKey[]>): Report {
    return ({ key, at, problem, remedy }) => {
      const hint = remedy === undefined ? { problem } : { problem, remedy };
      if (at !== undefined) this.#reportSection({ ...at, type: at.section }, hint);
      else if (key === undefined) this.#reportSection(section, hint);
      else this.#reportKey(key, keys.get(key)?.at(-1) ?? section, section, hint);
    };
  }

  #reportKey(key: string, at: ConfigPosition, section: { type: string }, hint: Hint): void {
    this.errors.push(new ConfigError({ ...placeOf(at), key, ...sectionOf(section), ...hint }));
  }

  #reportSection(section: ConfigPosition & { type: string }, hint: Hint): void {
    this.errors.push(new ConfigError({ ...placeOf(section), ...sectionOf(section), ...hint }));
  }
}

function placeOf({ fileName, line, variable }: ConfigPosition): ConfigPosition {
  return variable === undefined ? { fileName, line } : { fileName, line, variable };
}

function sectionOf(section: { type: string }): { section?: string } {
  return section.type === "" ? {} : { section: section.type };
}

function again(first: ConfigPosition, extra: ConfigPosition, types: readonly string[] = []): Hint {
  const place = first.fileName === extra.fileName ? `on line ${first.line}` : `in ${first.fileName}:${first.line}`;
  const which = types.length > 1
    ? `only one of ${types.map((type) => `<${type}>`).join(", ")} can be given`
    : "given twice";
  return { problem: `${which}; the first is ${place}`, remedy: "keep one of them" };
}
