import { IPv6Address, IPv6Prefix, Options } from "../../src/dhcpv6/mod.ts";
import { IaAddress, IaNa, IaPd, IaPrefix, IaTa, Status } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const leased = IaAddress.of({
  address: IPv6Address.parse("2001:db8::5"),
  preferredLifetime: 100,
  validLifetime: 200,
  options: Options.none,
});
const leasedJson = {
  code: 5,
  option: "ia-address",
  value: { address: "2001:db8::5", "preferred-lifetime": 100, "valid-lifetime": 200, options: [] },
};

export const identityAssociationVectors: readonly Vector[] = [
  vector(IaNa, {
    hex: "0003000cc43cb2f10000000000000000",
    from: "a client sent it (shared fixture relayed-solicit)",
    value: { iaid: 0xc43cb2f1, t1: 0, t2: 0, options: Options.none },
    json: { iaid: 0xc43cb2f1, t1: 0, t2: 0, options: [] },
    text: "ia-na: iaid 3292312305, t1 0 s, t2 0 s",
  }),
  vector(IaTa, {
    hex: "00040020c43cb2f10005001820010db800000000000000000000000500000064000000c8",
    from: "scapy 2.8.0 made it: DHCP6OptIA_TA",
    value: { iaid: 0xc43cb2f1, options: Options.of(leased) },
    json: { iaid: 0xc43cb2f1, options: [leasedJson] },
    text: "ia-ta: iaid 3292312305\n" +
      "  ia-address: address 2001:db8::5, preferred-lifetime 1 min 40 s, valid-lifetime 3 min 20 s",
  }),
  vector(IaAddress, {
    hex: "0005002020010db800000000000000000000000500000e1000001c20000d000400006f6b",
    from: "scapy 2.8.0 made it: DHCP6OptIAAddress",
    value: {
      address: IPv6Address.parse("2001:db8::5"),
      preferredLifetime: 3600,
      validLifetime: 7200,
      options: Options.of(Status.of({ code: 0, message: "ok" })),
    },
    json: {
      address: "2001:db8::5",
      "preferred-lifetime": 3600,
      "valid-lifetime": 7200,
      options: [{ code: 13, option: "status-code", value: { code: 0, message: "ok" } }],
    },
    text: "ia-address: address 2001:db8::5, preferred-lifetime 1 h, valid-lifetime 2 h\n" +
      '  status-code: code Success, message "ok"',
  }),
  vector(IaPd, {
    hex: "00190029c43cb2f10000000000000000001a001900000177000002583820010db8ffccfe000000000000000000",
    from: "a server sent it (shared fixture relayed-advertise)",
    value: {
      iaid: 0xc43cb2f1,
      t1: 0,
      t2: 0,
      options: Options.of(
        IaPrefix.of({
          preferredLifetime: 375,
          validLifetime: 600,
          prefix: IPv6Prefix.parse("2001:db8:ffcc:fe00::/56"),
          options: Options.none,
        }),
      ),
    },
    json: {
      iaid: 0xc43cb2f1,
      t1: 0,
      t2: 0,
      options: [{
        code: 26,
        option: "ia-prefix",
        value: {
          "preferred-lifetime": 375,
          "valid-lifetime": 600,
          prefix: "2001:db8:ffcc:fe00::/56",
          options: [],
        },
      }],
    },
    text: "ia-pd: iaid 3292312305, t1 0 s, t2 0 s\n" +
      "  ia-prefix: preferred-lifetime 6 min 15 s, valid-lifetime 10 min, prefix 2001:db8:ffcc:fe00::/56",
  }),
  vector(IaPrefix, {
    hex: "001a001900000e1000001c203820010db8000001000000000000000000",
    from: "scapy 2.8.0 made it: DHCP6OptIAPrefix",
    value: {
      preferredLifetime: 3600,
      validLifetime: 7200,
      prefix: IPv6Prefix.parse("2001:db8:0:100::/56"),
      options: Options.none,
    },
    json: { "preferred-lifetime": 3600, "valid-lifetime": 7200, prefix: "2001:db8:0:100::/56", options: [] },
    text: "ia-prefix: preferred-lifetime 1 h, valid-lifetime 2 h, prefix 2001:db8:0:100::/56",
  }),
];
