import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { LinkAddress } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const linkAddressVectors: readonly Vector[] = [
  vector(LinkAddress, {
    hex: "0050001020010db8008000000000000000000000",
    from: "Kea 2.2.0 made it out of link-address = 2001:db8:80::; " +
      "dhcpcd 9.4.1 reads it as link_address=2001:db8:80::",
    value: { address: IPv6Address.parse("2001:db8:80::") },
    json: { address: "2001:db8:80::" },
    text: "link-address: 2001:db8:80::",
  }),
];
