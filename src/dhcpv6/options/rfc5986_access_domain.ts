import { defineOption, type OptionDef } from "../option.ts";
import { domainName } from "../field.ts";

/** The network that a client is in, for finding its location server. */
export interface AccessDomainValue {
  /** Domain name of the access network, without the dot of the root. */
  name: string;
}

/** Access Network Domain Name option. */
export const AccessDomain: OptionDef<AccessDomainValue> = /* @__PURE__ */ defineOption(
  57,
  "v6-access-domain",
  "RFC 5986 section 3.3",
  { name: domainName },
);
