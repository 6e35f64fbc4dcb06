import { CaptivePortal } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const captivePortalVectors: readonly Vector[] = [
  vector(CaptivePortal, {
    hex: "0067001e68747470733a2f2f706f7274616c2e6578616d706c652e636f6d2f617069",
    from: "scapy 2.8.0 made it: DHCP6OptCaptivePortal",
    value: { uri: "https://portal.example.com/api" },
    json: { uri: "https://portal.example.com/api" },
    text: 'captive-portal: "https://portal.example.com/api"',
  }),
];
