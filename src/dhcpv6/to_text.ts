import { type Reader, toHex, WireError } from "../wire/mod.ts";
import { ClientServerMessage, Dhcpv4Message, Message, RelayMessage } from "./message.ts";
import { isNested } from "./nested_field.ts";
import type { OptionDef } from "./option.ts";
import { MAX_NESTING, standardSpace } from "./option_registry.ts";
import type { OptionSpace } from "./option_space.ts";
import type { Options } from "./options.ts";

/**
 * A message for people: its header, then one option a line, nested ones indented.
 *
 * Never throws: what is malformed is shown as bytes with the reason. Text that came from the network is quoted and
 * escaped, so that it cannot steer a terminal.
 *
 * @example
 * ```ts
 * import { Message, toText } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const message = Message.parse(new Uint8Array([1, 0xf3, 0x50, 0xd6, 0, 8, 0, 2, 0, 100]));
 * assertEquals(toText(message), "solicit, transaction f350d6\n  elapsed-time: 1 s");
 * ```
 */
export function toText(message: Message, space: OptionSpace = standardSpace): string {
  return messageLines(message, space, 0).join("\n");
}

function messageLines(message: Message, space: OptionSpace, depth: number): string[] {
  return [header(message), ...indent(optionLines(message.options, space, depth))];
}

function header(message: Message): string {
  const { typeName } = message;
  if (message instanceof RelayMessage) {
    return `${typeName}, hop count ${message.hopCount}, link ${message.linkAddress}, peer ${message.peerAddress}`;
  }
  if (message instanceof Dhcpv4Message) return `${typeName}, flags ${message.flags.toString(16).padStart(6, "0")}`;
  if (message instanceof ClientServerMessage) {
    return `${typeName}, transaction ${message.transactionId.toString(16).padStart(6, "0")}`;
  }
  return typeName;
}

function optionLines(options: Options, space: OptionSpace, depth: number): string[] {
  const lines = [...options.readers()].flatMap(({ code, reader }) => oneOption(code, reader, space, depth + 1));
  if (options.problem) lines.push(`stray bytes: ${toHex(options.stray)} (${options.problem.problem})`);
  return lines;
}

function oneOption(code: number, reader: Reader, space: OptionSpace, depth: number): string[] {
  const definition = space.get(code), body = reader.bytes.subarray(reader.offset, reader.end);
  if (!definition) return [`option ${code}: ${toHex(body) || "empty"}`];
  if (depth > MAX_NESTING) return [`${definition.name}: ${toHex(body)} (nested too deeply to show)`];
  try {
    return knownOption(definition, definition.read(reader) as Record<string, unknown>, space, depth);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return [`${definition.name}: malformed ${toHex(body) || "empty"} (${error.problem})`];
  }
}

function knownOption(
  definition: OptionDef<unknown>,
  value: Record<string, unknown>,
  space: OptionSpace,
  depth: number,
): string[] {
  const plain = definition.fields.filter(({ field }) => !isNested(field));
  const parts = plain.map(({ key, label, field }) => {
    const text = field.text(value[key], space);
    return definition.fields.length === 1 ? text : `${label} ${text}`;
  });
  const nested = definition.fields.flatMap(({ key, field }) => {
    if (!isNested(field)) return [];
    const inner = value[key] as Options | Message, innerSpace = field.space ?? space;
    return inner instanceof Message ? messageLines(inner, innerSpace, depth) : optionLines(inner, innerSpace, depth);
  });
  const line = parts.length > 0 ? `${definition.name}: ${parts.join(", ")}` : definition.name;
  return [line, ...indent(nested)];
}

function indent(lines: string[]): string[] {
  return lines.map((line) => "  " + line);
}
