import { defineOption, type OptionDef } from "../option.ts";
import type { FlagValue } from "./rfc9915_exchange.ts";

/** Address Registration option: the server takes note of addresses that clients made themselves. */
export const AddressRegistrationEnable: OptionDef<FlagValue> = /* @__PURE__ */ defineOption(
  148,
  "addr-reg-enable",
  "RFC 9686 section 4.1",
  {},
  { within: ["advertise", "reply"] },
);
