import { toHex, WireError } from "../wire/mod.ts";
import type { Field } from "./field.ts";
import { bytesFrom, bytesSchema, fitting } from "./json_value.ts";

/** A MAC address of 6 bytes. */
export const macAddress: Field<Uint8Array> = {
  kind: "6 bytes",
  read: (reader) => reader.view(6),
  write: (writer, value) => writer.bytes(ofSixBytes(value, writer.offset)),
  json: (value) => toHex(value),
  fromJson: (json) => fitting(macAddress, bytesFrom(json)),
  schema: bytesSchema,
  text: (value) => toHex(value, ":"),
};

function ofSixBytes(value: Uint8Array, offset: number): Uint8Array {
  if (value.length === 6) return value;
  throw new WireError(`a MAC address has 6 bytes, not ${value.length}`, offset);
}
