import { enterpriseText } from "./enterprise.ts";
import type { Field } from "./field.ts";
import { integerFrom, integerSchema } from "./json_value.ts";

/** An enterprise number in 32 bits; for people, with the name of its owner where that is known. */
export const enterpriseNumber: Field<number> = {
  kind: "u32 enterprise number",
  read: (reader) => reader.u32(),
  write: (writer, value) => writer.u32(value),
  json: (value) => value,
  fromJson: (json) => integerFrom(json, 0xffffffff),
  schema: () => integerSchema(0xffffffff),
  text: (value) => enterpriseText(value),
};
