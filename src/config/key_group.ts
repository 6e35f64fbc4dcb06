import type { KeySchema } from "./key_schema.ts";
import type { Flat, SettingsOf } from "./section_schema.ts";

/** What stands above a group of keys in the manual. */
export interface GroupHeading {
  /** The heading. */
  readonly title: string;
  /** What the keys have in common, in whole sentences of Markdown. */
  readonly prose?: string;
}

/** A heading, and the keys below it. */
export interface KeyHeading extends GroupHeading {
  /** The keys, in the order of the manual. */
  readonly keys: readonly string[];
}

/** Keys of a section that belong together. */
export interface KeyGroupSchema {
  /** What stands above them in the manual. */
  readonly heading: GroupHeading;
  /** The keys. */
  readonly keys: Readonly<Record<string, KeySchema>>;
}

/** Keys whose settings have the type `T`. */
export interface KeyGroup<in out T> extends KeyGroupSchema {
  /** Carries the type of the settings and is never there. */
  readonly settings?: (settings: T) => T;
}

/** The settings that several groups of keys give together. */
export type SettingsOfGroups<Groups> = Groups extends readonly [KeyGroup<infer First>, ...infer Rest]
  ? Flat<First & SettingsOfGroups<Rest>>
  : unknown;

/**
 * Puts keys under a heading, for {@linkcode defineGroupedSection}. Annotated with an interface, a key that is missing,
 * too many or of another type is a compile error.
 *
 * @example
 * ```ts
 * import { type KeyGroup, integer, keyGroup, one } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const size: KeyGroup<{ watts: number }> = keyGroup({ title: "Size" }, {
 *   watts: one(integer({ min: 1, max: 100 }), { prose: "The power.", default: "5" }),
 * });
 * assertEquals(Object.keys(size.keys), ["watts"]);
 * ```
 */
export function keyGroup<Keys extends Readonly<Record<string, KeySchema>>>(
  heading: GroupHeading,
  keys: Keys,
): KeyGroup<SettingsOf<Keys, undefined, Record<never, never>>> {
  return { heading, keys };
}
