import { SipConfigurationDomains } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const sipConfigurationVectors: readonly Vector[] = [
  vector(SipConfigurationDomains, {
    hex: "003a0020076578616d706c6503636f6d0005766f696365076578616d706c65036e657400",
    from: "Kea 2.2.0 made it out of sip-ua-cs-list = example.com, voice.example.net; " +
      "dhcpcd 9.4.1 reads it as sip_ua_cs_list=example.com voice.example.net",
    value: { names: ["example.com", "voice.example.net"] },
    json: { names: ["example.com", "voice.example.net"] },
    text: "sip-ua-cs-list: example.com, voice.example.net",
  }),
];
