import { WireError } from "../../wire/mod.ts";
import { addresses, type Field, text } from "../field.ts";
import { integerFrom, integerSchema, shown } from "../json_value.ts";
import { defineOption, type OptionDef, type OptionTraits } from "../option.ts";
import type { IPv6Address } from "../address.ts";

const REGISTRY = "CableLabs CL-SP-CANN-DHCP-Reg";

const TRAITS: OptionTraits = {
  within: ["vendor-opts"],
  unverified: "the layout, which was read in other implementations",
};

/** Servers for cable devices. */
export interface CableLabsServersValue {
  /** The preferred one first. */
  addresses: IPv6Address[];
}

/** TFTP Servers suboption of CableLabs. */
export const CableLabsTftpServers: OptionDef<CableLabsServersValue> = /* @__PURE__ */ defineOption(
  32,
  "tftp-servers",
  REGISTRY,
  { addresses },
  TRAITS,
);

/** Syslog Servers suboption of CableLabs. */
export const CableLabsSyslogServers: OptionDef<CableLabsServersValue> = /* @__PURE__ */ defineOption(
  34,
  "syslog-servers",
  REGISTRY,
  { addresses },
  TRAITS,
);

/** Time Protocol Servers suboption of CableLabs. */
export const CableLabsTimeServers: OptionDef<CableLabsServersValue> = /* @__PURE__ */ defineOption(
  37,
  "rfc868-servers",
  REGISTRY,
  { addresses },
  TRAITS,
);

/** CCAP Cores suboption of CableLabs: whom a remote device connects to. */
export const CableLabsCcapCores: OptionDef<CableLabsServersValue> = /* @__PURE__ */ defineOption(
  61,
  "ccap-cores",
  REGISTRY,
  { addresses },
  TRAITS,
);

/** What a cable device fetches by TFTP. */
export interface CableLabsConfigFileNameValue {
  /** Name of the file. */
  name: string;
}

/** Configuration File Name suboption of CableLabs: what the device fetches by TFTP. */
export const CableLabsConfigFileName: OptionDef<CableLabsConfigFileNameValue> = /* @__PURE__ */ defineOption(
  33,
  "config-file-name",
  REGISTRY,
  { name: text },
  TRAITS,
);

/** How far local time is from UTC. */
export interface CableLabsTimeOffsetValue {
  /** Seconds, east of Greenwich positive; -2^31 to 2^31 - 1. */
  offset: number;
}

/** Seconds in 32 bits, two's complement. */
const signedSeconds: Field<number> = {
  kind: "i32 seconds",
  read: (reader) => reader.u32() | 0,
  write: (writer, value) => writer.u32(within32Bits(value, writer.offset) >>> 0),
  json: (value) => value,
  fromJson: (json) => within32Bits(json, 0),
  schema: () => ({ type: "integer", minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }),
  text: (value) => `${value} s`,
};

/** Time Offset suboption of CableLabs. */
export const CableLabsTimeOffset: OptionDef<CableLabsTimeOffsetValue> = /* @__PURE__ */ defineOption(
  38,
  "time-offset",
  REGISTRY,
  { offset: signedSeconds },
  TRAITS,
);

/** By which protocol a cable device is to be managed. */
export interface CableLabsIpPreferenceValue {
  /** 1 = IPv4, 2 = IPv6, 6 = both. */
  preference: number;
}

const IP_PREFERENCES: { readonly [preference: number]: string | undefined } = { 1: "IPv4", 2: "IPv6", 6: "dual stack" };

const ipPreference: Field<number> = {
  kind: "u8 IP preference",
  read: (reader) => reader.u8(),
  write: (writer, value) => writer.u8(value),
  json: (value) => value,
  fromJson: (json) => integerFrom(json, 0xff),
  schema: () => integerSchema(0xff),
  text: (value) => IP_PREFERENCES[value] ?? String(value),
};

/** IP Preference suboption of CableLabs. */
export const CableLabsIpPreference: OptionDef<CableLabsIpPreferenceValue> = /* @__PURE__ */ defineOption(
  39,
  "ip-pref",
  REGISTRY,
  { preference: ipPreference },
  TRAITS,
);

function within32Bits(value: unknown, offset: number): number {
  if (typeof value === "number" && value === (value | 0)) return value;
  throw new WireError(`${shown(value)} is not a whole number from -2147483648 to 2147483647`, offset);
}
