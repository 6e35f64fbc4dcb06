import { defineOption, type OptionDef } from "../option.ts";
import { text, u8 } from "../field.ts";
import { OptionSpace } from "../option_space.ts";

/** A pool of addresses or prefixes. */
export interface NokiaPoolValue {
  /** Its name. */
  name: string;
}

/** How long a prefix is. */
export interface NokiaLengthValue {
  /** 0 to 128 bits. */
  length: number;
}

/** WAN Pool suboption of Nokia's service routers: where the address comes from. */
export const NokiaWanPool: OptionDef<NokiaPoolValue> = /* @__PURE__ */ defineOption(
  1,
  "wan-pool",
  "Nokia 7750 SR RADIUS Attributes Reference Guide",
  { name: text },
  { within: ["vendor-opts"] },
);

/** Prefix Pool suboption of Nokia's service routers: where the delegated prefix comes from. */
export const NokiaPrefixPool: OptionDef<NokiaPoolValue> = /* @__PURE__ */ defineOption(
  2,
  "pfx-pool",
  "Nokia 7750 SR RADIUS Attributes Reference Guide",
  { name: text },
  { within: ["vendor-opts"] },
);

/** Prefix Length suboption of Nokia's service routers: how long the delegated prefix is. */
export const NokiaPrefixLength: OptionDef<NokiaLengthValue> = /* @__PURE__ */ defineOption(
  3,
  "pfx-len",
  "Nokia 7750 SR RADIUS Attributes Reference Guide",
  { length: u8 },
  { within: ["vendor-opts"] },
);

/** Reserved NA Length suboption of Nokia's service routers. */
export const NokiaReservedNaLength: OptionDef<NokiaLengthValue> = /* @__PURE__ */ defineOption(
  4,
  "reserved-na-len",
  "Nokia 7750 SR RADIUS Attributes Reference Guide",
  { length: u8 },
  { within: ["vendor-opts"] },
);

/** The suboptions of Nokia's service routers, enterprise number 6527. */
export const nokiaSuboptions: OptionSpace = /* @__PURE__ */ new OptionSpace("Nokia", [
  NokiaWanPool,
  NokiaPrefixPool,
  NokiaPrefixLength,
  NokiaReservedNaLength,
]);
