import { IPv6Address, Options } from "../../src/dhcpv6/mod.ts";
import {
  NtpMulticastAddress,
  NtpServer,
  NtpServerAddress,
  NtpServerFqdn,
  ntpSuboptions,
} from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const ntpVectors: readonly Vector[] = [
  vector(NtpServerAddress, {
    hex: "0001001020010db8000000000000000000000007",
    from: "dhcpkit 1.0.7 made it: NTPServerAddressSubOption",
    space: ntpSuboptions,
    value: { address: IPv6Address.parse("2001:db8::7") },
    json: { address: "2001:db8::7" },
    text: "server-address: 2001:db8::7",
  }),
  vector(NtpMulticastAddress, {
    hex: "00020010ff050000000000000000000000000101",
    from: "dhcpkit 1.0.7 made it: NTPMulticastAddressSubOption",
    space: ntpSuboptions,
    value: { address: IPv6Address.parse("ff05::101") },
    json: { address: "ff05::101" },
    text: "multicast-address: ff05::101",
  }),
  vector(NtpServerFqdn, {
    hex: "00030011036e7470076578616d706c6503636f6d00",
    from: "dhcpkit 1.0.7 made it: NTPServerFQDNSubOption",
    space: ntpSuboptions,
    value: { fqdn: "ntp.example.com" },
    json: { fqdn: "ntp.example.com" },
    text: "server-fqdn: ntp.example.com",
  }),
  vector(NtpServer, {
    hex: "0038003d0001001020010db800000000000000000000000700020010ff05000000000000000000000000010100030011036e7470" +
      "076578616d706c6503636f6d00",
    from: "dhcpkit 1.0.7 made it: NTPServersOption",
    value: {
      options: Options.of(
        NtpServerAddress.of({ address: IPv6Address.parse("2001:db8::7") }),
        NtpMulticastAddress.of({ address: IPv6Address.parse("ff05::101") }),
        NtpServerFqdn.of({ fqdn: "ntp.example.com" }),
      ),
    },
    json: {
      options: [
        { code: 1, option: "server-address", value: { address: "2001:db8::7" } },
        { code: 2, option: "multicast-address", value: { address: "ff05::101" } },
        { code: 3, option: "server-fqdn", value: { fqdn: "ntp.example.com" } },
      ],
    },
    text: "ntp-server\n  server-address: 2001:db8::7\n  multicast-address: ff05::101\n  server-fqdn: ntp.example.com",
  }),
];
