import { defineOption, type OptionDef } from "../option.ts";
import { domainName } from "../field.ts";

/** The far end of a DS-Lite tunnel. */
export interface AftrNameValue {
  /** Without the dot of the root. */
  name: string;
}

/** AFTR-Name option. */
export const AftrName: OptionDef<AftrNameValue> = /* @__PURE__ */ defineOption(
  64,
  "aftr-name",
  "RFC 6334 section 3",
  { name: domainName },
);
