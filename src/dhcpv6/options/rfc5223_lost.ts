import { domainName } from "../field.ts";
import { defineOption, type OptionDef } from "../option.ts";

/** A server that tells which emergency service is responsible for a place. */
export interface LostServerValue {
  /** Domain name to look the server up by, without the dot of the root. */
  name: string;
}

/** Location-to-Service Translation (LoST) Server option. */
export const LostServer: OptionDef<LostServerValue> = /* @__PURE__ */ defineOption(
  51,
  "v6-lost",
  "RFC 5223 section 5",
  { name: domainName },
);
