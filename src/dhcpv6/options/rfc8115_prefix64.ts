import { compactPrefix } from "../field.ts";
import { defineOption, type OptionDef } from "../option.ts";
import type { IPv6Prefix } from "../prefix.ts";

/** What stands in front of IPv4 addresses within IPv6 addresses; length 0 = there is none. */
export interface Prefix64Value {
  /** For any-source multicast; 96 bits. */
  asm: IPv6Prefix;
  /** For source-specific multicast; 96 bits. */
  ssm: IPv6Prefix;
  /** For unicast, the sources of multicast. */
  unicast: IPv6Prefix;
}

/** Prefix64 option: IPv4-embedded multicast and unicast prefixes. */
export const Prefix64: OptionDef<Prefix64Value> = /* @__PURE__ */ defineOption(
  113,
  "v6-prefix64",
  "RFC 8115 section 3",
  { asm: compactPrefix, ssm: compactPrefix, unicast: compactPrefix },
  { repeats: true },
);
