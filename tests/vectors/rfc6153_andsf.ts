import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { Andsf } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const andsfVectors: readonly Vector[] = [
  vector(Andsf, {
    hex: "008f001020010db80000000000000000000a0001",
    from: "made by hand from RFC 6153 section 3; no implementation at hand decodes it",
    value: { addresses: [IPv6Address.parse("2001:db8::a:1")] },
    json: { addresses: ["2001:db8::a:1"] },
    text: "ipv6-address-andsf: 2001:db8::a:1",
  }),
];
