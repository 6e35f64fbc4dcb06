import { defineOption, type OptionDef, type OptionTraits } from "../option.ts";
import { toHex } from "../../wire/mod.ts";
import { address, bytes, type Field, text, u8 } from "../field.ts";
import { bytesBetween } from "../field_bounded_bytes.ts";
import { enterpriseNumber } from "../field_enterprise.ts";
import { bytesFrom, bytesSchema } from "../json_value.ts";
import { OptionSpace } from "../option_space.ts";
import { Options } from "../options.ts";
import { mayHoldSecret } from "../secret_option.ts";
import type { IPv6Address } from "../address.ts";

const WITHIN_RADIUS: OptionTraits = { repeats: true, within: ["radius"] };

/** What a vendor's RADIUS server says. */
export interface RadiusVendorSpecificValue {
  /** The vendor's number in IANA's list of private enterprises. */
  enterprise: number;
  /** Mostly attributes of the vendor's own. */
  data: Uint8Array;
}

/** Vendor-Specific attribute. */
export const RadiusVendorSpecific: OptionDef<RadiusVendorSpecificValue> = /* @__PURE__ */ defineOption(
  26,
  "vendor-specific",
  "RFC 2865 section 5.26",
  { enterprise: enterpriseNumber, data: bytes },
  WITHIN_RADIUS,
);

/** A prefix for a client. */
export interface RadiusDelegatedPrefixValue {
  /** Reserved, 0. */
  reserved: number;
  /** 0 to 128 bits. */
  prefixLength: number;
  /** As many bytes as the prefix needs, or more; at most 16. */
  prefix: Uint8Array;
}

/** Delegated-IPv6-Prefix attribute. */
export const RadiusDelegatedPrefix: OptionDef<RadiusDelegatedPrefixValue> = /* @__PURE__ */ defineOption(
  123,
  "delegated-ipv6-prefix",
  "RFC 4818 section 3",
  { reserved: u8, prefixLength: u8, prefix: /* @__PURE__ */ bytesBetween(0, 16) },
  WITHIN_RADIUS,
);

/** Where a tunnel for IPv4 ends. */
export interface RadiusTunnelNameValue {
  /** The name of the AFTR. */
  name: Uint8Array;
}

/** DS-Lite-Tunnel-Name attribute. */
export const RadiusDsLiteTunnelName: OptionDef<RadiusTunnelNameValue> = /* @__PURE__ */ defineOption(
  144,
  "ds-lite-tunnel-name",
  "RFC 6519 section 4.1",
  { name: bytes },
  { within: ["radius"], unverified: "whether the name is text or as in DNS, so it is kept as bytes" },
);

/** An address that a RADIUS server tells. */
export interface RadiusAddressValue {
  /** The address. */
  address: IPv6Address;
}

/** Framed-IPv6-Address attribute: an address for the client. */
export const RadiusFramedAddress: OptionDef<RadiusAddressValue> = /* @__PURE__ */ defineOption(
  168,
  "framed-ipv6-address",
  "RFC 6911 section 3.1",
  { address },
  WITHIN_RADIUS,
);

/** DNS-Server-IPv6-Address attribute. */
export const RadiusDnsServer: OptionDef<RadiusAddressValue> = /* @__PURE__ */ defineOption(
  169,
  "dns-server-ipv6-address",
  "RFC 6911 section 3.2",
  { address },
  WITHIN_RADIUS,
);

/** A pool that a DHCPv6 server is to take from. */
export interface RadiusPoolValue {
  /** Its name. */
  pool: string;
}

/** Delegated-IPv6-Prefix-Pool attribute. */
export const RadiusPrefixPool: OptionDef<RadiusPoolValue> = /* @__PURE__ */ defineOption(
  171,
  "delegated-ipv6-prefix-pool",
  "RFC 6911 section 3.4",
  { pool: text },
  WITHIN_RADIUS,
);

/** Stateful-IPv6-Address-Pool attribute. */
export const RadiusAddressPool: OptionDef<RadiusPoolValue> = /* @__PURE__ */ defineOption(
  172,
  "stateful-ipv6-address-pool",
  "RFC 6911 section 3.5",
  { pool: text },
  WITHIN_RADIUS,
);

/** One of the attributes that share a type. */
export interface RadiusExtendedValue {
  /** Which one; 3 = DHCPv6-Options, of which a relay agent may hand on those for encrypted DNS (RFC 9445). */
  extendedType: number;
  /** As the extended type says. */
  data: Uint8Array;
}

/** Named options where they are DHCPv6 options, bytes otherwise. */
const extendedData: Field<Uint8Array> = {
  kind: "bytes, DHCPv6 options for extended type 3",
  read: (reader) => reader.rest(),
  write: (writer, value) => writer.bytes(value),
  json: (value) => toHex(value),
  fromJson: bytesFrom,
  schema: bytesSchema,
  text(value, space, whole) {
    const holdsOptions = typeof whole === "object" && whole !== null && "extendedType" in whole &&
      whole.extendedType === 3 && Options.at(value, 0, value.length).problem === undefined;
    if (!holdsOptions) return bytes.text(value, space);
    return [...Options.at(value, 0, value.length)]
      .map(({ code, data }) => `${space.nameOf(code)} ${dataText(code, data, space)}`).join(", ");
  },
};

function dataText(code: number, data: Uint8Array, space: OptionSpace): string {
  return mayHoldSecret(space.get(code)) ? `of ${data.length} bytes` : bytes.text(data, space);
}

/** Extended-Type-5 attribute. */
export const RadiusExtendedType5: OptionDef<RadiusExtendedValue> = /* @__PURE__ */ defineOption(
  245,
  "extended-attribute-5",
  "RFC 6929 section 2.1",
  { extendedType: u8, data: extendedData },
  WITHIN_RADIUS,
);

/** The RADIUS attributes that relay agents may hand on in a RADIUS option (RFC 7037 section 3 and the IANA registry). */
export const radiusAttributes: OptionSpace = /* @__PURE__ */ new OptionSpace("RADIUS", [
  RadiusVendorSpecific,
  RadiusDelegatedPrefix,
  RadiusDsLiteTunnelName,
  RadiusFramedAddress,
  RadiusDnsServer,
  RadiusPrefixPool,
  RadiusAddressPool,
  RadiusExtendedType5,
]);
