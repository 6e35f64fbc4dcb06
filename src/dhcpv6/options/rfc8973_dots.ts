import { defineOption, type OptionDef } from "../option.ts";
import { addresses, domainName } from "../field.ts";
import type { IPv6Address } from "../address.ts";

/** Who mitigates attacks for a client (DDoS Open Threat Signaling). */
export interface DotsReferenceIdentifierValue {
  /** The agent's name, without the dot of the root; its certificate has to be for it. */
  name: string;
}

/** DOTS Reference Identifier option. */
export const DotsReferenceIdentifier: OptionDef<DotsReferenceIdentifierValue> = /* @__PURE__ */ defineOption(
  141,
  "v6-dots-ri",
  "RFC 8973 section 5.1.1",
  { name: domainName },
);

/** Where the DOTS agent is. */
export interface DotsAddressValue {
  /** In the order to try. */
  addresses: IPv6Address[];
}

/** DOTS Address option. */
export const DotsAddress: OptionDef<DotsAddressValue> = /* @__PURE__ */ defineOption(
  142,
  "v6-dots-address",
  "RFC 8973 section 5.1.2",
  { addresses },
);
