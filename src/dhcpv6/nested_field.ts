import { fromHex, Reader, toHex } from "../wire/mod.ts";
import type { Field } from "./field.ts";
import { bytesFrom, bytesSchema, parsedFrom } from "./json_value.ts";
import { Message } from "./message.ts";
import type { OptionSpace } from "./option_space.ts";
import { Options } from "./options.ts";

/**
 * A field that holds options or a message. `toJson`, `fromJson` and `toText` go down into it; its own JSON is the bytes as
 * hexadecimal digits.
 */
export interface NestedField<T> extends Field<T> {
  /** What it holds. */
  readonly holds: "options" | "message";
  /**
   * The code space of the options, or how to tell it from the whole value; absent for the space of the option that holds
   * them.
   */
  readonly space?: OptionSpace | ((value: unknown) => OptionSpace);
}

/** Everything that is left, as options of the same space as the option that holds them. */
export const options: NestedField<Options> = {
  kind: "options",
  holds: "options",
  read: (reader) => Options.read(reader),
  write: (writer, value) => value.write(writer),
  json: (value) => toHex(value.bytes),
  fromJson: (json) => Options.read(new Reader(bytesFrom(json))),
  schema: bytesSchema,
  text: (value) => toHex(value.bytes),
};

/** Everything that is left, as options of another space. */
export function optionsOf(space: OptionSpace): NestedField<Options> {
  return { ...options, kind: `options (${space.name})`, space };
}

/** Everything that is left, as options of a space that depends on what else is in the value; `name` is for all of them. */
export function optionsBy<T>(name: string, spaceOf: (value: T) => OptionSpace): NestedField<Options> {
  return { ...options, kind: `options (${name})`, space: spaceOf as (value: unknown) => OptionSpace };
}

/** The space of the options in a field of `value`; `undefined` where it is that of the option itself. */
export function spaceWithin({ space }: NestedField<Options | Message>, value: unknown): OptionSpace | undefined {
  return typeof space === "function" ? space(value) : space;
}

/** Everything that is left, as a DHCPv6 message. */
export const message: NestedField<Message> = {
  kind: "DHCPv6 message",
  holds: "message",
  read: (reader) => Message.read(reader),
  write: (writer, value) => value.write(writer),
  json: (value) => toHex(value.save()),
  fromJson: (json) => parsedFrom(json, (text) => Message.parse(fromHex(text))),
  schema: bytesSchema,
  text: (value) => toHex(value.save()),
};

/** Whether a field holds options or a message. */
export function isNested(field: Field<unknown>): field is NestedField<Options | Message> {
  return "holds" in field;
}
