import { defineOption, type OptionDef } from "../option.ts";
import { addresses, domainName } from "../field.ts";
import type { AddressListValue } from "./rfc3646_dns.ts";

/** The domain of a Network Information Service. */
export interface NisDomainValue {
  /** Without the dot of the root. */
  name: string;
}

/** Network Information Service (NIS) Servers option, in order of preference. */
export const NisServers: OptionDef<AddressListValue> = /* @__PURE__ */ defineOption(
  27,
  "nis-servers",
  "RFC 3898 section 3",
  { addresses },
);

/** Network Information Service V2 (NIS+) Servers option, in order of preference. */
export const NispServers: OptionDef<AddressListValue> = /* @__PURE__ */ defineOption(
  28,
  "nisp-servers",
  "RFC 3898 section 4",
  { addresses },
);

/** Network Information Service (NIS) Domain Name option. */
export const NisDomainName: OptionDef<NisDomainValue> = /* @__PURE__ */ defineOption(
  29,
  "nis-domain-name",
  "RFC 3898 section 5",
  { name: domainName },
);

/** Network Information Service V2 (NIS+) Domain Name option. */
export const NispDomainName: OptionDef<NisDomainValue> = /* @__PURE__ */ defineOption(
  30,
  "nisp-domain-name",
  "RFC 3898 section 6",
  { name: domainName },
);
