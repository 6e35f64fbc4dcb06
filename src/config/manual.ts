import { variableOf } from "./environment.ts";
import type { KeySchema, Occurrence } from "./key_schema.ts";
import type { SectionGroup, SectionSchema } from "./section_schema.ts";

/**
 * The manual of section types as Markdown: an overview by group, then each section with its example and parameters.
 * Everything in it comes from the schemas, and the sections stand in the order in which they are given.
 *
 * @example
 * ```ts
 * import { configManual, sendToKafkaSection } from "@dhcpkit/kafka/config";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const manual = configManual([sendToKafkaSection]);
 * assertStringIncludes(manual, "### Send-to-kafka");
 * assertStringIncludes(manual, "**broker** (multiple allowed)");
 * assertStringIncludes(manual, "Default: `localhost:9092`");
 * ```
 */
export function configManual(sections: readonly SectionSchema[]): string {
  const groups = [...groupsOf(sections)];
  const blocks = [
    "# Configuration",
    "## Overview of section types",
    groups.map(([group, members]) => overview(group, members)).join("\n"),
    ...groups.flatMap(([group, members]) => [`## ${group.title}`, group.prose, ...members.flatMap(describe)]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

const OCCURRENCE: Readonly<Record<Occurrence, string>> = {
  "required": " (required)",
  "optional": "",
  "default": "",
  "many": " (multiple allowed)",
  "at-least-one": " (required, multiple allowed)",
};

function groupsOf(sections: readonly SectionSchema[]): Map<SectionGroup, SectionSchema[]> {
  const groups = new Map<SectionGroup, SectionSchema[]>();
  for (const section of sections) {
    const members = groups.get(section.group);
    if (members === undefined) groups.set(section.group, [section]);
    else members.push(section);
  }
  return groups;
}

function overview(group: SectionGroup, members: readonly SectionSchema[]): string {
  return [`- ${link(group.title)}`, ...members.map((member) => `  - ${link(titleOf(member))}`)].join("\n");
}

function describe(section: SectionSchema): string[] {
  const blocks = [`### ${titleOf(section)}`, section.prose, "Example:", `\`\`\`\n${section.example}\n\`\`\``];
  if (section.name !== undefined) blocks.push("Section name:", parameter("name", section.name));
  const parameters = (keys: readonly string[]) =>
    keys.map((key) => parameter(key, section.keys[key], variableOf(section, key))).join("\n");
  const keys = Object.keys(section.keys);
  if (section.headings.length === 0 && keys.length > 0) blocks.push("Section parameters:", parameters(keys));
  for (const { title, prose, keys } of section.headings) {
    blocks.push(`#### ${title}`, ...(prose === undefined ? [] : [prose]), parameters(keys));
  }
  for (const child of Object.values(section.sections)) {
    const amount = child.occurs === "many" ? "Any number" : "At most one";
    blocks.push(
      `${amount} of these sections inside: ${child.choices().map((choice) => link(titleOf(choice))).join(", ")}.`,
    );
  }
  if (section.ignored.length > 0) {
    const names = section.ignored.map((name) => `\`${name}\``).join(", ");
    blocks.push(`Accepted without any effect, so that files of the original server can be used: ${names}.`);
  }
  return blocks;
}

function parameter(key: string, schema: KeySchema, variable?: string): string {
  const lines = [`- **${key}**${OCCURRENCE[schema.occurs]}: ${schema.prose}`, `Value: ${schema.datatype.prose}.`];
  if (schema.example !== undefined) lines.push(`Example: \`${schema.example}\``);
  if (schema.defaults.length > 0) lines.push(`Default: ${schema.defaults.map((text) => `\`${text}\``).join(", ")}`);
  if (schema.absent !== undefined) lines.push(`Default: ${schema.absent}`);
  if (variable !== undefined) lines.push(`Variable: \`${variable}\``);
  return lines.join("  \n  ");
}

function titleOf(section: SectionSchema): string {
  return section.type === "" ? "Outside all sections" : section.type[0].toUpperCase() + section.type.slice(1);
}

/** A link to a heading, with the anchor that Markdown readers give it. */
function link(title: string): string {
  return `[${title}](#${title.toLowerCase().replaceAll(" ", "-")})`;
}
