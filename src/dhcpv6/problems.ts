import { type Reader, WireError } from "../wire/mod.ts";
import { Message } from "./message.ts";
import { isNested } from "./nested_field.ts";
import { MAX_NESTING, standardSpace } from "./option_registry.ts";
import type { OptionSpace } from "./option_space.ts";
import type { Options } from "./options.ts";

/**
 * Everything in a message that could not be read: bytes that are no whole option, and bodies that are not what their
 * option says, down through nested options and relayed messages. Each with its offset in the buffer that was parsed.
 *
 * @example
 * ```ts
 * import { Message, problems } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const message = Message.parse(new Uint8Array([1, 0xf3, 0x50, 0xd6, 0, 8, 0, 1, 0]));
 * assertEquals(problems(message).map((problem) => problem.message), [
 *   "solicit > elapsed-time: needed 2 bytes at offset 8, 1 available",
 * ]);
 * ```
 */
export function problems(message: Message, space: OptionSpace = standardSpace): WireError[] {
  return inMessage(message, space, 0);
}

function inMessage(message: Message, space: OptionSpace, depth: number): WireError[] {
  return inOptions(message.options, space, depth).map((problem) => problem.within(message.typeName));
}

function inOptions(options: Options, space: OptionSpace, depth: number): WireError[] {
  const found = [...options.readers()].flatMap(({ code, reader }) => inOption(code, reader, space, depth + 1));
  if (options.problem) found.push(options.problem);
  return found;
}

function inOption(code: number, reader: Reader, space: OptionSpace, depth: number): WireError[] {
  const definition = space.get(code);
  if (!definition) return [];
  if (depth > MAX_NESTING) {
    return [
      new WireError(`nested more than ${MAX_NESTING} deep, not read any further`, reader.offset, [definition.name]),
    ];
  }
  try {
    const value = definition.read(reader) as Record<string, unknown>;
    return definition.fields.flatMap(({ key, field }) => {
      if (!isNested(field)) return [];
      const inner = value[key] as Options | Message, innerSpace = field.space ?? space;
      return inner instanceof Message ? inMessage(inner, innerSpace, depth) : inOptions(inner, innerSpace, depth);
    }).map((problem) => problem.within(definition.name));
  } catch (error) {
    if (error instanceof WireError) return [error];
    throw error;
  }
}
