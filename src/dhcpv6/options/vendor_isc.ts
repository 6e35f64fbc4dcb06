import { defineOption, type OptionDef } from "../option.ts";
import { address, text, u16 } from "../field.ts";
import { OptionSpace } from "../option_space.ts";
import type { IPv6Address } from "../address.ts";

/** The interface that a DHCPv4-query came in on. */
export interface IscInterfaceValue {
  /** Its name. */
  name: string;
}

/** The address that a DHCPv4-query came from. */
export interface IscSourceAddressValue {
  /** The client's or the relay agent's. */
  address: IPv6Address;
}

/** The port that a DHCPv4-query came from. */
export interface IscSourcePortValue {
  /** UDP port. */
  port: number;
}

/** 4o6 Interface suboption of ISC, between the two servers of Kea that answer DHCPv4-queries. */
export const Isc4o6Interface: OptionDef<IscInterfaceValue> = /* @__PURE__ */ defineOption(
  60000,
  "4o6-interface",
  "Kea Developer's Guide, DHCPv4-over-DHCPv6 inter-process communication",
  { name: text },
  { within: ["vendor-opts"] },
);

/** 4o6 Source Address suboption of ISC. */
export const Isc4o6SourceAddress: OptionDef<IscSourceAddressValue> = /* @__PURE__ */ defineOption(
  60001,
  "4o6-source-address",
  "Kea Developer's Guide, DHCPv4-over-DHCPv6 inter-process communication",
  { address },
  { within: ["vendor-opts"] },
);

/** 4o6 Source Port suboption of ISC. */
export const Isc4o6SourcePort: OptionDef<IscSourcePortValue> = /* @__PURE__ */ defineOption(
  60002,
  "4o6-source-port",
  "Kea Developer's Guide, DHCPv4-over-DHCPv6 inter-process communication",
  { port: u16 },
  { within: ["vendor-opts"] },
);

/** The suboptions of ISC, enterprise number 2495. */
export const iscSuboptions: OptionSpace = /* @__PURE__ */ new OptionSpace("ISC", [
  Isc4o6Interface,
  Isc4o6SourceAddress,
  Isc4o6SourcePort,
]);
