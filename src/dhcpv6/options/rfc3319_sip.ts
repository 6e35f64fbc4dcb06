import { defineOption, type OptionDef } from "../option.ts";
import { addresses, domainNames } from "../field.ts";
import type { AddressListValue, DomainListValue } from "./rfc3646_dns.ts";

/** SIP Servers Domain Name List option, in order of preference. */
export const SipServerNames: OptionDef<DomainListValue> = /* @__PURE__ */ defineOption(
  21,
  "sip-server-d",
  "RFC 3319 section 3.1",
  { names: domainNames },
);

/** SIP Servers IPv6 Address List option, in order of preference. */
export const SipServerAddresses: OptionDef<AddressListValue> = /* @__PURE__ */ defineOption(
  22,
  "sip-server-a",
  "RFC 3319 section 3.2",
  { addresses: addresses },
);
