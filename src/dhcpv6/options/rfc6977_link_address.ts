import { defineOption, type OptionDef } from "../option.ts";
import { address } from "../field.ts";
import type { IPv6Address } from "../address.ts";

/** Which link's clients a relay agent wants to be reconfigured. */
export interface LinkAddressValue {
  /** An address of the link. */
  address: IPv6Address;
}

/** Link Address option. */
export const LinkAddress: OptionDef<LinkAddressValue> = /* @__PURE__ */ defineOption(
  80,
  "link-address",
  "RFC 6977 section 5",
  { address },
  { within: ["reconfigure-request"], requestable: false },
);
