import { defineOption, type OptionDef } from "../option.ts";
import { u8 } from "../field.ts";
import { bytesBetween } from "../field_bounded_bytes.ts";

/** Which part of a delegated prefix the client must not use on its own links. */
export interface PdExcludeValue {
  /** Length of the excluded prefix in bits, more than that of the delegated one. */
  prefixLength: number;
  /** The bits of the excluded prefix behind the delegated one, from the first bit on; 1 to 16 bytes. */
  subnetId: Uint8Array;
}

/** Prefix Exclude option. */
export const PdExclude: OptionDef<PdExcludeValue> = /* @__PURE__ */ defineOption(
  67,
  "pd-exclude",
  "RFC 6603 section 4.2",
  { prefixLength: u8, subnetId: /* @__PURE__ */ bytesBetween(1, 16) },
  { within: ["ia-prefix"] },
);
