import { domainName } from "../field.ts";
import { options } from "../nested_field.ts";
import { CONFIGURATION, defineOption, type OptionDef } from "../option.ts";
import type { Options } from "../options.ts";

/** The home network of a mobile node (Mobile IPv6). */
export interface HomeNetworkNameValue {
  /** Domain name of the network, without the dot of the root. */
  name: string;
}

/** MIPv6 Home Network ID FQDN option: the network that a mobile node asks about, or that an answer is about. */
export const HomeNetworkName: OptionDef<HomeNetworkNameValue> = /* @__PURE__ */ defineOption(
  49,
  "mip6-hnidf",
  "RFC 6610 section 3.1",
  { name: domainName },
  {
    within: /* @__PURE__ */ CONFIGURATION.concat("mip6-vdinf", "mip6-idinf", "mip6-udinf"),
    unverified: "which messages and options it stands in",
  },
);

/** What a mobile node is told about a home network. */
export interface HomeNetworkInformationValue {
  /** Home network prefix, home agent addresses and names, and the name of the network. */
  options: Options;
}

/** MIPv6 Visited Home Network Information option: a home network that the visited network offers. */
export const VisitedHomeNetwork: OptionDef<HomeNetworkInformationValue> = /* @__PURE__ */ defineOption(
  50,
  "mip6-vdinf",
  "RFC 6610 section 3.2",
  { options },
  { unverified: "which options it holds" },
);
