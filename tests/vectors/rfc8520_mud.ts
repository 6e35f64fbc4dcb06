import { MudUrl } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const mudVectors: readonly Vector[] = [
  vector(MudUrl, {
    hex: "0070002468747470733a2f2f7468696e67732e6578616d706c652e636f6d2f6c616d702e6a736f6e",
    from: "scapy 2.8.0 made it: DHCP6OptMudUrl",
    value: { url: "https://things.example.com/lamp.json" },
    json: { url: "https://things.example.com/lamp.json" },
    text: 'mud-url-v6: "https://things.example.com/lamp.json"',
  }),
];
