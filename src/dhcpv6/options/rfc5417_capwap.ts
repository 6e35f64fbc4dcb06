import { addresses } from "../field.ts";
import { defineOption, type OptionDef } from "../option.ts";
import type { AddressListValue } from "./rfc3646_dns.ts";

/** CAPWAP Access Controller option: controllers of wireless access points, in order of preference. */
export const CapwapControllers: OptionDef<AddressListValue> = /* @__PURE__ */ defineOption(
  52,
  "capwap-ac-v6",
  "RFC 5417 section 3",
  { addresses },
);
