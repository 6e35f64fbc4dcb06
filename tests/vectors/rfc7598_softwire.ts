import { IPv6Address, IPv6Prefix, Options } from "../../src/dhcpv6/mod.ts";
import {
  S46Binding,
  S46BorderRelay,
  S46DefaultMappingRule,
  S46Lightweight,
  S46MapE,
  S46MapT,
  S46PortParams,
  S46Rule,
} from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const ports = { offset: 4, psidLength: 8, psid: 0x1200 };
const portsJson = { code: 93, option: "s46-portparams", value: { offset: 4, "psid-length": 8, psid: 0x1200 } };
const relay = { address: IPv6Address.parse("2001:db8::b") };
const relayJson = { code: 90, option: "s46-br", value: { address: "2001:db8::b" } };

const rule = {
  flags: 1,
  eaLength: 16,
  prefix4Length: 24,
  prefix4: "198.51.100.0",
  prefix6: IPv6Prefix.parse("2001:db8:4400::/38"),
  options: Options.of(S46PortParams.of(ports)),
};
const ruleJson = {
  flags: 1,
  "ea-length": 16,
  "prefix4-length": 24,
  prefix4: "198.51.100.0",
  prefix6: "2001:db8:4400::/38",
  options: [portsJson],
};

const wideRule = {
  flags: 0,
  eaLength: 0,
  prefix4Length: 0,
  prefix4: "0.0.0.0",
  prefix6: IPv6Prefix.parse("2001:db8::/32"),
  options: Options.of(),
};
const wideRuleJson = {
  flags: 0,
  "ea-length": 0,
  "prefix4-length": 0,
  prefix4: "0.0.0.0",
  prefix6: "2001:db8::/32",
  options: [],
};

const binding = {
  address4: "192.0.2.33",
  prefix6: IPv6Prefix.parse("2001:db8:56::/56"),
  options: Options.of(S46PortParams.of(ports)),
};
const bindingJson = { address4: "192.0.2.33", prefix6: "2001:db8:56::/56", options: [portsJson] };

export const softwireVectors: readonly Vector[] = [
  vector(S46Rule, {
    hex: "00590015011018c63364002620010db844005d000404081200",
    from: "dhcpkit 1.0.7 made it: S46RuleOption",
    value: rule,
    json: ruleJson,
    text:
      "s46-rule: flags 1 (forwarding), ea-length 16, prefix4-length 24, prefix4 198.51.100.0, prefix6 2001:db8:4400::/38\n  s46-portparams: offset 4, psid-length 8, psid 18",
  }),
  vector(S46Rule, {
    hex: "0059000c000000000000002020010db8",
    from: "dhcpkit 1.0.7 made it: S46RuleOption",
    value: wideRule,
    json: wideRuleJson,
    text: "s46-rule: flags 0, ea-length 0, prefix4-length 0, prefix4 0.0.0.0, prefix6 2001:db8::/32",
  }),
  vector(S46BorderRelay, {
    hex: "005a001020010db800000000000000000000000b",
    from: "dhcpkit 1.0.7 made it: S46BROption",
    value: relay,
    json: relayJson.value,
    text: "s46-br: 2001:db8::b",
  }),
  vector(S46DefaultMappingRule, {
    hex: "005b00094020010db800640000",
    from: "dhcpkit 1.0.7 made it: S46DMROption",
    value: { prefix: IPv6Prefix.parse("2001:db8:64::/64") },
    json: { prefix: "2001:db8:64::/64" },
    text: "s46-dmr: 2001:db8:64::/64",
  }),
  vector(S46Binding, {
    hex: "005c0014c00002213820010db8005600005d000404081200",
    from: "dhcpkit 1.0.7 made it: S46V4V6BindingOption",
    value: binding,
    json: bindingJson,
    text:
      "s46-v4v6bind: address4 192.0.2.33, prefix6 2001:db8:56::/56\n  s46-portparams: offset 4, psid-length 8, psid 18",
  }),
  vector(S46PortParams, {
    hex: "005d000404081200",
    from: "dhcpkit 1.0.7 made it: S46PortParametersOption",
    value: ports,
    json: portsJson.value,
    text: "s46-portparams: offset 4, psid-length 8, psid 18",
  }),
  vector(S46MapE, {
    hex: "005e002d00590015011018c63364002620010db844005d000404081200005a001020010db800000000000000000000000b",
    from: "dhcpkit 1.0.7 made it: S46MapEContainerOption",
    value: { options: Options.of(S46Rule.of(rule), S46BorderRelay.of(relay)) },
    json: { options: [{ code: 89, option: "s46-rule", value: ruleJson }, relayJson] },
    text:
      "s46-cont-mape\n  s46-rule: flags 1 (forwarding), ea-length 16, prefix4-length 24, prefix4 198.51.100.0, prefix6 2001:db8:4400::/38\n    s46-portparams: offset 4, psid-length 8, psid 18\n  s46-br: 2001:db8::b",
  }),
  vector(S46MapT, {
    hex: "005f001d0059000c000000000000002020010db8005b00094020010db800640000",
    from: "dhcpkit 1.0.7 made it: S46MapTContainerOption",
    value: {
      options: Options.of(
        S46Rule.of(wideRule),
        S46DefaultMappingRule.of({ prefix: IPv6Prefix.parse("2001:db8:64::/64") }),
      ),
    },
    json: {
      options: [
        { code: 89, option: "s46-rule", value: wideRuleJson },
        { code: 91, option: "s46-dmr", value: { prefix: "2001:db8:64::/64" } },
      ],
    },
    text:
      "s46-cont-mapt\n  s46-rule: flags 0, ea-length 0, prefix4-length 0, prefix4 0.0.0.0, prefix6 2001:db8::/32\n  s46-dmr: 2001:db8:64::/64",
  }),
  vector(S46Lightweight, {
    hex: "0060002c005a001020010db800000000000000000000000b005c0014c00002213820010db8005600005d000404081200",
    from: "dhcpkit 1.0.7 made it: S46LWContainerOption",
    value: { options: Options.of(S46BorderRelay.of(relay), S46Binding.of(binding)) },
    json: { options: [relayJson, { code: 92, option: "s46-v4v6bind", value: bindingJson }] },
    text:
      "s46-cont-lw\n  s46-br: 2001:db8::b\n  s46-v4v6bind: address4 192.0.2.33, prefix6 2001:db8:56::/56\n    s46-portparams: offset 4, psid-length 8, psid 18",
  }),
];
