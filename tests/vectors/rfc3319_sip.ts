import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { SipServerAddresses, SipServerNames } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const sipVectors: readonly Vector[] = [
  vector(SipServerNames, {
    hex: "0015002303736970076578616d706c6503636f6d000473697032076578616d706c6503636f6d00",
    from: "scapy 2.8.0 made it: DHCP6OptSIPDomains",
    value: { names: ["sip.example.com", "sip2.example.com"] },
    json: { names: ["sip.example.com", "sip2.example.com"] },
    text: "sip-server-d: sip.example.com, sip2.example.com",
  }),
  vector(SipServerAddresses, {
    hex: "0016001020010db8000000000000000000005060",
    from: "scapy 2.8.0 made it: DHCP6OptSIPServers",
    value: { addresses: [IPv6Address.parse("2001:db8::5060")] },
    json: { addresses: ["2001:db8::5060"] },
    text: "sip-server-a: 2001:db8::5060",
  }),
];
