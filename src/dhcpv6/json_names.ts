import type { Json, JsonSchema } from "./field_interface.ts";
import { JsonError } from "./json_error.ts";
import { integerFrom, integerSchema, shown } from "./json_value.ts";
import { messageTypeByName, messageTypeName } from "./message_type.ts";
import type { OptionSpace } from "./option_space.ts";
import { StatusCode } from "./status_code.ts";

/** A message type: its number, or its name as `messageTypeName` gives it. */
export function messageTypeFrom(json: unknown): number {
  if (typeof json !== "string") return integerFrom(json, 0xff);
  const type = messageTypeByName(json);
  if (type === undefined || json !== messageTypeName(type) && json !== String(type)) {
    throw new JsonError(`${shown(json)} is not a message type`);
  }
  return type;
}

/** JSON Schema of {@linkcode messageTypeFrom}, for these types alone. */
export function messageTypeSchema(types: readonly number[] = ALL_TYPES): JsonSchema {
  const names = types.map(messageTypeName).filter((name) => !/^\d/.test(name));
  if (types !== ALL_TYPES) return { enum: [...names, ...types, ...types.map(String)] };
  return {
    anyOf: [
      { enum: names },
      integerSchema(0xff),
      { type: "string", pattern: "^([1-9]?[0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])$" },
    ],
  };
}

/** Every message type. */
export const ALL_TYPES: readonly number[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, type) => type);

/** A status code: its number, or its name as the RFCs spell it. */
export function statusCodeFrom(json: Json): number {
  if (typeof json !== "string") return integerFrom(json, 0xffff);
  if (Object.hasOwn(StatusCode, json)) return StatusCode[json as keyof typeof StatusCode];
  throw new JsonError(`${shown(json)} is not a status code`);
}

/** JSON Schema of {@linkcode statusCodeFrom}. */
export function statusCodeSchema(): JsonSchema {
  return { anyOf: [integerSchema(0xffff), { enum: Object.keys(StatusCode) }] };
}

/** An option code: its number, or where `space` is given, the name that the option has there. */
export function optionCodeFrom(json: Json, space?: OptionSpace): number {
  if (typeof json !== "string" || space === undefined) return integerFrom(json, 0xffff);
  const definition = space.byName(json);
  if (definition === undefined) throw new JsonError(`${shown(json)} is not the name of a ${space.name} option`);
  return definition.code;
}

/** JSON Schema of {@linkcode optionCodeFrom}. */
export function optionCodeSchema(): JsonSchema {
  return { anyOf: [integerSchema(0xffff), { type: "string" }] };
}
