/** Where something was written. */
export interface ConfigPosition {
  /** The file that holds it. */
  fileName: string;
  /** The line in that file; the first line is 1. */
  line: number;
  /** The environment variable that took the place of what the file says. */
  variable?: string;
}

/** Something in a configuration that was accepted and has no effect. */
export interface IgnoredEntry extends ConfigPosition {
  /** The key (`user`) or the section (`<logging>`). */
  what: string;
}

/** One `key value` line. */
export interface ConfigKey extends ConfigPosition {
  /** Tells keys from sections. */
  kind: "key";
  /** The key in lower case. */
  key: string;
  /** The value with all substitutions done and no white space around it; empty when nothing was written. */
  value: string;
}

/** One `<type name>` … `</type>` section with everything in it. */
export interface ConfigSection extends ConfigPosition {
  /** Tells sections from keys. */
  kind: "section";
  /** The section type in lower case. */
  type: string;
  /** The name after the type, exactly as written. */
  name?: string;
  /** Keys and sections in the order in which they were written. */
  entries: ConfigEntry[];
}

/** What a section holds: keys and sections. */
export type ConfigEntry = ConfigKey | ConfigSection;

/** A whole configuration, before any schema has looked at it. */
export interface ConfigTree {
  /** The file that the reading began with. */
  fileName: string;
  /** Keys and sections of the top level in the order in which they were written, included files in place. */
  entries: ConfigEntry[];
}

/**
 * Every section of one type in a tree, however deep, in file order.
 *
 * @example
 * ```ts
 * import { findSections, parseZConfig } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const tree = parseZConfig("<subnet 2001:db8::/32>\n  <send-to-kafka/>\n</subnet>");
 * assertEquals(findSections(tree, "send-to-kafka").map((section) => section.line), [2]);
 * ```
 */
export function findSections(tree: ConfigTree | ConfigSection, type: string): ConfigSection[] {
  const found: ConfigSection[] = [];
  for (const entry of tree.entries) {
    if (entry.kind === "key") continue;
    if (entry.type === type.toLowerCase()) found.push(entry);
    found.push(...findSections(entry, type));
  }
  return found;
}
