import { defineOption, type OptionDef } from "../option.ts";
import { bytes, seconds, u32 } from "../field.ts";
import { options } from "../nested_field.ts";
import type { IaValue } from "./rfc9915_identity_association.ts";

const DRAFT = "draft-ietf-spring-dhc-distribute-srv6-locator-dhcp";

/** Identity Association for SRv6 Locators option, a temporary assignment of IANA: holds {@linkcode Srv6Locator}. */
export const IaSrv6Locator: OptionDef<IaValue> = /* @__PURE__ */ defineOption(
  149,
  "ia-srv6-locator",
  DRAFT,
  { iaid: u32, t1: seconds, t2: seconds, options },
  {
    repeats: true,
    within: ["solicit", "advertise", "request", "renew", "rebind", "release", "reply"],
    requestable: false,
    unverified: "the layout, taken to be that of other identity associations, and where it may stand",
  },
);

/** A locator of segment routing over IPv6. */
export interface Srv6LocatorValue {
  /** As it stands in the option. */
  data: Uint8Array;
}

/** SRv6 Locator option, a temporary assignment of IANA. */
export const Srv6Locator: OptionDef<Srv6LocatorValue> = /* @__PURE__ */ defineOption(
  150,
  "ialocator",
  DRAFT,
  { data: bytes },
  {
    repeats: true,
    within: ["ia-srv6-locator"],
    requestable: false,
    unverified: "the layout, so the body is kept as bytes",
  },
);
