import { WireError } from "../../wire/mod.ts";
import { IPv6Address } from "../address.ts";
import { address, address4, type Field, type Json, u16, u8 } from "../field.ts";
import { JsonError } from "../json_error.ts";
import { shown, textFrom } from "../json_value.ts";
import { options } from "../nested_field.ts";
import { defineOption, type OptionDef } from "../option.ts";
import type { Options } from "../options.ts";

/** All that a client needs for 4rd. */
export interface FourRdValue {
  /** {@linkcode FourRdMapRule}, one or more, and at most one {@linkcode FourRdNonMapRule}. */
  options: Options;
}

/** 4rd option: IPv4 Residual Deployment via IPv6. */
export const FourRd: OptionDef<FourRdValue> = /* @__PURE__ */ defineOption(97, "4rd", "RFC 7600 section 4.9", {
  options,
});

/** How IPv4 addresses and IPv6 prefixes of a domain belong together. */
export interface FourRdMapRuleValue {
  /** Length of the IPv4 prefix in bits. */
  prefix4Length: number;
  /** Length of the IPv6 prefix in bits. */
  prefix6Length: number;
  /** Length of the embedded address in bits. */
  eaLength: number;
  /** Bit 7 (W): well-known ports may be used. */
  flags: number;
  /** The IPv4 prefix, as the usual text of its first address. */
  prefix4: string;
  /** The IPv6 prefix: its first 12 or all 16 bytes, whichever the sender writes. */
  prefix6: Uint8Array;
}

/** The IPv6 prefix of a rule: in JSON an address, with `/96` behind it where there are 12 bytes. */
const prefix6: Field<Uint8Array> = {
  kind: "12 or 16 bytes of an address",
  read(reader) {
    const at = reader.offset, value = reader.rest();
    checkWidth(value, at);
    return value;
  },
  write(writer, value) {
    checkWidth(value, writer.offset);
    writer.bytes(value);
  },
  json: (value) => value.length === 16 ? addressText(value) : `${addressText(value)}/96`,
  fromJson: prefix6From,
  schema: () => ({ anyOf: [address.schema(), { type: "string", pattern: "^[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]+/96$" }] }),
  text: addressText,
};

/** 4rd Mapping Rule option. */
export const FourRdMapRule: OptionDef<FourRdMapRuleValue> = /* @__PURE__ */ defineOption(
  98,
  "4rd-map-rule",
  "RFC 7600 section 4.9",
  { prefix4Length: u8, prefix6Length: u8, eaLength: u8, flags: u8, prefix4: address4, prefix6 },
  {
    repeats: true,
    within: ["4rd"],
    unverified: "how many bytes the IPv6 prefix has: implementations read 12 or 16",
  },
);

/** What holds for traffic to addresses that no mapping rule is for. */
export interface FourRdNonMapRuleValue {
  /** Bit 7 (H): hub and spoke; bit 0 (T): there is a traffic class. */
  flags: number;
  /** Traffic class of the tunnel's packets, where bit 0 of the flags is set. */
  trafficClass: number;
  /** Path MTU of the domain, in bytes. */
  domainPmtu: number;
}

/** 4rd Non-Mapping Rule option. */
export const FourRdNonMapRule: OptionDef<FourRdNonMapRuleValue> = /* @__PURE__ */ defineOption(
  99,
  "4rd-non-map-rule",
  "RFC 7600 section 4.9",
  { flags: u8, trafficClass: u8, domainPmtu: u16 },
  { within: ["4rd"], unverified: "which bits the flags are: implementations differ" },
);

function checkWidth(value: Uint8Array, at: number): void {
  if (value.length !== 12 && value.length !== 16) {
    throw new WireError(`an IPv6 prefix has 12 or 16 bytes here, not ${value.length} at offset ${at}`, at);
  }
}

/** An address for all 16 bytes of it, and with `/96` for the first 12 alone. */
function prefix6From(json: Json): Uint8Array {
  const written = textFrom(json), is12 = written.endsWith("/96");
  const whole = address.fromJson(is12 ? written.slice(0, -3) : written).bytes;
  if (is12 && whole.subarray(12).some((byte) => byte !== 0)) {
    throw new JsonError(`${shown(written)} has bits behind its length`);
  }
  return is12 ? whole.subarray(0, 12) : whole;
}

function addressText(value: Uint8Array): string {
  const whole = new Uint8Array(16);
  whole.set(value);
  return String(IPv6Address.from(whole));
}
