import { CONFIGURATION, defineOption, type OptionDef } from "../option.ts";
import { domainName } from "../field.ts";
import { options } from "../nested_field.ts";
import type { Options } from "../options.ts";

/** Where a client's EAP Re-authentication Protocol server is. */
export interface ErpLocalDomainNameValue {
  /** Domain of the local ERP server, without the dot of the root. */
  name: string;
}

/** ERP Local Domain Name option. */
export const ErpLocalDomainName: OptionDef<ErpLocalDomainNameValue> = /* @__PURE__ */ defineOption(
  65,
  "erp-local-domain-name",
  "RFC 6440 section 3.1",
  { name: domainName },
  { within: /* @__PURE__ */ CONFIGURATION.concat("rsoo") },
);

/** What a relay agent wants a server to send to the client. */
export interface RelaySuppliedOptionsValue {
  /** Options that IANA lists as fit for it; so far that is `erp-local-domain-name` alone. */
  options: Options;
}

/** Relay-Supplied Options option. */
export const RelaySuppliedOptions: OptionDef<RelaySuppliedOptionsValue> = /* @__PURE__ */ defineOption(
  66,
  "rsoo",
  "RFC 6422 section 3",
  { options },
  { within: ["relay-forward"], requestable: false },
);
