import { decodeUtf8, encodeUtf8, WireError } from "../../wire/mod.ts";
import { type Field, listOf, text, u8 } from "../field.ts";
import { fitting, type Parts, partsFrom, partsSchema, textFrom, textSchema } from "../json_value.ts";
import { defineOption, type OptionDef } from "../option.ts";

/** One part of a civic address. */
export interface CivicElement {
  /** What it is, in IANA's list of civic address types (CAtype); 1 = state or region, 3 = city, 19 = house number. */
  type: number;
  /** 0 to 255 bytes of UTF-8. */
  value: string;
}

/** A place as people say it. */
export interface CivicLocationValue {
  /** Whose place it is: 0 = the DHCP server's, 1 = that of the network element closest to the client, 2 = the client's. */
  what: number;
  /** Two ASCII letters of ISO 3166, in upper case. */
  country: string;
  /** In the order sent; a type may repeat, such as in several languages. */
  elements: CivicElement[];
}

const countryCode: Field<string> = {
  kind: "two-letter country code",
  read: (reader) => decodeUtf8(reader.view(2)),
  write(writer, value) {
    const encoded = encodeUtf8(value);
    if (encoded.length !== 2) {
      throw new WireError(`${JSON.stringify(value)} is not a country code of two bytes`, writer.offset);
    }
    writer.bytes(encoded);
  },
  json: (value) => value,
  fromJson: (json) => fitting(countryCode, textFrom(json)),
  schema: textSchema,
  text: (value, space) => text.text(value, space),
};

const ELEMENT: Parts<CivicElement> = { type: u8, value: text };

const civicElement: Field<CivicElement> = {
  kind: "civic address element: u8 type, u8 length, UTF-8 text",
  read: (reader) => ({ type: reader.u8(), value: decodeUtf8(reader.view(reader.u8())) }),
  write(writer, { type, value }) {
    writer.u8(type);
    const mark = writer.openLength8();
    writer.text(value);
    writer.closeLength8(mark);
  },
  json: ({ type, value }) => ({ type, value }),
  fromJson: (json) => partsFrom(json, ELEMENT),
  schema: () => partsSchema(ELEMENT),
  text: ({ type, value }, space) => `${type} ${text.text(value, space)}`,
};

/** Civic Addresses Configuration Information option (GEOCONF_CIVIC). */
export const CivicLocation: OptionDef<CivicLocationValue> = /* @__PURE__ */ defineOption(
  36,
  "geoconf-civic",
  "RFC 4776 section 3.2",
  { what: u8, country: countryCode, elements: /* @__PURE__ */ listOf(civicElement) },
);
