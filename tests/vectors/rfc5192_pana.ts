import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { PanaAgent } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const panaVectors: readonly Vector[] = [
  vector(PanaAgent, {
    hex: "0028002020010db800000000000000000000002720010db8000000000000000000000028",
    from: "scapy 2.7.0 made it: DHCP6OptPanaAuthAgent",
    value: { addresses: [IPv6Address.parse("2001:db8::27"), IPv6Address.parse("2001:db8::28")] },
    json: { addresses: ["2001:db8::27", "2001:db8::28"] },
    text: "pana-agent: 2001:db8::27, 2001:db8::28",
  }),
];
