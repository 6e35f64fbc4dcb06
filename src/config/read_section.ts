import { Reader } from "./_reader.ts";
import { type ConfigError, throwCollected } from "./config_error.ts";
import type { ConfigSection, IgnoredEntry } from "./config_tree.ts";
import type { Section } from "./section_schema.ts";

/** What {@linkcode readSection} knows besides the schema, and where it tells what it left out. */
export interface ReadOptions {
  /** Section types that exist elsewhere and have no schema here: their message says "not supported here yet". */
  readonly notServed?: readonly string[];
  /** Mistakes that were found before, to be told together with those of the section. */
  readonly mistakes?: readonly ConfigError[];
  /** Takes the keys and sections that were accepted and have no effect. */
  readonly onIgnored?: (entry: IgnoredEntry) => void;
}

/**
 * Turns a section of a tree into the settings that its schema describes.
 *
 * @throws {ConfigError} for everything that does not fit the schema; several mistakes come as one
 * {@linkcode ConfigErrors}.
 *
 * @example
 * ```ts
 * import { findSections, parseZConfig, readSection, sendToKafkaSection } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const tree = parseZConfig("<send-to-kafka>\n  broker [2001:db8::1]:9092\n</send-to-kafka>");
 * const settings = readSection(sendToKafkaSection, findSections(tree, "send-to-kafka")[0]);
 * assertEquals(settings.brokers, [{ host: "2001:db8::1", port: 9092 }]);
 * ```
 */
export function readSection<T>(schema: Section<T>, section: ConfigSection, options: ReadOptions = {}): T {
  const reader = new Reader(schema, options.notServed ?? []);
  const settings = reader.read(schema, section);
  throwCollected([...options.mistakes ?? [], ...reader.errors]);
  reader.ignored.forEach((entry) => options.onIgnored?.(entry));
  return settings as T;
}
