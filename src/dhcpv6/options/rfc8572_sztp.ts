import { defineOption, type OptionDef } from "../option.ts";
import { countedTexts } from "../field_counted_text.ts";

/** Where a new device finds out what to do (secure zero touch provisioning). */
export interface SztpRedirectValue {
  /** URIs of bootstrap servers, `https://…`, in the order to try. */
  uris: string[];
}

/** SZTP Redirect option. */
export const SztpRedirect: OptionDef<SztpRedirectValue> = /* @__PURE__ */ defineOption(
  136,
  "v6-sztp-redirect",
  "RFC 8572 section 8.2",
  { uris: countedTexts },
);
