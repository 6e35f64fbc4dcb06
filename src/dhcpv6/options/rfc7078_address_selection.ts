import { defineOption, type OptionDef } from "../option.ts";
import { compactPrefix, type Field, u8 } from "../field.ts";
import { flagsOf } from "../field_flags.ts";
import { options } from "../nested_field.ts";
import type { Options } from "../options.ts";
import type { IPv6Prefix } from "../prefix.ts";

/** How a client chooses among its addresses (RFC 6724). */
export interface AddressSelectionValue {
  /** 1 = prefer temporary addresses, 2 = rows may be added on its own; the others are reserved. */
  flags: number;
  /** The rows of the policy table, each an `addrsel-table`. */
  options: Options;
}

const flags: Field<number> = /* @__PURE__ */ flagsOf(u8, ["prefer temporary addresses", "rows may be added"]);

/** Address Selection option. */
export const AddressSelection: OptionDef<AddressSelectionValue> = /* @__PURE__ */ defineOption(
  84,
  "addrsel",
  "RFC 7078 section 2",
  { flags, options },
);

/** A row of the policy table. */
export interface AddressSelectionTableValue {
  /** Sources and destinations of the same label go together. */
  label: number;
  /** The highest is tried first. */
  precedence: number;
  /** The addresses that the row is about. */
  prefix: IPv6Prefix;
}

/** Address Selection Policy Table option. */
export const AddressSelectionTable: OptionDef<AddressSelectionTableValue> = /* @__PURE__ */ defineOption(
  85,
  "addrsel-table",
  "RFC 7078 section 2",
  { label: u8, precedence: u8, prefix: compactPrefix },
  { repeats: true, within: ["addrsel"] },
);
