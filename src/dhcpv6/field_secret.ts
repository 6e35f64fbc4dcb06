import { toHex } from "../wire/mod.ts";
import type { Field } from "./field.ts";
import { bytesFrom, bytesSchema } from "./json_value.ts";

/** A field whose value people must not see in logs: its text does not show it, its JSON does. */
export interface SecretField<T> extends Field<T> {
  /** Tells it from others. */
  readonly secret: true;
}

/** Everything that is left, as bytes that text only counts: `of 16 bytes`, which reads well behind a name such as `key`. */
export const secretBytes: SecretField<Uint8Array> = {
  kind: "secret bytes",
  secret: true,
  read: (reader) => reader.rest(),
  write: (writer, value) => writer.bytes(value),
  json: (value) => toHex(value),
  fromJson: bytesFrom,
  schema: bytesSchema,
  text: (value) => `of ${value.length} bytes`,
};

/** Whether text must not show what a field holds. */
export function isSecret(field: Field<unknown>): field is SecretField<unknown> {
  return "secret" in field;
}
