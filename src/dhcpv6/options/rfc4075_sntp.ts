import { defineOption, type OptionDef } from "../option.ts";
import { addresses } from "../field.ts";
import type { AddressListValue } from "./rfc3646_dns.ts";

/** Simple Network Time Protocol Servers option, which RFC 5908 advises against. */
export const SntpServers: OptionDef<AddressListValue> = /* @__PURE__ */ defineOption(
  31,
  "sntp-servers",
  "RFC 4075 section 4",
  { addresses: addresses },
);
