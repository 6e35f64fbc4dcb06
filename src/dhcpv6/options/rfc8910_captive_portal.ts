import { text } from "../field.ts";
import { defineOption, type OptionDef } from "../option.ts";

/** Where a client asks what stands between it and the Internet. */
export interface CaptivePortalValue {
  /** URI of the captive portal's API; `urn:ietf:params:capport:unrestricted` where there is no portal. */
  uri: string;
}

/** Captive-Portal option. */
export const CaptivePortal: OptionDef<CaptivePortalValue> = /* @__PURE__ */ defineOption(
  103,
  "captive-portal",
  "RFC 8910 section 2.2",
  { uri: text },
);
