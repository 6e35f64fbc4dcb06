import { SipConfigurationDomains } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const sipConfigurationVectors: readonly Vector[] = [
  vector(SipConfigurationDomains, {
    hex: "003a0020076578616d706c6503636f6d0005766f696365076578616d706c65036e657400",
    from: "made by hand from RFC 6011 section 6; no implementation at hand decodes it",
    value: { names: ["example.com", "voice.example.net"] },
    json: { names: ["example.com", "voice.example.net"] },
    text: "sip-ua-cs-list: example.com, voice.example.net",
  }),
];
