import { fromHex } from "../../src/dhcpv6/mod.ts";
import { Vss } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const vssVectors: readonly Vector[] = [
  vector(Vss, {
    hex: "0044000b00637573746f6d65722d37",
    from: "scapy 2.8.0 made it: DHCP6OptVSS",
    value: { type: 0, info: new TextEncoder().encode("customer-7") },
    json: { type: 0, info: "637573746f6d65722d37" },
    text: 'vss: type 0, info 637573746f6d65722d37 "customer-7"',
  }),
  vector(Vss, {
    hex: "004400080100005e00000007",
    from: "scapy 2.8.0 made it: DHCP6OptVSS",
    value: { type: 1, info: fromHex("00005e00000007") },
    json: { type: 1, info: "00005e00000007" },
    text: "vss: type 1, info 00005e00000007",
  }),
  vector(Vss, {
    hex: "00440001ff",
    from: "scapy 2.8.0 made it: DHCP6OptVSS",
    value: { type: 255, info: new Uint8Array() },
    json: { type: 255, info: "" },
    text: "vss: type 255, info empty",
  }),
];
