import { encode, toHex, WireError } from "../../wire/mod.ts";
import { bytes, type Field, type Json, listOf } from "../field.ts";
import { at, JsonError } from "../json_error.ts";
import {
  bytesFrom,
  bytesSchema,
  integerFrom,
  integerSchema,
  membersFrom,
  shown,
  textFrom,
  textSchema,
} from "../json_value.ts";
import { defineOption, type OptionDef } from "../option.ts";
import type { OptionSpace } from "../option_space.ts";
import { radiusAttributes } from "./radius_attributes.ts";

/** An attribute of a RADIUS message (RFC 2865 section 5). */
export interface RadiusAttribute {
  /** Number in IANA's list of RADIUS attributes; see {@linkcode radiusAttributes}. */
  type: number;
  /** Up to 253 bytes, which the definition of the type reads: `RadiusPrefixPool.readAt(value, 0, value.length)`. */
  value: Uint8Array;
}

/** What a RADIUS server told a relay agent about a client. */
export interface RadiusValue {
  /** In wire order. */
  attributes: RadiusAttribute[];
}

/** Type, length that counts those two bytes too, value. Like an option, JSON and text show it by its definition. */
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
  json: attributeJson,
  fromJson: attributeFrom,
  schema: () => ({
    type: "object",
    properties: { type: integerSchema(0xff), attribute: textSchema(), value: { type: "object" }, data: bytesSchema() },
    required: ["type"],
    anyOf: [{ required: ["value"] }, { required: ["data"] }],
  }),
  text: attributeText,
};

/** RADIUS option. */
export const Radius: OptionDef<RadiusValue> = /* @__PURE__ */ defineOption(
  81,
  "radius",
  "RFC 7037 section 4",
  { attributes: /* @__PURE__ */ listOf(attribute) },
  { within: ["relay-forward"], requestable: false },
);

/** What the definition of an attribute reads from its value; `undefined` where there is none or it does not fit. */
function understood({ type, value }: RadiusAttribute): Record<string, unknown> | undefined {
  try {
    return radiusAttributes.get(type)?.readAt(value, 0, value.length) as Record<string, unknown> | undefined;
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

function attributeJson(attribute: RadiusAttribute): Json {
  const { type } = attribute, definition = radiusAttributes.get(type), values = understood(attribute);
  const named: { readonly [key: string]: Json } = definition === undefined
    ? { type }
    : { type, attribute: definition.name };
  if (definition === undefined || values === undefined) return { ...named, data: toHex(attribute.value) };
  const value = Object.fromEntries(definition.fields.map(({ key, label, field }) => [label, field.json(values[key])]));
  return { ...named, value };
}

function attributeFrom(json: Json, space?: OptionSpace): RadiusAttribute {
  const members = membersFrom(json, ["type"], ["attribute", "value", "data"]);
  const type = at("type", () => integerFrom(members.get("type"), 0xff)), value = members.get("value");
  const name = at("attribute", () => textFrom(members.get("attribute") ?? radiusAttributes.nameOf(type)));
  const data = at("data", () => bytesFrom(members.get("data") ?? ""));
  if (name !== radiusAttributes.nameOf(type)) {
    throw new JsonError(`${shown(name)} is not RADIUS attribute ${type}`).within("attribute");
  }
  if (value !== undefined) return { type, value: at("value", () => valueFrom(type, value, space)) };
  if (members.has("data")) return { type, value: data };
  throw new JsonError('"value" or "data" is missing');
}

function valueFrom(type: number, json: Json, space: OptionSpace | undefined): Uint8Array {
  const definition = radiusAttributes.get(type);
  if (definition === undefined) {
    throw new JsonError(`what attribute ${type} is made of is not known; write "data" instead`);
  }
  const members = membersFrom(json, definition.fields.map(({ label }) => label));
  const values = definition.fields.map(({ key, label, field }) =>
    [key, at(label, () => field.fromJson(members.get(label)!, space))] as const
  );
  return encode((writer) => definition.write(writer, Object.fromEntries(values)));
}

function attributeText(attribute: RadiusAttribute, space: OptionSpace): string {
  const { type, value } = attribute, definition = radiusAttributes.get(type), values = understood(attribute);
  const name = radiusAttributes.nameOf(type);
  if (definition === undefined || values === undefined) return `${name} ${bytes.text(value, space)}`;
  const { fields } = definition;
  const parts = fields.map(({ key, label, field }) => {
    const shown = field.text(values[key], space, values);
    return fields.length === 1 ? shown : `${label} ${shown}`;
  });
  return `${name} ${parts.join(" ")}`;
}
