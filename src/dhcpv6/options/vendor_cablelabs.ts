import { defineOption, type OptionDef, type OptionTraits } from "../option.ts";
import { type Field, optionCodes, u32 } from "../field.ts";
import { macAddress } from "../field_mac_address.ts";
import { type ShortTlv, shortTlvsWith } from "../field_short_tlv.ts";
import { optionsOf } from "../nested_field.ts";
import { OptionSpace } from "../option_space.ts";
import type { Options } from "../options.ts";
import {
  CableLabsBootRomVersion,
  type CableLabsCapabilitiesValue,
  CableLabsDeviceId,
  CableLabsDeviceType,
  CableLabsEmbeddedComponents,
  CableLabsHardwareVersion,
  type CableLabsMacAddressValue,
  CableLabsModelNumber,
  CableLabsModemCapabilities,
  CableLabsSerialNumber,
  CableLabsSoftwareVersion,
  CableLabsVendorName,
  CableLabsVendorOui,
} from "./vendor_cablelabs_device.ts";
import {
  CableLabsCcapCores,
  CableLabsConfigFileName,
  CableLabsIpPreference,
  CableLabsSyslogServers,
  CableLabsTftpServers,
  CableLabsTimeOffset,
  CableLabsTimeServers,
} from "./vendor_cablelabs_settings.ts";
import { packetCableSuboptions, packetCableV6Suboptions } from "./vendor_packetcable.ts";

const REGISTRY = "CableLabs CL-SP-CANN-DHCP-Reg";

const TRAITS: OptionTraits = {
  within: ["vendor-opts"],
  unverified: "the layout, which was read in other implementations",
};

/** Suboptions that a cable device asks for. */
export interface CableLabsOptionRequestValue {
  /** Codes of CableLabs' suboptions, not of DHCPv6 options. */
  codes: number[];
}

/** Option Request suboption of CableLabs. */
export const CableLabsOptionRequest: OptionDef<CableLabsOptionRequestValue> = /* @__PURE__ */ defineOption(
  1,
  "oro",
  REGISTRY,
  { codes: optionCodes },
  TRAITS,
);

/** Versions as they are spoken of: major in the first byte, minor in the second. */
const cmtsCapabilities: Field<ShortTlv[]> = /* @__PURE__ */ shortTlvsWith(({ type, value }) => {
  const name = ["", "DOCSIS", "DPoE"][type];
  return name && value.length === 2 ? `${name} ${value[0]}.${value[1]}` : undefined;
});

/** CMTS Capabilities suboption of CableLabs: a relay agent tells them to the server. */
export const CableLabsCmtsCapabilities: OptionDef<CableLabsCapabilitiesValue> = /* @__PURE__ */ defineOption(
  1025,
  "docs-cmts-cap",
  REGISTRY,
  { capabilities: cmtsCapabilities },
  TRAITS,
);

/** CM MAC Address suboption of CableLabs: the cable modem that a client is behind. */
export const CableLabsCmMacAddress: OptionDef<CableLabsMacAddressValue> = /* @__PURE__ */ defineOption(
  1026,
  "cm-mac-addr",
  REGISTRY,
  { address: macAddress },
  TRAITS,
);

/** Options within a suboption. */
export interface CableLabsContainerValue {
  /** In a code space of their own. */
  options: Options;
}

/** Options that an eRouter hands on to its clients; their codes are not looked up, since no description could be had. */
export const eRouterSuboptions: OptionSpace = /* @__PURE__ */ new OptionSpace("eRouter container", []);

/** eRouter Container suboption of CableLabs. */
export const CableLabsERouterContainer: OptionDef<CableLabsContainerValue> = /* @__PURE__ */ defineOption(
  1027,
  "erouter-container",
  REGISTRY,
  { options: /* @__PURE__ */ optionsOf(eRouterSuboptions) },
  TRAITS,
);

/** CableLabs Client Configuration suboption, for DHCPv4. */
export const CableLabsClientConfiguration: OptionDef<CableLabsContainerValue> = /* @__PURE__ */ defineOption(
  2170,
  "ccc",
  REGISTRY,
  { options: /* @__PURE__ */ optionsOf(packetCableSuboptions) },
  TRAITS,
);

/** CableLabs Client Configuration suboption, for DHCPv6. */
export const CableLabsClientConfigurationV6: OptionDef<CableLabsContainerValue> = /* @__PURE__ */ defineOption(
  2171,
  "cccv6",
  REGISTRY,
  { options: /* @__PURE__ */ optionsOf(packetCableV6Suboptions) },
  TRAITS,
);

/** Which messages of a device belong together. */
export interface CableLabsCorrelationIdValue {
  /** Random. */
  id: number;
}

/** Correlation ID suboption of CableLabs. */
export const CableLabsCorrelationId: OptionDef<CableLabsCorrelationIdValue> = /* @__PURE__ */ defineOption(
  2172,
  "correlation-id",
  REGISTRY,
  { id: u32 },
  TRAITS,
);

/** The suboptions of CableLabs, enterprise number 4491. */
export const cableLabsSuboptions: OptionSpace = /* @__PURE__ */ new OptionSpace("CableLabs", [
  CableLabsOptionRequest,
  CableLabsDeviceType,
  CableLabsEmbeddedComponents,
  CableLabsSerialNumber,
  CableLabsHardwareVersion,
  CableLabsSoftwareVersion,
  CableLabsBootRomVersion,
  CableLabsVendorOui,
  CableLabsModelNumber,
  CableLabsVendorName,
  CableLabsTftpServers,
  CableLabsConfigFileName,
  CableLabsSyslogServers,
  CableLabsModemCapabilities,
  CableLabsDeviceId,
  CableLabsTimeServers,
  CableLabsTimeOffset,
  CableLabsIpPreference,
  CableLabsCcapCores,
  CableLabsCmtsCapabilities,
  CableLabsCmMacAddress,
  CableLabsERouterContainer,
  CableLabsClientConfiguration,
  CableLabsClientConfigurationV6,
  CableLabsCorrelationId,
]);
