import { defineOption, type OptionDef } from "../option.ts";
import { compactPrefix } from "../field.ts";
import type { IPv6Prefix } from "../prefix.ts";

/** From which of its addresses a client tunnels (DHCPv4 over DHCPv6). */
export interface SoftwireBindPrefixValue {
  /** The client picks the address that matches it longest. */
  prefix: IPv6Prefix;
}

/** Softwire Source Binding Prefix Hint option. */
export const SoftwireBindPrefix: OptionDef<SoftwireBindPrefixValue> = /* @__PURE__ */ defineOption(
  137,
  "s46-bind-ipv6-prefix",
  "RFC 8539 section 6.1",
  { prefix: compactPrefix },
);
