/** Which values make sense. */
import { fromHex, IPv6Prefix, type OptionEntry, Options } from "../../../src/dhcpv6/mod.ts";
import {
  AddressSelection,
  FourRd,
  FourRdMapRule,
  HomeNetworkPrefix,
  PdExclude,
  Radius,
  RdnssSelection,
  S46MapE,
  S46Rule,
  Status,
} from "../../../src/dhcpv6/options/mod.ts";
import {
  address,
  answer,
  dhcpv4,
  elapsed,
  type FindingCase,
  fqdn,
  iaPd,
  iaPrefix,
  mapE,
  message,
  raw,
  relayed,
  request,
} from "./case.ts";

export const valueCases: readonly FindingCase[] = [
  ...[2, 131].map((length): FindingCase => ({
    rule: "duid-length",
    what: `a DUID of ${length} bytes`,
    bad: message("solicit", [elapsed, raw(1, "00ff".padEnd(2 * length, "0"))]),
    path: ["solicit", "client-id"],
    says: new RegExp(`this one ${length}$`),
    good: message("solicit", [elapsed, raw(1, "00ff".padEnd(2 * 130, "0"))]),
  })),
  {
    rule: "duid-content",
    what: "a UUID of 15 bytes",
    bad: message("solicit", [elapsed, raw(1, "0004" + "11".repeat(15))]),
    path: ["solicit", "client-id"],
    says: /type 4 cannot have 17 bytes/,
    good: message("solicit", [elapsed, raw(1, "0004" + "11".repeat(16))]),
  },
  {
    rule: "duid-content",
    what: "a DUID of the reserved type",
    bad: message("solicit", [elapsed, raw(1, "00001122")]),
    path: ["solicit", "client-id"],
    says: /type 0/,
    good: message("solicit", [elapsed, raw(1, "00091122")]),
  },
  {
    rule: "status-code-unknown",
    what: "a status code that is not assigned",
    bad: answer("reply", Status.of({ code: 99, message: "" })),
    path: ["reply", "status-code"],
    says: /99 is not assigned/,
    good: answer("reply", Status.of({ code: 1, message: "" })),
  },
  {
    rule: "obsolete-status-code",
    what: "UseMulticast",
    bad: answer("reply", Status.of({ code: 5, message: "" })),
    path: ["reply", "status-code"],
    says: /UseMulticast/,
    good: answer("reply", Status.of({ code: 5, message: "" })),
    goodOptions: { profile: "rfc8415" },
  },
  {
    rule: "nul-in-text",
    what: "a NUL at the end of a status message",
    bad: answer("reply", Status.of({ code: 0, message: "ok\0" })),
    path: ["reply", "status-code"],
    says: /NUL/,
    good: answer("reply", Status.of({ code: 0, message: "ok" })),
  },
  {
    rule: "text-not-utf8",
    what: "a status message that is not UTF-8",
    bad: answer("reply", raw(13, "0000fffe")),
    path: ["reply", "status-code"],
    says: /not UTF-8/,
    good: answer("reply", Status.of({ code: 0, message: "žádný 😀" })),
  },
  {
    rule: "prefix-bits",
    what: "an address where a prefix belongs",
    bad: answer("reply", iaPd([iaPrefix("2001:db8:0:1::/60")])),
    path: ["reply", "ia-pd", "ia-prefix"],
    says: /2001:db8:0:1::\/60/,
    good: answer("reply", iaPd([iaPrefix("2001:db8:0:10::/60"), iaPrefix("::/0"), iaPrefix("2001:db8::1/128")])),
  },
  {
    rule: "prefix-bits",
    what: "an excluded prefix with bits behind its length",
    bad: answer("reply", iaPd([iaPrefix("2001:db8::/56", [exclude(60, "01")])])),
    path: ["reply", "ia-pd", "ia-prefix", "pd-exclude"],
    says: /bits behind its first 4/,
    good: answer("reply", iaPd([iaPrefix("2001:db8::/56", [exclude(60, "10")])])),
  },
  {
    rule: "prefix-bits",
    what: "the prefix of a home network",
    bad: answer("reply", HomeNetworkPrefix.of({ prefixLength: 36, prefix: fromHex("20010db801") })),
    path: ["reply", "mip6-hnp"],
    says: /bits behind its first 36/,
    good: answer("reply", HomeNetworkPrefix.of({ prefixLength: 36, prefix: fromHex("20010db8f0") })),
  },
  {
    rule: "prefix-bits",
    what: "the IPv4 prefix of a softwire",
    bad: answer("reply", S46MapE.of({ options: Options.of(s46Rule("192.0.2.1", 24)) })),
    path: ["reply", "s46-cont-mape", "s46-rule"],
    says: /192\.0\.2\.1\/24/,
    good: answer("reply", S46MapE.of({ options: Options.of(s46Rule("192.0.2.0", 24)) })),
  },
  {
    rule: "prefix-bits",
    what: "the IPv4 prefix of 4rd",
    bad: answer("reply", FourRd.of({ options: Options.of(fourRdRule("192.0.3.0", 23, "20010db80000000000000000")) })),
    path: ["reply", "4rd", "4rd-map-rule"],
    says: /192\.0\.3\.0\/23/,
    good: answer("reply", FourRd.of({ options: Options.of(fourRdRule("192.0.2.0", 23, "20010db80000000000000000")) })),
  },
  {
    rule: "prefix-bits",
    what: "the IPv6 prefix of 4rd",
    bad: answer("reply", FourRd.of({ options: Options.of(fourRdRule("192.0.2.0", 23, "20010db80000000000000001")) })),
    path: ["reply", "4rd", "4rd-map-rule"],
    says: /IPv6 prefix has bits behind its first 32/,
    good: answer("reply", FourRd.of({ options: Options.of(fourRdRule("192.0.2.0", 23, "20010db80000000000000000")) })),
  },
  {
    rule: "prefix-bits",
    what: "the prefix in a RADIUS attribute",
    bad: relayed(request("solicit"), { options: [radius("002020010db801")] }),
    path: ["relay-forward", "radius"],
    says: /delegated-ipv6-prefix has bits behind its first 32/,
    good: relayed(request("solicit"), { options: [radius("002020010db800")] }),
  },
  {
    rule: "reserved-bits",
    what: "flags of a FQDN that have no meaning",
    bad: request("request", fqdn(8)),
    path: ["request", "client-fqdn"],
    says: /reserved/,
    good: request("request", fqdn(1)),
  },
  {
    rule: "reserved-bits",
    what: "flags of a DHCPv4-query that have no meaning",
    bad: dhcpv4(0x800001, raw(87, "01")),
    path: ["dhcpv4-query"],
    says: /reserved/,
    good: dhcpv4(0x800000, raw(87, "01")),
  },
  {
    rule: "reserved-bits",
    what: "flags of an address selection that have no meaning",
    bad: answer("reply", AddressSelection.of({ flags: 4, options: Options.none })),
    path: ["reply", "addrsel"],
    says: /reserved/,
    good: answer("reply", AddressSelection.of({ flags: 3, options: Options.none })),
  },
  {
    rule: "reserved-bits",
    what: "bits beside the preference of a DNS server",
    bad: answer(
      "reply",
      RdnssSelection.of({ address: address("2001:db8::53"), preference: 5, domains: ["example.com"] }),
    ),
    path: ["reply", "rdnss-selection"],
    says: /reserved/,
    good: answer(
      "reply",
      RdnssSelection.of({ address: address("2001:db8::53"), preference: 3, domains: ["example.com"] }),
    ),
  },
  {
    rule: "reserved-bits",
    what: "flags of a mapping rule that have no meaning",
    bad: answer("reply", mapE({ flags: 2 })),
    path: ["reply", "s46-cont-mape", "s46-rule"],
    says: /reserved/,
    good: answer("reply", mapE({ flags: 1 })),
  },
];

function exclude(prefixLength: number, subnetId: string): OptionEntry {
  return PdExclude.of({ prefixLength, subnetId: fromHex(subnetId) });
}

function s46Rule(prefix4: string, prefix4Length: number): OptionEntry {
  const prefix6 = IPv6Prefix.parse("2001:db8::/32");
  return S46Rule.of({ flags: 0, eaLength: 0, prefix4Length, prefix4, prefix6, options: Options.none });
}

function fourRdRule(prefix4: string, prefix4Length: number, prefix6: string): OptionEntry {
  const value = { prefix4Length, prefix6Length: 32, eaLength: 0, flags: 0, prefix4, prefix6: fromHex(prefix6) };
  return FourRdMapRule.of(value);
}

/** A relay agent's RADIUS option with a Delegated-IPv6-Prefix. */
function radius(value: string): OptionEntry {
  return Radius.of({ attributes: [{ type: 123, value: fromHex(value) }] });
}
