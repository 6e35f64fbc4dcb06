import { CONFIGURATION, defineOption, type OptionDef } from "../option.ts";
import { address, address4, compactPrefix, type Field, u16, u8 } from "../field.ts";
import { flagsOf } from "../field_flags.ts";
import { fieldLike } from "../field_like.ts";
import { options } from "../nested_field.ts";
import type { IPv6Address } from "../address.ts";
import type { Options } from "../options.ts";
import type { IPv6Prefix } from "../prefix.ts";

/** How IPv4 addresses and IPv6 prefixes of a domain belong together. */
export interface S46RuleValue {
  /** Bit 0 (F): also a forwarding mapping rule. */
  flags: number;
  /** Length of the embedded address in bits, 0 to 48. */
  eaLength: number;
  /** Length of the IPv4 prefix in bits, 0 to 32. */
  prefix4Length: number;
  /** The IPv4 prefix, as the usual text of its first address. */
  prefix4: string;
  /** The IPv6 prefix. */
  prefix6: IPv6Prefix;
  /** {@linkcode S46PortParams}, or none. */
  options: Options;
}

const flags: Field<number> = /* @__PURE__ */ flagsOf(u8, ["forwarding"]);

/** S46 Rule option. */
export const S46Rule: OptionDef<S46RuleValue> = /* @__PURE__ */ defineOption(
  89,
  "s46-rule",
  "RFC 7598 section 4.1",
  { flags, eaLength: u8, prefix4Length: u8, prefix4: address4, prefix6: compactPrefix, options },
  { repeats: true, within: ["s46-cont-mape", "s46-cont-mapt"], requestable: false },
);

/** Where a border relay is. */
export interface S46BorderRelayValue {
  /** The address. */
  address: IPv6Address;
}

/** S46 Border Relay option. */
export const S46BorderRelay: OptionDef<S46BorderRelayValue> = /* @__PURE__ */ defineOption(
  90,
  "s46-br",
  "RFC 7598 section 4.2",
  { address },
  {
    repeats: true,
    within: /* @__PURE__ */ CONFIGURATION.concat("s46-cont-mape", "s46-cont-lw"),
    unverified: "whether it may stand outside of a container (RFC 8539)",
  },
);

/** What stands in front of IPv4 addresses that no rule is for. */
export interface S46DefaultMappingRuleValue {
  /** The prefix. */
  prefix: IPv6Prefix;
}

/** S46 Default Mapping Rule option. */
export const S46DefaultMappingRule: OptionDef<S46DefaultMappingRuleValue> = /* @__PURE__ */ defineOption(
  91,
  "s46-dmr",
  "RFC 7598 section 4.3",
  { prefix: compactPrefix },
  { within: ["s46-cont-mapt"], requestable: false },
);

/** An IPv4 address, all of it or some ports, that belongs to an IPv6 prefix. */
export interface S46BindingValue {
  /** The IPv4 address, as its usual text. */
  address4: string;
  /** The IPv6 prefix. */
  prefix6: IPv6Prefix;
  /** {@linkcode S46PortParams}, or none. */
  options: Options;
}

/** S46 IPv4/IPv6 Address Binding option. */
export const S46Binding: OptionDef<S46BindingValue> = /* @__PURE__ */ defineOption(
  92,
  "s46-v4v6bind",
  "RFC 7598 section 4.4",
  { address4, prefix6: compactPrefix, options },
  { within: ["s46-cont-lw"], requestable: false },
);

/** Which ports of a shared IPv4 address are a customer's. */
export interface S46PortParamsValue {
  /** Bits of the port number in front of the port set identifier, 0 to 15. */
  offset: number;
  /** Bits of the port set identifier that count, 0 to 16. */
  psidLength: number;
  /** Port set identifier, from the leftmost of 16 bits on; bits behind its length are kept: {@linkcode portSetId}. */
  psid: number;
}

/** The number that the port set identifier is, which stands in the leftmost of 16 bits: 0x3400 of 8 bits is 0x34. */
export function portSetId({ psidLength, psid }: Pick<S46PortParamsValue, "psidLength" | "psid">): number {
  return psid >> Math.max(16 - psidLength, 0);
}

/** For people as the number that it is, with all 16 bits where there are some behind it. */
const psid: Field<number> = /* @__PURE__ */ fieldLike(u16, {
  kind: "u16 with the identifier leftmost",
  text(value, _, whole) {
    const { psidLength = 16 } = (whole ?? {}) as Partial<S46PortParamsValue>;
    const hasMore = (value & 0xffff >> Math.min(psidLength, 16)) !== 0;
    return `${portSetId({ psidLength, psid: value })}${hasMore ? ` (of ${value.toString(16).padStart(4, "0")})` : ""}`;
  },
});

/** S46 Port Parameters option. */
export const S46PortParams: OptionDef<S46PortParamsValue> = /* @__PURE__ */ defineOption(
  93,
  "s46-portparams",
  "RFC 7598 section 4.5",
  { offset: u8, psidLength: u8, psid },
  { within: ["s46-rule", "s46-v4v6bind"], requestable: false },
);

/** All that a client needs for one softwire. */
export interface S46ContainerValue {
  /** Rules, relays and bindings, as the kind of softwire needs them. */
  options: Options;
}

/** S46 MAP-E Container option: holds {@linkcode S46Rule} and {@linkcode S46BorderRelay}, one or more of each. */
export const S46MapE: OptionDef<S46ContainerValue> = /* @__PURE__ */ defineOption(
  94,
  "s46-cont-mape",
  "RFC 7598 section 5.1",
  { options },
  { repeats: true },
);

/** S46 MAP-T Container option: holds one {@linkcode S46Rule} or more, and one {@linkcode S46DefaultMappingRule}. */
export const S46MapT: OptionDef<S46ContainerValue> = /* @__PURE__ */ defineOption(
  95,
  "s46-cont-mapt",
  "RFC 7598 section 5.2",
  { options },
);

/** S46 Lightweight 4over6 Container option: holds {@linkcode S46BorderRelay} and at most one {@linkcode S46Binding}. */
export const S46Lightweight: OptionDef<S46ContainerValue> = /* @__PURE__ */ defineOption(
  96,
  "s46-cont-lw",
  "RFC 7598 section 5.3",
  { options },
);
