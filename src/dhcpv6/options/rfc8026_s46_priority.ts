import { optionCodes } from "../field.ts";
import { defineOption, type OptionDef } from "../option.ts";

/** Which softwire a client should set up. */
export interface S46PriorityValue {
  /** Codes of the options for softwires, the best first: 64, 88, 94, 95 or 96. */
  codes: number[];
}

/** S46 Priority option. */
export const S46Priority: OptionDef<S46PriorityValue> = /* @__PURE__ */ defineOption(
  111,
  "s46-priority",
  "RFC 8026 section 1.4",
  { codes: optionCodes },
);
