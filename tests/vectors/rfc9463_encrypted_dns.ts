import { fromHex, IPv6Address } from "../../src/dhcpv6/mod.ts";
import { EncryptedDns } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const encryptedDnsVectors: readonly Vector[] = [
  vector(EncryptedDns, {
    hex: "009000540064001103646e73076578616d706c65036e65740000" +
      "2020010db800000000000000000000005320010db8000000000000000000000054" +
      "0001000703646f740268320003000220fb000700082f717b3f646e737d",
    from:
      "Kea 3.0.4 made it out of v6-dnr = 100, dns.example.net., 2001:db8::53 2001:db8::54, alpn=dot\\,h2 port=8443 dohpath=/q{?dns}; " +
      "TShark 4.6.9 reads it as DNR service priority: 100, DNR authentication domain name: dns.example.net, DNR addresses list length: 32, DNR address: 2001:db8::53, DNR address: 2001:db8::54, ALPN: dot, ALPN: h2, Port: 8443, SvcParamKey: dohpath (7); " +
      "dnspython 2.9.2 made name and service parameters, as of an SVCB record",
    value: {
      priority: 100,
      name: "dns.example.net",
      service: {
        addresses: [IPv6Address.parse("2001:db8::53"), IPv6Address.parse("2001:db8::54")],
        parameters: [
          { key: 1, value: fromHex("03646f74026832") },
          { key: 3, value: fromHex("20fb") },
          { key: 7, value: new TextEncoder().encode("/q{?dns}") },
        ],
      },
    },
    json: {
      priority: 100,
      name: "dns.example.net",
      service: {
        addresses: ["2001:db8::53", "2001:db8::54"],
        parameters: [
          { key: 1, value: "03646f74026832" },
          { key: 3, value: "20fb" },
          { key: 7, value: "2f717b3f646e737d" },
        ],
      },
    },
    text: "v6-dnr: priority 100, name dns.example.net, " +
      'service 2001:db8::53, 2001:db8::54, alpn "dot" "h2", port 8443, dohpath "/q{?dns}"',
  }),
  vector(EncryptedDns, {
    hex: "009000150001001103646e73076578616d706c65036e657400",
    from:
      "Kea 3.0.4 made it out of v6-dnr = 1, dns.example.net.; TShark 4.6.9 wants a length of addresses behind the name",
    value: { priority: 1, name: "dns.example.net", service: null },
    json: { priority: 1, name: "dns.example.net", service: null },
    text: "v6-dnr: priority 1, name dns.example.net, service none",
  }),
];
