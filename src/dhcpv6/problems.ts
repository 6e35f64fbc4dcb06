import { WireError } from "../wire/mod.ts";
import { decode, type DecodedMessage, type DecodedOption, type DecodeInit } from "./decode.ts";
import type { Message } from "./message.ts";

/**
 * What in a message could not be read: bytes that are no whole option, and bodies that are not what their option says,
 * down through nested options and relayed messages. Each with its offset in the buffer that was parsed.
 *
 * A hostile message can hold thousands of malformed options; see `DecodeLimits` for how many of them are looked at.
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
export function problems(message: Message, init?: DecodeInit): WireError[] {
  return [...problemsIn(decode(message, init))];
}

/** The same for a message that is decoded already. */
export function problemsIn(decoded: DecodedMessage): Iterable<WireError> {
  return inMessage(decoded, []);
}

/** The names of the structures around a place, outermost first. */
type Path = readonly string[];

function* inMessage({ message, options }: DecodedMessage, path: Path): Generator<WireError> {
  yield* inOptions(options, [...path, message.typeName]);
}

function* inOptions(options: readonly DecodedOption[], path: Path): Generator<WireError> {
  for (const { definition, problem, inside } of options) {
    if (problem !== undefined) yield new WireError(problem.problem, problem.offset, [...path, ...problem.path]);
    if (inside === undefined || definition === undefined) continue;
    const inner = [...path, definition.name];
    if ("message" in inside) yield* inMessage(inside, inner);
    else yield* inOptions(inside, inner);
  }
}
