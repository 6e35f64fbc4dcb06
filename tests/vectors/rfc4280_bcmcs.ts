import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { BcmcsServerAddresses, BcmcsServerNames } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const bcmcsVectors: readonly Vector[] = [
  vector(BcmcsServerNames, {
    hex: "002100280662636d637331076578616d706c6503636f6d000662636d637332076578616d706c65036e657400",
    from: "scapy 2.7.0 made it: DHCP6OptBCMCSDomains",
    value: { names: ["bcmcs1.example.com", "bcmcs2.example.net"] },
    json: { names: ["bcmcs1.example.com", "bcmcs2.example.net"] },
    text: "bcmcs-server-d: bcmcs1.example.com, bcmcs2.example.net",
  }),
  vector(BcmcsServerAddresses, {
    hex: "0022002020010db800000000000000000000002720010db8000000000000000000000028",
    from: "scapy 2.7.0 made it: DHCP6OptBCMCSServers",
    value: { addresses: [IPv6Address.parse("2001:db8::27"), IPv6Address.parse("2001:db8::28")] },
    json: { addresses: ["2001:db8::27", "2001:db8::28"] },
    text: "bcmcs-server-a: 2001:db8::27, 2001:db8::28",
  }),
];
