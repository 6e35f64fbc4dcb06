import { toHex } from "../wire/mod.ts";
import { bytes, type Field, listOf } from "./field.ts";
import { bytesFrom, bytesSchema, integerFrom, integerSchema, membersFrom, objectSchema } from "./json_value.ts";

import type { OptionSpace } from "./option_space.ts";

/** A value behind its type and its length, 8 bits each. */
export interface ShortTlv {
  /** What it is. */
  type: number;
  /** Up to 255 bytes, as the type says. */
  value: Uint8Array;
}

/** As many values behind their types and lengths in 8 bits as fit. */
export const shortTlvs: Field<ShortTlv[]> = /* @__PURE__ */ shortTlvsWith(() => undefined);

/** The same where `describe` knows what some of them mean to people. */
export function shortTlvsWith(describe: (tlv: ShortTlv, space: OptionSpace) => string | undefined): Field<ShortTlv[]> {
  return listOf<ShortTlv>({
    kind: "u8 type, bytes behind a u8 length",
    read: (reader) => ({ type: reader.u8(), value: reader.view(reader.u8()) }),
    write(writer, { type, value }) {
      writer.u8(type);
      writer.u8(value.length);
      writer.bytes(value);
    },
    json: ({ type, value }) => ({ type, value: toHex(value) }),
    fromJson(json) {
      const members = membersFrom(json, ["type", "value"]);
      return { type: integerFrom(members.get("type"), 0xff), value: bytesFrom(members.get("value")!) };
    },
    schema: () => objectSchema({ type: integerSchema(0xff), value: bytesSchema() }),
    text: (tlv, space) => describe(tlv, space) ?? `${tlv.type} ${bytes.text(tlv.value, space)}`,
  });
}
