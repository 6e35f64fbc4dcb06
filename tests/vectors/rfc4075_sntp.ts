import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { SntpServers } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const sntpVectors: readonly Vector[] = [
  vector(SntpServers, {
    hex: "001f001020010db8000000000000000000000123",
    from: "scapy 2.8.0 made it: DHCP6OptSNTPServers",
    value: { addresses: [IPv6Address.parse("2001:db8::123")] },
    json: { addresses: ["2001:db8::123"] },
    text: "sntp-servers: 2001:db8::123",
  }),
];
