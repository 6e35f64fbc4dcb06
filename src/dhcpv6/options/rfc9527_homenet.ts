import { defineOption, type OptionDef } from "../option.ts";
import { domainName, u16 } from "../field.ts";

const NOT_CHECKED = "in which messages it may stand";

/** A domain that was registered for a home. */
export interface RegisteredDomainValue {
  /** Without the dot of the root. */
  name: string;
}

/** Registered Homenet Domain option. */
export const RegisteredDomain: OptionDef<RegisteredDomainValue> = /* @__PURE__ */ defineOption(
  145,
  "registered-domain",
  "RFC 9527 section 4.1",
  { name: domainName },
  { repeats: true, unverified: NOT_CHECKED },
);

/** Who publishes a home's DNS zone. */
export interface DistributionManagerValue {
  /** Bit 0: DNS over mutually authenticated TLS; the others are not assigned. */
  supportedTransports: number;
  /** Without the dot of the root. */
  name: string;
}

/** Forward Distribution Manager option: for the zone of names. */
export const ForwardDistributionManager: OptionDef<DistributionManagerValue> = /* @__PURE__ */ defineOption(
  146,
  "forward-dist-manager",
  "RFC 9527 section 4.2",
  { supportedTransports: u16, name: domainName },
  { unverified: NOT_CHECKED },
);

/** Reverse Distribution Manager option: for the zone of addresses. */
export const ReverseDistributionManager: OptionDef<DistributionManagerValue> = /* @__PURE__ */ defineOption(
  147,
  "reverse-dist-manager",
  "RFC 9527 section 4.3",
  { supportedTransports: u16, name: domainName },
  { unverified: NOT_CHECKED },
);
