import { type Reader, WireError } from "../wire/mod.ts";
import { Message } from "./message.ts";
import { isNested } from "./nested_field.ts";
import { MAX_NESTING, standardSpace } from "./option_registry.ts";
import type { OptionSpace } from "./option_space.ts";
import type { Options } from "./options.ts";

/** How many problems {@linkcode problems} looks for, unless told otherwise. */
const ENOUGH = 100;

/**
 * What in a message could not be read: bytes that are no whole option, and bodies that are not what their option says,
 * down through nested options and relayed messages. Each with its offset in the buffer that was parsed.
 *
 * A hostile message can hold thousands of malformed options; the search ends after the first `most` (default 100).
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
export function problems(message: Message, space: OptionSpace = standardSpace, most: number = ENOUGH): WireError[] {
  return Array.from(inMessage(message, space, []).take(most));
}

/** The names of the structures around a place, outermost first. */
type Path = readonly string[];

function* inMessage(message: Message, space: OptionSpace, path: Path, depth = 0): Generator<WireError> {
  yield* inOptions(message.options, space, [...path, message.typeName], depth);
}

function* inOptions(options: Options, space: OptionSpace, path: Path, depth: number): Generator<WireError> {
  for (const { code, reader } of options.readers()) yield* inOption(code, reader, space, path, depth + 1);
  if (options.problem) yield at(path, options.problem);
}

function* inOption(
  code: number,
  reader: Reader,
  space: OptionSpace,
  path: Path,
  depth: number,
): Generator<WireError> {
  const definition = space.get(code), { offset } = reader;
  if (!definition) return;
  if (depth > MAX_NESTING) {
    yield new WireError(`nested more than ${MAX_NESTING} deep, not read any further`, offset, [
      ...path,
      definition.name,
    ]);
    return;
  }
  const value = attempt(() => definition.read(reader) as Record<string, unknown>);
  if (value instanceof WireError) {
    yield at(path, value);
    return;
  }
  for (const { key, field } of definition.fields) {
    if (!isNested(field)) continue;
    const inner = value[key] as Options | Message, innerSpace = field.space ?? space;
    const innerPath = [...path, definition.name];
    if (inner instanceof Message) yield* inMessage(inner, innerSpace, innerPath, depth);
    else yield* inOptions(inner, innerSpace, innerPath, depth);
  }
}

function attempt<T>(read: () => T): T | WireError {
  try {
    return read();
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}

function at(path: Path, { problem, offset, path: inner }: WireError): WireError {
  return new WireError(problem, offset, [...path, ...inner]);
}
