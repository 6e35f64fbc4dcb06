import { addresses } from "../field.ts";
import { defineOption, type OptionDef } from "../option.ts";
import type { AddressListValue } from "./rfc3646_dns.ts";

/** PANA Authentication Agent option: agents for network access authentication, in order of preference. */
export const PanaAgent: OptionDef<AddressListValue> = /* @__PURE__ */ defineOption(
  40,
  "pana-agent",
  "RFC 5192 section 5",
  { addresses },
);
