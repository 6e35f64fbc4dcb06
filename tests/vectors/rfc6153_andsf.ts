import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { Andsf } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const andsfVectors: readonly Vector[] = [
  vector(Andsf, {
    hex: "008f001020010db80000000000000000000a0001",
    from: "Kea 2.2.0 made it out of ipv6-address-andsf = 2001:db8::a:1; " +
      "dhcpcd 10.5.2 reads it as andsf6=2001:db8::a:1",
    value: { addresses: [IPv6Address.parse("2001:db8::a:1")] },
    json: { addresses: ["2001:db8::a:1"] },
    text: "ipv6-address-andsf: 2001:db8::a:1",
  }),
];
