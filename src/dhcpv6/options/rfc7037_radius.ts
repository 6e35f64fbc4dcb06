import { WireError } from "../../wire/mod.ts";
import { defineOption, type OptionDef } from "../option.ts";
import { bytes, type Field, listOf } from "../field.ts";

/** An attribute of a RADIUS message (RFC 2865 section 5). */
export interface RadiusAttribute {
  /** Number in IANA's list of RADIUS attributes. */
  type: number;
  /** Up to 253 bytes. */
  value: Uint8Array;
}

/** What a RADIUS server told a relay agent about a client. */
export interface RadiusValue {
  /** In wire order. */
  attributes: RadiusAttribute[];
}

/** Type, length that counts those two bytes too, value. */
const attribute: Field<RadiusAttribute> = {
  kind: "RADIUS attribute",
  read(reader) {
    const type = reader.u8(), at = reader.offset, length = reader.u8();
    if (length < 2) throw new WireError(`RADIUS attribute length ${length} at offset ${at} is under 2`, at);
    return { type, value: reader.view(length - 2) };
  },
  write(writer, { type, value }) {
    writer.u8(type);
    writer.u8(value.length + 2);
    writer.bytes(value);
  },
  json: ({ type, value }) => ({ type, value: bytes.json(value) }),
  text: ({ type, value }, space) => `${type} ${bytes.text(value, space)}`,
};

/** RADIUS option. */
export const Radius: OptionDef<RadiusValue> = /* @__PURE__ */ defineOption(
  81,
  "radius",
  "RFC 7037 section 4",
  { attributes: /* @__PURE__ */ listOf(attribute) },
  { within: ["relay-forward"], requestable: false },
);
