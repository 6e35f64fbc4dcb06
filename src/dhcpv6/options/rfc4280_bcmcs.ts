import { defineOption, type OptionDef } from "../option.ts";
import { addresses, domainNames } from "../field.ts";
import type { AddressListValue, DomainListValue } from "./rfc3646_dns.ts";

/** Broadcast and Multicast Service (BCMCS) Controller Domain Name List option, in order of preference. */
export const BcmcsServerNames: OptionDef<DomainListValue> = /* @__PURE__ */ defineOption(
  33,
  "bcmcs-server-d",
  "RFC 4280 section 4.3",
  { names: domainNames },
);

/** Broadcast and Multicast Service (BCMCS) Controller IPv6 Address option, in order of preference. */
export const BcmcsServerAddresses: OptionDef<AddressListValue> = /* @__PURE__ */ defineOption(
  34,
  "bcmcs-server-a",
  "RFC 4280 section 4.4",
  { addresses },
);
