import type { ConfigPosition } from "./config_tree.ts";
import type { KeyGroupSchema, KeyHeading, SettingsOfGroups } from "./key_group.ts";
import type { KeySchema, Occurrence } from "./key_schema.ts";

/** A group of section types in the manual. */
export interface SectionGroup {
  /** The heading of the group. */
  readonly title: string;
  /** What the sections of the group have in common, in whole sentences of Markdown. */
  readonly prose: string;
}

/** Where the settings of a section come from, and which section type they are of. */
export interface SectionOrigin<Tag extends string = string> extends ConfigPosition {
  /** Tells the settings of one section type from those of others. */
  type: Tag;
}

/** A mistake that no single value shows, found by the check of a section. */
export interface Finding {
  /** The key that it is about; the line is that of the key, or that of the section when the key is not there. */
  readonly key?: string;
  /** The section that it is about, when that is not the checked one but one inside it. */
  readonly at?: ConfigPosition & { readonly section: string };
  /** What is wrong. */
  readonly problem: string;
  /** What to write instead. */
  readonly remedy?: string;
}

/** Takes what a check finds. */
export type Report = (finding: Finding) => void;

/**
 * Finds mistakes that no single value shows; runs when all values are good. `written` are the keys that are there, in
 * the file or as variables; the others have their defaults.
 */
export type Check<T> = (settings: T, report: Report, written: ReadonlySet<string>) => void;

/** Sections inside a section: which types, how many, and the property for their settings is the name in the schema. */
export interface ChildSchema<T = unknown, O extends "many" | "optional" = "many" | "optional"> {
  /** Any number of sections, or at most one. */
  readonly occurs: O;
  /** The section types; a function, as sections may hold each other. */
  readonly choices: () => readonly SectionSchema[];
  /** Carries the type of the settings and is never there. */
  readonly settings?: T;
}

/** A section type, as the reader and the manual see it. */
export interface SectionSchema {
  /** The section type in lower case; empty for the top level of a file. */
  readonly type: string;
  /** What the settings carry as `type` when they stand in a list of several section types. */
  readonly tag: string;
  /** The group in the manual. */
  readonly group: SectionGroup;
  /** What the section is for, in whole sentences of Markdown. */
  readonly prose: string;
  /** A section as it may be written, tags included. */
  readonly example: string;
  /** The name after the type; without it the section takes no name. */
  readonly name: KeySchema | undefined;
  /** A name that may be written without having a meaning. */
  readonly label: string | undefined;
  /** The keys, in the order of the manual. */
  readonly keys: Readonly<Record<string, KeySchema>>;
  /** The headings in the manual that the keys stand under; none when they stand under no heading. */
  readonly headings: readonly KeyHeading[];
  /** Keys that are none, but that people look for, and what to write instead. */
  readonly notKeys: Readonly<Record<string, string>>;
  /** What the environment variables that override keys begin with; without it no variable does. */
  readonly variablePrefix: string | undefined;
  /** The sections inside, by the property for their settings. */
  readonly sections: Readonly<Record<string, ChildSchema>>;
  /** Keys (`user`) and sections (`<logging>`) that are accepted and have no effect. */
  readonly ignored: readonly string[];
  /** Finds mistakes that no single value shows. */
  readonly check: Check<never> | undefined;
}

/** A section type whose settings have the type `T`. */
export interface Section<in out T, out Tag extends string = string> extends SectionSchema {
  /** What the settings carry as `type` when they stand in a list of several section types. */
  readonly tag: Tag;
  /** Finds mistakes that no single value shows. */
  readonly check: Check<T> | undefined;
}

/** The section type for settings that carry their origin, one for each member of a union. */
export type SectionFor<T extends SectionOrigin> = T extends unknown ? Section<Omit<T, keyof SectionOrigin>, T["type"]>
  : never;

/** What is said about a section type in {@linkcode defineSection}. */
export interface SectionDeclaration<
  Keys extends Readonly<Record<string, KeySchema>>,
  Name extends KeySchema | undefined,
  Children extends Readonly<Record<string, ChildSchema>>,
  Tag extends string,
> {
  /** The group in the manual. */
  readonly group: SectionGroup;
  /** What the section is for, in whole sentences of Markdown. */
  readonly prose: string;
  /** A section as it may be written, tags included. */
  readonly example: string;
  /** The `type` of the settings in a list of several section types; the section type when not given. */
  readonly tag?: Tag;
  /** The name after the type, with the `property` that it goes to. */
  readonly name?: Name;
  /** A name that may be written without having a meaning. */
  readonly label?: string;
  /** The keys, in the order of the manual. */
  readonly keys: Keys;
  /** The sections inside, by the property for their settings. */
  readonly sections?: Children;
  /** Keys (`user`) and sections (`<logging>`) that are accepted and have no effect. */
  readonly ignored?: readonly string[];
  /** Finds mistakes that no single value shows. */
  readonly check?: Check<SettingsOf<Keys, Name, Children>>;
}

/** What is said about a section type whose keys come in groups, in {@linkcode defineGroupedSection}. */
export interface GroupedSectionDeclaration<Groups extends readonly KeyGroupSchema[]> {
  /** The group in the manual. */
  readonly group: SectionGroup;
  /** What the section is for, in whole sentences of Markdown. */
  readonly prose: string;
  /** A section as it may be written, tags included. */
  readonly example: string;
  /** The keys, in the order of the manual. */
  readonly keys: Groups;
  /** Keys that are none, but that people look for, and what to write instead. */
  readonly notKeys?: Readonly<Record<string, string>>;
  /** What the environment variables that override keys begin with; without it no variable does. */
  readonly variablePrefix?: string;
  /** Finds mistakes that no single value shows. */
  readonly check?: Check<SettingsOfGroups<Groups>>;
}

/**
 * Declares a section type. The type of its settings follows from the declaration; annotated with an interface, a key
 * that is missing, too many or of another type is a compile error.
 *
 * @example
 * ```ts
 * import { defineSection, one, parseZConfig, readSection, required, type Section } from "@dhcpkit/kafka/config";
 * import { boolean, findSections, integer } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * interface LampSettings {
 *   watts: number;
 *   isDimmed: boolean;
 * }
 *
 * const lamp: Section<LampSettings> = defineSection("lamp", {
 *   group: { title: "Lights", prose: "What shines." },
 *   prose: "A lamp.",
 *   example: "<lamp>\n    watts 5\n</lamp>",
 *   keys: {
 *     watts: required(integer({ min: 1, max: 100 }), { prose: "The power.", example: "5" }),
 *     dimmed: one(boolean, { prose: "Half the light.", default: "no", property: "isDimmed" }),
 *   },
 * });
 *
 * const tree = parseZConfig(lamp.example);
 * assertEquals(readSection(lamp, findSections(tree, "lamp")[0]), { watts: 5, isDimmed: false });
 * ```
 */
export function defineSection<
  const Type extends string,
  Keys extends Readonly<Record<string, KeySchema>>,
  Name extends KeySchema | undefined = undefined,
  Children extends Readonly<Record<string, ChildSchema>> = Record<never, never>,
  const Tag extends string = Type,
>(
  type: Type,
  declaration: SectionDeclaration<Keys, Name, Children, Tag>,
): Section<SettingsOf<Keys, Name, Children>, Tag> {
  const { group, prose, example, name, label, keys, check } = declaration;
  const tag = (declaration.tag ?? type) as Tag;
  const sections = declaration.sections ?? {};
  const ignored = declaration.ignored ?? [], grouped = { headings: [], notKeys: {}, variablePrefix: undefined };
  return { type, tag, group, prose, example, name, label, keys, ...grouped, sections, ignored, check };
}

/**
 * Declares a section type with so many keys that they come in groups, each with a heading in the manual.
 *
 * @example
 * ```ts
 * import { boolean, defineGroupedSection, keyGroup, one, parseZConfig, readSection } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const looks = keyGroup({ title: "Looks" }, { dimmed: one(boolean, { prose: "Half the light.", default: "no" }) });
 * const lamp = defineGroupedSection("lamp", {
 *   group: { title: "Lights", prose: "What shines." },
 *   prose: "A lamp.",
 *   example: "<lamp/>",
 *   keys: [looks],
 * });
 * const [section] = parseZConfig("<lamp/>").entries;
 * assertEquals(section.kind === "section" && readSection(lamp, section), { dimmed: false });
 * ```
 */
export function defineGroupedSection<const Type extends string, const Groups extends readonly KeyGroupSchema[]>(
  type: Type,
  declaration: GroupedSectionDeclaration<Groups>,
): Section<SettingsOfGroups<Groups>, Type> {
  const { group, prose, example, keys: groups, notKeys = {}, variablePrefix, check } = declaration;
  const keys = Object.assign({}, ...groups.map((one) => one.keys));
  const headings = groups.map(({ heading, keys }) => ({ ...heading, keys: Object.keys(keys) }));
  const plain = { name: undefined, label: undefined, sections: {}, ignored: [] };
  return { type, tag: type, group, prose, example, ...plain, keys, headings, notKeys, variablePrefix, check };
}

/**
 * Any number of sections of several types inside a section; their settings carry `type`, `fileName` and `line` and
 * stand in file order.
 *
 * @example
 * ```ts
 * import { type HandlerSettings, handlerSections, manySections } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const handlers = manySections<HandlerSettings>(() => handlerSections);
 * assertEquals(handlers.occurs, "many");
 * ```
 */
export function manySections<T extends SectionOrigin>(
  choices: () => readonly SectionFor<T>[],
): ChildSchema<T, "many"> {
  return { occurs: "many", choices };
}

/**
 * At most one section of one of several types inside a section; its settings carry `type`, `fileName` and `line`.
 *
 * @example
 * ```ts
 * import { optionalSection, type ServerIdSettings, serverIdSections } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const serverId = optionalSection<ServerIdSettings>(() => serverIdSections);
 * assertEquals(serverId.occurs, "optional");
 * ```
 */
export function optionalSection<T extends SectionOrigin>(
  choices: () => readonly SectionFor<T>[],
): ChildSchema<T, "optional"> {
  return { occurs: "optional", choices };
}

/** The type of the settings that a declaration gives. */
export type SettingsOf<
  Keys extends Readonly<Record<string, KeySchema>>,
  Name extends KeySchema | undefined,
  Children extends Readonly<Record<string, ChildSchema>>,
> = Flat<
  & { -readonly [K in keyof Keys as K extends PresentKey<Keys> ? PropertyOf<K, Keys[K]> : never]: ValueOf<Keys[K]> }
  & { -readonly [K in keyof Keys as K extends PresentKey<Keys> ? never : PropertyOf<K, Keys[K]>]?: ValueOf<Keys[K]> }
  & { [K in keyof Children as Children[K]["occurs"] extends "many" ? K : never]: SectionsOf<Children[K]>[] }
  & { [K in keyof Children as Children[K]["occurs"] extends "many" ? never : K]?: SectionsOf<Children[K]> }
  & { [K in "name" as PropertyOf<K, Name>]: ValueOf<Name> }
>;

/** A name with dashes in camel case: `server-name` gives `serverName`. */
export type CamelCase<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

/** The property that a key goes to. */
export type PropertyOf<K, Key> = Key extends { readonly property: infer P extends string } ? P
  : Key extends KeySchema ? CamelCase<K & string>
  : never;

/** The value that a key gives. */
export type ValueOf<Key> = Key extends KeySchema<infer T, infer O extends Occurrence>
  ? O extends "many" | "at-least-one" ? T[] : T
  : never;

/** The keys whose property is always there. */
export type PresentKey<Keys> = {
  [K in keyof Keys]: Keys[K] extends { readonly occurs: "optional" } ? never : K;
}[keyof Keys];

/** The settings of the sections inside a section. */
export type SectionsOf<Child> = Child extends ChildSchema<infer T> ? T : never;

/** The same type with its parts written as one object. */
export type Flat<T> = { [K in keyof T]: T[K] };
