import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { LinkAddress } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const linkAddressVectors: readonly Vector[] = [
  vector(LinkAddress, {
    hex: "0050001020010db8008000000000000000000000",
    from: "made by hand from RFC 6977 section 5; no implementation at hand decodes it",
    value: { address: IPv6Address.parse("2001:db8:80::") },
    json: { address: "2001:db8:80::" },
    text: "link-address: 2001:db8:80::",
  }),
];
