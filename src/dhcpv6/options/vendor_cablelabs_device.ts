import { defineOption, type OptionDef, type OptionTraits } from "../option.ts";
import { Reader, WireError } from "../../wire/mod.ts";
import { bytes, type Field, text } from "../field.ts";
import { macAddress } from "../field_mac_address.ts";
import { type ShortTlv, shortTlvs, shortTlvsWith } from "../field_short_tlv.ts";

const REGISTRY = "CableLabs CL-SP-CANN-DHCP-Reg";

const TRAITS: OptionTraits = {
  within: ["vendor-opts"],
  unverified: "the layout, which was read in other implementations",
};

/** What a cable device says of itself. */
export interface CableLabsTextValue {
  /** For people. */
  text: string;
}

/** Device Type suboption of CableLabs, such as `ECM` or `EROUTER`. */
export const CableLabsDeviceType: OptionDef<CableLabsTextValue> = /* @__PURE__ */ defineOption(
  2,
  "device-type",
  REGISTRY,
  { text },
  TRAITS,
);

/** Embedded Components suboption of CableLabs: device types with colons between them. */
export const CableLabsEmbeddedComponents: OptionDef<CableLabsTextValue> = /* @__PURE__ */ defineOption(
  3,
  "embedded-component-list",
  REGISTRY,
  { text },
  TRAITS,
);

/** Serial Number suboption of CableLabs. */
export const CableLabsSerialNumber: OptionDef<CableLabsTextValue> = /* @__PURE__ */ defineOption(
  4,
  "device-serial-number",
  REGISTRY,
  { text },
  TRAITS,
);

/** Hardware Version suboption of CableLabs. */
export const CableLabsHardwareVersion: OptionDef<CableLabsTextValue> = /* @__PURE__ */ defineOption(
  5,
  "hardware-version-number",
  REGISTRY,
  { text },
  TRAITS,
);

/** Software Version suboption of CableLabs. */
export const CableLabsSoftwareVersion: OptionDef<CableLabsTextValue> = /* @__PURE__ */ defineOption(
  6,
  "software-version-number",
  REGISTRY,
  { text },
  TRAITS,
);

/** Boot ROM Version suboption of CableLabs. */
export const CableLabsBootRomVersion: OptionDef<CableLabsTextValue> = /* @__PURE__ */ defineOption(
  7,
  "boot-rom-version",
  REGISTRY,
  { text },
  TRAITS,
);

/** Who made a cable device. */
export interface CableLabsVendorOuiValue {
  /** Three bytes, or six hexadecimal digits as text: devices differ. */
  oui: Uint8Array;
}

/** Organization Unique Identifier suboption of CableLabs. */
export const CableLabsVendorOui: OptionDef<CableLabsVendorOuiValue> = /* @__PURE__ */ defineOption(
  8,
  "vendor-oui",
  REGISTRY,
  { oui: bytes },
  TRAITS,
);

/** Model Number suboption of CableLabs. */
export const CableLabsModelNumber: OptionDef<CableLabsTextValue> = /* @__PURE__ */ defineOption(
  9,
  "model-number",
  REGISTRY,
  { text },
  TRAITS,
);

/** Vendor Name suboption of CableLabs. */
export const CableLabsVendorName: OptionDef<CableLabsTextValue> = /* @__PURE__ */ defineOption(
  10,
  "vendor-name",
  REGISTRY,
  { text },
  TRAITS,
);

/** What a cable device can do. */
export interface CableLabsCapabilitiesValue {
  /**
   * Of cable modems by the encodings of TLV 5 in DOCSIS, of other devices by those of their own. Many devices send one
   * value of type 5 that holds them all.
   */
  capabilities: ShortTlv[];
}

/** Shown as the values that it holds where there is one of type 5 around them all; a capability 5 has a single byte. */
const capabilitiesField: Field<ShortTlv[]> = /* @__PURE__ */ shortTlvsWith(({ type, value }, space) => {
  if (type !== 5 || value.length < 2) return undefined;
  try {
    return `5 (${shortTlvs.text(shortTlvs.read(new Reader(value)), space)})`;
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
});

/** TLV5 suboption of CableLabs: modem capabilities. */
export const CableLabsModemCapabilities: OptionDef<CableLabsCapabilitiesValue> = /* @__PURE__ */ defineOption(
  35,
  "tlv5",
  REGISTRY,
  { capabilities: capabilitiesField },
  TRAITS,
);

/** Which cable device it is. */
export interface CableLabsMacAddressValue {
  /** 6 bytes. */
  address: Uint8Array;
}

/** Device Identifier suboption of CableLabs. */
export const CableLabsDeviceId: OptionDef<CableLabsMacAddressValue> = /* @__PURE__ */ defineOption(
  36,
  "device-id",
  REGISTRY,
  { address: macAddress },
  TRAITS,
);
