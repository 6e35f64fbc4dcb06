import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { NisDomainName, NispDomainName, NispServers, NisServers } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const nisVectors: readonly Vector[] = [
  vector(NisServers, {
    hex: "001b002020010db800000000000000000000002720010db8000000000000000000000028",
    from: "scapy 2.7.0 made it: DHCP6OptNISServers",
    value: { addresses: [IPv6Address.parse("2001:db8::27"), IPv6Address.parse("2001:db8::28")] },
    json: { addresses: ["2001:db8::27", "2001:db8::28"] },
    text: "nis-servers: 2001:db8::27, 2001:db8::28",
  }),
  vector(NispServers, {
    hex: "001c002020010db800000000000000000000002720010db8000000000000000000000028",
    from: "scapy 2.7.0 made it: DHCP6OptNISPServers",
    value: { addresses: [IPv6Address.parse("2001:db8::27"), IPv6Address.parse("2001:db8::28")] },
    json: { addresses: ["2001:db8::27", "2001:db8::28"] },
    text: "nisp-servers: 2001:db8::27, 2001:db8::28",
  }),
  vector(NisDomainName, {
    hex: "001d0011036e6973076578616d706c6503636f6d00",
    from: "scapy 2.7.0 made it: DHCP6OptNISDomain",
    value: { name: "nis.example.com" },
    json: { name: "nis.example.com" },
    text: "nis-domain-name: nis.example.com",
  }),
  vector(NispDomainName, {
    hex: "001e0012046e697370076578616d706c6503636f6d00",
    from: "scapy 2.7.0 made it: DHCP6OptNISPDomain",
    value: { name: "nisp.example.com" },
    json: { name: "nisp.example.com" },
    text: "nisp-domain-name: nisp.example.com",
  }),
];
