import { defineOption, type OptionDef } from "../option.ts";
import { text } from "../field.ts";
import { OptionSpace } from "../option_space.ts";

/** Why FreeRADIUS refused something. */
export interface FreeRadiusErrorMessageValue {
  /** For people. */
  message: string;
}

/** Error Message suboption of FreeRADIUS. */
export const FreeRadiusErrorMessage: OptionDef<FreeRadiusErrorMessageValue> = /* @__PURE__ */ defineOption(
  1,
  "error-message",
  "FreeRADIUS, its vendor dictionary for DHCPv6",
  { message: text },
  { within: ["vendor-opts"] },
);

/** The suboptions of FreeRADIUS, enterprise number 11344. */
export const freeRadiusSuboptions: OptionSpace = /* @__PURE__ */ new OptionSpace("FreeRADIUS", [
  FreeRadiusErrorMessage,
]);
