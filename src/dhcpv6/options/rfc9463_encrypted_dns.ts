import { decodeUtf8, Reader, WireError } from "../../wire/mod.ts";
import { defineOption, type OptionDef } from "../option.ts";
import { fieldLike } from "../field_like.ts";
import { addresses, bytes, domainName, type Field, listOf, text, u16 } from "../field.ts";
import { fitting, type Parts, partsFrom, partsSchema } from "../json_value.ts";
import type { IPv6Address } from "../address.ts";
import type { OptionSpace } from "../option_space.ts";

/** One thing to know of a resolver (RFC 9460 section 2.2). */
export interface ServiceParameter {
  /** 1 = alpn, the protocols; 3 = port; 7 = dohpath; others in the IANA registry. */
  key: number;
  /** As the key says. */
  value: Uint8Array;
}

/** How to reach a resolver. */
export interface EncryptedDnsService {
  /** At least one. */
  addresses: IPv6Address[];
  /** Their keys ascend. */
  parameters: ServiceParameter[];
}

/** A resolver that is asked over an encrypted connection. */
export interface EncryptedDnsValue {
  /** The lower, the better. */
  priority: number;
  /** Authentication domain name: the certificate has to be for it. Without the dot of the root. */
  name: string;
  /** `null` where the name is all that is told. */
  service: EncryptedDnsService | null;
}

/** A domain name behind its length in 16 bits. */
const countedName: Field<string> = /* @__PURE__ */ fieldLike(domainName, {
  kind: "domain name behind a u16 length",
  read(reader) {
    const start = reader.take(reader.u16()), inner = new Reader(reader.bytes, start, reader.offset);
    const name = domainName.read(inner);
    inner.expectEnd();
    return name;
  },
  write(writer, value) {
    const mark = writer.openLength();
    domainName.write(writer, value);
    writer.closeLength(mark);
  },
});

const PARAMETERS: readonly string[] = [
  "mandatory",
  "alpn",
  "no-default-alpn",
  "port",
  "ipv4hint",
  "ech",
  "ipv6hint",
  "dohpath",
  "ohttp",
];

const PARAMETER: Parts<ServiceParameter> = { key: u16, value: bytes };

const parameter: Field<ServiceParameter> = {
  kind: "u16 key, bytes behind a u16 length",
  read: (reader) => ({ key: reader.u16(), value: reader.view(reader.u16()) }),
  write(writer, { key, value }) {
    writer.u16(key);
    const mark = writer.openLength();
    writer.bytes(value);
    writer.closeLength(mark);
  },
  json: ({ key, value }) => ({ key, value: bytes.json(value) }),
  fromJson: (json) => partsFrom(json, PARAMETER),
  schema: () => partsSchema(PARAMETER),
  text: ({ key, value }, space) => `${PARAMETERS[key] ?? `key${key}`} ${parameterText(key, value, space)}`,
};

const parameters: Field<ServiceParameter[]> = /* @__PURE__ */ listOf(parameter);

const SERVICE: Parts<EncryptedDnsService> = { addresses, parameters };

/** Nothing at all, or: addresses behind their length in 16 bits, then service parameters. */
const service: Field<EncryptedDnsService | null> = {
  kind: "addresses behind a u16 length and service parameters, or nothing",
  read(reader) {
    if (reader.remaining === 0) return null;
    const start = reader.take(reader.u16()), inner = new Reader(reader.bytes, start, reader.offset);
    if (inner.remaining === 0) throw new WireError(`there is no address at offset ${start}`, start);
    const value = { addresses: addresses.read(inner), parameters: parameters.read(reader) };
    checkOrder(value.parameters, reader.offset);
    return value;
  },
  write(writer, value) {
    if (!value) return;
    if (value.addresses.length === 0) throw new WireError("a service has at least one address", writer.offset);
    checkOrder(value.parameters, writer.offset);
    const mark = writer.openLength();
    addresses.write(writer, value.addresses);
    writer.closeLength(mark);
    parameters.write(writer, value.parameters);
  },
  fromJson: (json) => json === null ? null : fitting(service, partsFrom(json, SERVICE)),
  schema: () => ({ anyOf: [{ type: "null" }, partsSchema(SERVICE)] }),
  json: (value) =>
    value && { addresses: addresses.json(value.addresses), parameters: parameters.json(value.parameters) },
  text: (value, space) =>
    value
      ? [addresses.text(value.addresses, space), ...value.parameters.map((one) => parameter.text(one, space))].join(
        ", ",
      )
      : "none",
};

/** Encrypted DNS option: Discovery of Network-designated Resolvers (DNR). */
export const EncryptedDns: OptionDef<EncryptedDnsValue> = /* @__PURE__ */ defineOption(
  144,
  "v6-dnr",
  "RFC 9463 section 4.1",
  { priority: u16, name: countedName, service },
  { repeats: true },
);

function checkOrder(parameters: readonly ServiceParameter[], offset: number): void {
  for (let i = 1; i < parameters.length; i++) {
    const { key } = parameters[i], before = parameters[i - 1].key;
    if (key <= before) throw new WireError(`service parameter ${key} stands behind ${before}`, offset);
  }
}

/** The port as a number, protocols and path as text, all else as bytes. */
function parameterText(key: number, value: Uint8Array, space: OptionSpace): string {
  if (key === 3 && value.length === 2) return String(new Reader(value).u16());
  if (key === 7) return text.text(text.read(new Reader(value)), space);
  return key === 1 && protocols(value, space) || bytes.text(value, space);
}

/** Text behind its length in 8 bits, as often as it fits; `undefined` where it does not. */
function protocols(value: Uint8Array, space: OptionSpace): string | undefined {
  const reader = new Reader(value), found: string[] = [];
  while (reader.remaining > 0) {
    const length = reader.u8();
    if (length > reader.remaining) return undefined;
    found.push(text.text(decodeUtf8(reader.view(length)), space));
  }
  return found.join(" ");
}
