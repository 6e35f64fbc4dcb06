import { decodeUtf8, encodeUtf8 } from "../wire/mod.ts";
import { type Field, listOf } from "./field.ts";
import { quoted } from "./field_text.ts";
import { textFrom, textSchema } from "./json_value.ts";

/** UTF-8 text behind its 16-bit length, as often as it fits (RFC 5970 section 3.2). */
export const countedTexts: Field<string[]> = /* @__PURE__ */ listOf({
  kind: "UTF-8 text behind a u16 length",
  read: (reader) => decodeUtf8(reader.view(reader.u16())),
  write(writer, value) {
    const mark = writer.openLength();
    writer.bytes(encodeUtf8(value));
    writer.closeLength(mark);
  },
  json: (value) => value,
  fromJson: textFrom,
  schema: textSchema,
  text: quoted,
});
