import { defineOption, type OptionDef } from "../option.ts";
import { addresses } from "../field.ts";
import type { IPv6Address } from "../address.ts";

/** Where a mobile device learns of access networks (3GPP Access Network Discovery and Selection Function). */
export interface AndsfValue {
  /** In the order to try. */
  addresses: IPv6Address[];
}

/** ANDSF IPv6 Address option. */
export const Andsf: OptionDef<AndsfValue> = /* @__PURE__ */ defineOption(
  143,
  "ipv6-address-andsf",
  "RFC 6153 section 3",
  { addresses },
);
