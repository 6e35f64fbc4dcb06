import { defineOption, type OptionDef } from "../option.ts";
import { addresses, domainNames } from "../field.ts";
import { optionsOf } from "../nested_field.ts";
import { OptionSpace } from "../option_space.ts";
import type { IPv6Address } from "../address.ts";
import type { Options } from "../options.ts";

/** Addresses of servers for one of the IEEE 802.21 mobility services. */
export interface MosAddressesValue {
  /** The preferred one first. */
  addresses: IPv6Address[];
}

/** Names of servers for one of the IEEE 802.21 mobility services. */
export interface MosNamesValue {
  /** The preferred one first, without the dot of the root. */
  names: string[];
}

/** Servers of the Information Service, by address. */
export const MosInformationAddresses: OptionDef<MosAddressesValue> = /* @__PURE__ */ defineOption(
  1,
  "information-service",
  "RFC 5678 section 4",
  { addresses },
  { within: ["ipv6-address-mos"] },
);

/** Servers of the Command Service, by address. */
export const MosCommandAddresses: OptionDef<MosAddressesValue> = /* @__PURE__ */ defineOption(
  2,
  "command-service",
  "RFC 5678 section 4",
  { addresses },
  { within: ["ipv6-address-mos"] },
);

/** Servers of the Event Service, by address. */
export const MosEventAddresses: OptionDef<MosAddressesValue> = /* @__PURE__ */ defineOption(
  3,
  "event-service",
  "RFC 5678 section 4",
  { addresses },
  { within: ["ipv6-address-mos"] },
);

/** Servers of the Information Service, by name. */
export const MosInformationNames: OptionDef<MosNamesValue> = /* @__PURE__ */ defineOption(
  1,
  "information-service",
  "RFC 5678 section 5",
  { names: domainNames },
  { within: ["ipv6-fqdn-mos"] },
);

/** Servers of the Command Service, by name. */
export const MosCommandNames: OptionDef<MosNamesValue> = /* @__PURE__ */ defineOption(
  2,
  "command-service",
  "RFC 5678 section 5",
  { names: domainNames },
  { within: ["ipv6-fqdn-mos"] },
);

/** Servers of the Event Service, by name. */
export const MosEventNames: OptionDef<MosNamesValue> = /* @__PURE__ */ defineOption(
  3,
  "event-service",
  "RFC 5678 section 5",
  { names: domainNames },
  { within: ["ipv6-fqdn-mos"] },
);

/** The suboptions of {@linkcode MosAddresses}. */
export const mosAddressSuboptions: OptionSpace = /* @__PURE__ */ new OptionSpace("MoS address suboptions", [
  MosInformationAddresses,
  MosCommandAddresses,
  MosEventAddresses,
]);

/** The suboptions of {@linkcode MosNames}. */
export const mosNameSuboptions: OptionSpace = /* @__PURE__ */ new OptionSpace("MoS name suboptions", [
  MosInformationNames,
  MosCommandNames,
  MosEventNames,
]);

/** Where a client gets mobility services. */
export interface MosServersValue {
  /** At most one suboption for each service. */
  options: Options;
}

/** MoS IPv6 Address option. */
export const MosAddresses: OptionDef<MosServersValue> = /* @__PURE__ */ defineOption(
  54,
  "ipv6-address-mos",
  "RFC 5678 section 4",
  { options: /* @__PURE__ */ optionsOf(mosAddressSuboptions) },
);

/** MoS Domain Name List option. */
export const MosNames: OptionDef<MosServersValue> = /* @__PURE__ */ defineOption(
  55,
  "ipv6-fqdn-mos",
  "RFC 5678 section 5",
  { options: /* @__PURE__ */ optionsOf(mosNameSuboptions) },
);
