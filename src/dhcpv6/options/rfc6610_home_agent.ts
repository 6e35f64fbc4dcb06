import { defineOption, type OptionDef } from "../option.ts";
import { address, domainName, u8 } from "../field.ts";
import { bytesBetween } from "../field_bounded_bytes.ts";
import { options } from "../nested_field.ts";
import type { IPv6Address } from "../address.ts";
import type { HomeNetworkInformationValue } from "./rfc6610_home_network.ts";

/** The options that tell about one home network. */
const HOME_NETWORKS: readonly string[] = ["mip6-vdinf", "mip6-idinf", "mip6-udinf"];

/** MIPv6 Identified Home Network Information option: the home network that a mobile node asked for. */
export const IdentifiedHomeNetwork: OptionDef<HomeNetworkInformationValue> = /* @__PURE__ */ defineOption(
  69,
  "mip6-idinf",
  "RFC 6610 section 3.2",
  { options },
  { unverified: "which options it holds" },
);

/** MIPv6 Unrestricted Home Network Information option: a home network of the server's choice. */
export const UnrestrictedHomeNetwork: OptionDef<HomeNetworkInformationValue> = /* @__PURE__ */ defineOption(
  70,
  "mip6-udinf",
  "RFC 6610 section 3.2",
  { options },
  { unverified: "which options it holds" },
);

/** The prefix of a home network. */
export interface HomeNetworkPrefixValue {
  /** In bits. */
  prefixLength: number;
  /** The front of the prefix; some write all 16 bytes, others as many as the length takes. */
  prefix: Uint8Array;
}

/** MIPv6 Home Network Prefix option. */
export const HomeNetworkPrefix: OptionDef<HomeNetworkPrefixValue> = /* @__PURE__ */ defineOption(
  71,
  "mip6-hnp",
  "RFC 6610 section 3.3",
  { prefixLength: u8, prefix: /* @__PURE__ */ bytesBetween(0, 16) },
  { within: HOME_NETWORKS, unverified: "how many bytes the prefix has" },
);

/** A home agent. */
export interface HomeAgentAddressValue {
  /** Its address. */
  address: IPv6Address;
}

/** MIPv6 Home Agent Address option. */
export const HomeAgentAddress: OptionDef<HomeAgentAddressValue> = /* @__PURE__ */ defineOption(
  72,
  "mip6-haa",
  "RFC 6610 section 3.4",
  { address },
  { repeats: true, within: HOME_NETWORKS },
);

/** A home agent. */
export interface HomeAgentNameValue {
  /** Its domain name, without the dot of the root. */
  name: string;
}

/** MIPv6 Home Agent FQDN option. */
export const HomeAgentName: OptionDef<HomeAgentNameValue> = /* @__PURE__ */ defineOption(
  73,
  "mip6-haf",
  "RFC 6610 section 3.5",
  { name: domainName },
  { repeats: true, within: HOME_NETWORKS },
);
