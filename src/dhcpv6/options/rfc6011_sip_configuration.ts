import { defineOption, type OptionDef } from "../option.ts";
import { domainNames } from "../field.ts";

/** Where a SIP user agent gets its configuration. */
export interface SipConfigurationDomainsValue {
  /** Domains of configuration services, the preferred one first, without the dot of the root. */
  names: string[];
}

/** SIP User Agent Configuration Service Domains option. */
export const SipConfigurationDomains: OptionDef<SipConfigurationDomainsValue> = /* @__PURE__ */ defineOption(
  58,
  "sip-ua-cs-list",
  "RFC 6011 section 6",
  { names: domainNames },
);
