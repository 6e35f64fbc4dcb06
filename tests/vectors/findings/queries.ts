/** Leasequery and the registration of addresses. */
import { type OptionEntry, Options } from "../../../src/dhcpv6/mod.ts";
import { AddressRegistrationEnable, LeasequeryQuery } from "../../../src/dhcpv6/options/mod.ts";
import { address, cid, type FindingCase, iaAddress, message, raw, relayed } from "./case.ts";

const query = (queryType: number, ...entries: OptionEntry[]) =>
  LeasequeryQuery.of({ queryType, linkAddress: address("::"), options: Options.of(...entries) });

const register = (...entries: OptionEntry[]) => message("addr-reg-inform", [cid, ...entries]);

export const queryCases: readonly FindingCase[] = [
  {
    rule: "missing-query",
    what: "a Leasequery that asks nothing",
    bad: message("leasequery", [cid]),
    path: ["leasequery"],
    says: /lq-query/,
    good: message("leasequery", [cid, query(4)]),
  },
  ...[[1, "ia-address"], [2, "client-id"], [3, "relay-id"], [5, "remote-id"]].map(([type, needed]): FindingCase => ({
    rule: "query-lacks-option",
    what: `a query of type ${type} without ${needed}`,
    bad: message("leasequery", [cid, query(Number(type))]),
    path: ["leasequery", "lq-query"],
    says: new RegExp(`needs an option ${needed}`),
    good: message("leasequery", [
      cid,
      query(Number(type), cid, iaAddress(), raw(53, "00030001020000000001"), raw(37, "0000000901")),
    ]),
  })),
  {
    rule: "query-type-unknown",
    what: "a query of type 6",
    bad: message("leasequery", [cid, query(6)]),
    path: ["leasequery", "lq-query"],
    says: /type 6/,
    good: message("leasequery", [cid, query(4)]),
  },
  {
    rule: "registered-address-count",
    what: "the registration of nothing",
    bad: register(AddressRegistrationEnable.of({})),
    path: ["addr-reg-inform"],
    says: /is none/,
    good: register(iaAddress(100, 200)),
  },
  {
    rule: "registered-address-count",
    what: "the registration of two addresses",
    bad: register(iaAddress(), iaAddress()),
    path: ["addr-reg-inform"],
    says: /are 2/,
    good: register(iaAddress()),
  },
  {
    rule: "registered-address-mismatch",
    what: "the registration of somebody else's address",
    bad: register(iaAddress()),
    path: ["addr-reg-inform"],
    says: /2001:db8::5 was registered from 2001:db8::6/,
    options: { source: address("2001:db8::6") },
    good: register(iaAddress()),
    goodOptions: { source: address("2001:db8::5") },
  },
  {
    rule: "registered-address-mismatch",
    what: "the registration of somebody else's address by way of relay agents",
    bad: relayed(relayed(register(iaAddress()), { peer: "2001:db8::6" }), { hopCount: 1, peer: "2001:db8::5" }),
    path: ["relay-forward", "relay-msg", "relay-forward", "relay-msg", "addr-reg-inform"],
    says: /2001:db8::6/,
    good: relayed(relayed(register(iaAddress()), { peer: "2001:db8::5" }), { hopCount: 1, peer: "fe80::1" }),
  },
];
