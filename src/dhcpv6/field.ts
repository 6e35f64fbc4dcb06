import { decodeUtf8, encodeUtf8, type Reader, toHex, WireError, type Writer } from "../wire/mod.ts";
import { IPV4, IPv6Address } from "./address.ts";
import { isWhole, readDomainName, writeDomainName } from "./domain_name.ts";
import { Duid } from "./duid.ts";
import { enterpriseText } from "./enterprise.ts";
import type { Field, Json, JsonSchema } from "./field_interface.ts";
import { absoluteTimeText, bytesText, durationText, hundredthsText, quoted } from "./field_text.ts";
import { JsonError } from "./json_error.ts";
import {
  addressSchema,
  bytesFrom,
  bytesSchema,
  fitting,
  integerFrom,
  integerSchema,
  itemsFrom,
  itemsSchema,
  parsedFrom,
  prefixSchema,
  shown,
  textFrom,
  textSchema,
} from "./json_value.ts";
import {
  messageTypeFrom,
  messageTypeSchema,
  optionCodeFrom,
  optionCodeSchema,
  statusCodeFrom,
  statusCodeSchema,
} from "./json_names.ts";
import { messageTypeName } from "./message_type.ts";
import { IPv6Prefix } from "./prefix.ts";
import { statusCodeName } from "./status_code.ts";

export type { Field, Fields, Json, JsonSchema } from "./field_interface.ts";

/** How integers of each size stand on the wire: a function each, which the compiler knows better than a choice of three. */
const INTEGERS = {
  8: { read: (reader: Reader) => reader.u8(), write: (writer: Writer, value: number) => writer.u8(value) },
  16: { read: (reader: Reader) => reader.u16(), write: (writer: Writer, value: number) => writer.u16(value) },
  32: { read: (reader: Reader) => reader.u32(), write: (writer: Writer, value: number) => writer.u32(value) },
};

/** Unsigned 8-bit integer. */
export const u8: Field<number> = /* @__PURE__ */ integer(8);
/** Unsigned 16-bit integer. */
export const u16: Field<number> = /* @__PURE__ */ integer(16);
/** Unsigned 32-bit integer. */
export const u32: Field<number> = /* @__PURE__ */ integer(32);
/** Seconds in 32 bits, all bits set for infinity (RFC 9915 section 7.7). */
export const seconds: Field<number> = /* @__PURE__ */ integer(32, "seconds", durationText);
/** Hundredths of a second in 16 bits (RFC 9915 section 21.9). */
export const hundredths: Field<number> = /* @__PURE__ */ integer(16, "hundredths of a second", hundredthsText);
/** A time in 32 bits: seconds since midnight UTC of 1 January 2000, modulo 2^32 (RFC 9915 section 11.2). */
export const absoluteTime: Field<number> = /* @__PURE__ */ integer(32, "seconds since 2000", absoluteTimeText);
/** A message type in 8 bits. */
export const messageType: Field<number> = /* @__PURE__ */ integer(
  8,
  "message type",
  messageTypeName,
  messageTypeFrom,
  messageTypeSchema,
);
/** A status code in 16 bits. */
export const statusCode: Field<number> = /* @__PURE__ */ integer(
  16,
  "status code",
  statusCodeName,
  statusCodeFrom,
  statusCodeSchema,
);

/** Unsigned 64-bit integer; in JSON it is text, since JSON numbers end at 53 bits. */
export const u64: Field<bigint> = {
  kind: "u64",
  read: (reader) => reader.u64(),
  write: (writer, value) => writer.u64(value),
  json: String,
  fromJson: bigintFrom,
  schema: () => ({ type: ["string", "integer"], pattern: "^[0-9]{1,20}$", minimum: 0 }),
  text: String,
};

/** Everything that is left, as bytes: a view, not a copy. */
export const bytes: Field<Uint8Array> = {
  kind: "bytes",
  read: (reader) => reader.rest(),
  write: (writer, value) => writer.bytes(value),
  json: (value) => toHex(value),
  fromJson: bytesFrom,
  schema: bytesSchema,
  text: bytesText,
};

/** Everything that is left, as UTF-8; bytes that are none are kept (see `decodeUtf8`). */
export const text: Field<string> = {
  kind: "UTF-8 text",
  read: (reader) => decodeUtf8(reader.rest()),
  write: (writer, value) => writer.bytes(encodeUtf8(value)),
  json: (value) => value,
  fromJson: textFrom,
  schema: textSchema,
  text: quoted,
};

/** An IPv6 address. */
export const address: Field<IPv6Address> = {
  kind: "address",
  read: (reader) => IPv6Address.read(reader),
  write: (writer, value) => value.write(writer),
  json: String,
  fromJson: (json) => parsedFrom(json, IPv6Address.parse),
  schema: addressSchema,
  text: String,
};

/** A prefix as IA Prefix has it: length in 8 bits, then 16 bytes (RFC 9915 section 21.22). */
export const prefix: Field<IPv6Prefix> = {
  kind: "prefix",
  read(reader) {
    const at = reader.offset, length = reader.u8();
    if (length > 128) throw new WireError(`prefix length ${length} at offset ${at} is over 128`, at);
    return new IPv6Prefix(IPv6Address.read(reader), length);
  },
  write(writer, value) {
    writer.u8(value.length);
    value.address.write(writer);
  },
  json: String,
  fromJson: (json) => parsedFrom(json, IPv6Prefix.parse),
  schema: prefixSchema,
  text: String,
};

/** Everything that is left, as a DUID. */
export const duid: Field<Duid> = {
  kind: "DUID",
  read: (reader) => new Duid(reader.rest()),
  write: (writer, value) => writer.bytes(value.bytes),
  json: String,
  fromJson: (json) => parsedFrom(json, Duid.parse),
  schema: bytesSchema,
  text: (value) => `${value} (${duidText(value)})`,
};

/** A prefix of `u8` length and as many bytes as that takes (RFC 7598 section 4.1). Bits behind the length are kept. */
export const compactPrefix: Field<IPv6Prefix> = {
  kind: "prefix of as many bytes as it needs",
  read(reader) {
    const at = reader.offset, length = reader.u8();
    if (length > 128) throw new WireError(`prefix length ${length} at offset ${at} is over 128`, at);
    const whole = new Uint8Array(16);
    whole.set(reader.view(Math.ceil(length / 8)));
    return new IPv6Prefix(IPv6Address.from(whole), length);
  },
  write(writer, value) {
    writer.u8(value.length);
    writer.bytes(value.address.bytes, 0, Math.ceil(value.length / 8));
  },
  json: String,
  fromJson: (json) => parsedFrom(json, IPv6Prefix.parse),
  schema: prefixSchema,
  text: String,
};

/** An IPv4 address, as its usual text `192.0.2.1`. */
export const address4: Field<string> = {
  kind: "IPv4 address",
  read: (reader) => reader.view(4).join("."),
  write(writer, value) {
    if (!IPV4.test(value)) throw new WireError(`${JSON.stringify(value)} is not an IPv4 address`, writer.offset);
    for (const number of value.split(".")) writer.u8(Number(number));
  },
  json: (value) => value,
  fromJson: (json) => fitting(address4, textFrom(json)),
  schema: () => ({ type: "string", format: "ipv4", pattern: "^(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}$" }),
  text: (value) => value,
};

/** One domain name that ends with its root label; the dot for it is not part of the text, but for the root itself: `.`. */
export const domainName: Field<string> = {
  kind: "domain name",
  read(reader) {
    const at = reader.offset, name = readDomainName(reader);
    if (!isWhole(name)) throw new WireError(`domain name at offset ${at} does not end with the root label`, at);
    return name === "." ? name : name.slice(0, -1);
  },
  write(writer, value) {
    if (value === "") throw new WireError('"" is no domain name; that of the root is "."', writer.offset);
    writeDomainName(writer, isWhole(value) ? value : value + ".");
  },
  json: (value) => value,
  fromJson: (json) => fitting(domainName, textFrom(json)),
  schema: textSchema,
  text: (value) => value,
};

/** What is left, as a domain name that may lack its root label (RFC 4704 section 4.2): a dot at the end tells. */
export const partialDomainName: Field<string> = {
  kind: "domain name, partial or whole",
  read: readDomainName,
  write: writeDomainName,
  json: (value) => value,
  fromJson: (json) => fitting(partialDomainName, textFrom(json)),
  schema: textSchema,
  text: (value) => value === "" ? '""' : value,
};

/** As many of `item` as fit into what is left. */
export function listOf<T>(item: Field<T>): Field<T[]> {
  return {
    kind: `list of ${item.kind}`,
    read(reader) {
      const values: T[] = [];
      while (reader.remaining > 0) {
        const at = reader.offset;
        values.push(item.read(reader));
        if (reader.offset === at) throw new WireError(`a list of ${item.kind}, which takes no bytes, has no end`, at);
      }
      return values;
    },
    write: (writer, values) => values.forEach((value) => item.write(writer, value)),
    json: (values) => values.map(item.json),
    fromJson: (json, space) => itemsFrom(json, (one) => fitting(item, item.fromJson(one, space))),
    schema: () => itemsSchema(item.schema()),
    text: (values, space) => values.length === 0 ? "none" : values.map((value) => item.text(value, space)).join(", "),
  };
}

/** As many IPv6 addresses as fit. */
export const addresses: Field<IPv6Address[]> = /* @__PURE__ */ listOf(address);
/** As many whole domain names as fit. */
export const domainNames: Field<string[]> = /* @__PURE__ */ listOf(domainName);
/** As many 16-bit option codes as fit. */
export const optionCodes: Field<number[]> = /* @__PURE__ */ listOf({
  kind: "u16 option code",
  read: (reader) => reader.u16(),
  write: (writer, value) => writer.u16(value),
  json: (value) => value,
  fromJson: optionCodeFrom,
  schema: optionCodeSchema,
  text: (value, space) => space.nameOf(value),
});

/** Bytes behind their 16-bit length, as often as they fit (RFC 9915 section 21.15). */
export const countedBytes: Field<Uint8Array[]> = /* @__PURE__ */ listOf({
  kind: "bytes behind a u16 length",
  read: (reader) => reader.view(reader.u16()),
  write(writer, value) {
    const mark = writer.openLength();
    writer.bytes(value);
    writer.closeLength(mark);
  },
  json: (value) => toHex(value),
  fromJson: bytesFrom,
  schema: bytesSchema,
  text: bytesText,
});

/** What a DUID says, with the name of the enterprise that made it where that is known. */
function duidText(value: Duid): string {
  const { content } = value;
  if (content.type !== "enterprise") return value.describe();
  return `EN · enterprise ${enterpriseText(content.enterprise)} · ${toHex(content.identifier)}`;
}

function integer(
  bits: 8 | 16 | 32,
  meaning = "",
  text: (value: number) => string = String,
  fromJson: (json: Json) => number = (json) => integerFrom(json, 2 ** bits - 1),
  schema: () => JsonSchema = () => integerSchema(2 ** bits - 1),
): Field<number> {
  return { kind: `u${bits} ${meaning}`.trimEnd(), ...INTEGERS[bits], json: (value) => value, fromJson, schema, text };
}

/** Decimal digits as text, or a number where that is exact. */
function bigintFrom(json: Json): bigint {
  if (typeof json === "number") return BigInt(integerFrom(json, Number.MAX_SAFE_INTEGER));
  const digits = textFrom(json);
  if (!/^[0-9]{1,20}$/.test(digits)) throw new JsonError(`${shown(json)} is not a whole number in decimal digits`);
  return fitting(u64, BigInt(digits));
}
