import { text } from "../field.ts";
import { defineOption, type OptionDef } from "../option.ts";

/** Where a thing's Manufacturer Usage Description is. */
export interface MudUrlValue {
  /** URL with the scheme `https`, at most 253 bytes. */
  url: string;
}

/** MUD URL option: what the network should let the client do. */
export const MudUrl: OptionDef<MudUrlValue> = /* @__PURE__ */ defineOption(
  112,
  "mud-url-v6",
  "RFC 8520 section 10",
  { url: text },
  {
    within: ["solicit", "request", "confirm", "renew", "rebind", "release", "decline", "information-request"],
    requestable: false,
  },
);
