import { fromHex, Options } from "../../src/dhcpv6/mod.ts";
import { FourRd, FourRdMapRule, FourRdNonMapRule } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const rule = {
  prefix4Length: 24,
  prefix6Length: 40,
  eaLength: 16,
  flags: 0x80,
  prefix4: "198.51.100.0",
  prefix6: fromHex("20010db8440000000000000000000000"),
};
const ruleJson = {
  "prefix4-length": 24,
  "prefix6-length": 40,
  "ea-length": 16,
  flags: 0x80,
  prefix4: "198.51.100.0",
  prefix6: "2001:db8:4400::",
};
const other = { flags: 0x81, trafficClass: 0x28, domainPmtu: 1460 };
const otherJson = { flags: 0x81, "traffic-class": 0x28, "domain-pmtu": 1460 };

export const fourRdVectors: readonly Vector[] = [
  vector(FourRdMapRule, {
    hex: "0062001818281080c633640020010db8440000000000000000000000",
    from: "insomniacslk/dhcp of 2026-09-01 made it: Opt4RDMapRule",
    value: rule,
    json: ruleJson,
    text:
      "4rd-map-rule: prefix4-length 24, prefix6-length 40, ea-length 16, flags 128, prefix4 198.51.100.0, prefix6 2001:db8:4400::",
  }),
  vector(FourRdMapRule, {
    hex: "0062001418281080c633640020010db84400000000000000",
    from: "shaped like FreeRADIUS's test vectors, which are read here as FreeRADIUS reads them: 12 bytes of prefix",
    value: { ...rule, prefix6: fromHex("20010db84400000000000000") },
    json: { ...ruleJson, prefix6: "2001:db8:4400::/96" },
    text:
      "4rd-map-rule: prefix4-length 24, prefix6-length 40, ea-length 16, flags 128, prefix4 198.51.100.0, prefix6 2001:db8:4400::",
  }),
  vector(FourRdNonMapRule, {
    hex: "00630004812805b4",
    from: "insomniacslk/dhcp of 2026-09-01 made it: Opt4RDNonMapRule",
    value: other,
    json: otherJson,
    text: "4rd-non-map-rule: flags 129, traffic-class 40, domain-pmtu 1460",
  }),
  vector(FourRd, {
    hex: "006100240062001818281080c633640020010db844000000000000000000000000630004812805b4",
    from: "insomniacslk/dhcp of 2026-09-01 made it: Opt4RD",
    value: { options: Options.of(FourRdMapRule.of(rule), FourRdNonMapRule.of(other)) },
    json: {
      options: [
        { code: 98, option: "4rd-map-rule", value: ruleJson },
        { code: 99, option: "4rd-non-map-rule", value: otherJson },
      ],
    },
    text:
      "4rd\n  4rd-map-rule: prefix4-length 24, prefix6-length 40, ea-length 16, flags 128, prefix4 198.51.100.0, prefix6 2001:db8:4400::\n  4rd-non-map-rule: flags 129, traffic-class 40, domain-pmtu 1460",
  }),
];
