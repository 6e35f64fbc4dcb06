import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { DnsServers, DomainList } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const dnsVectors: readonly Vector[] = [
  vector(DnsServers, {
    hex: "001700202001486048600000000000000000888820014860486000000000000000008844",
    from: "scapy 2.8.0 made it: DHCP6OptDNSServers",
    value: { addresses: [IPv6Address.parse("2001:4860:4860::8888"), IPv6Address.parse("2001:4860:4860::8844")] },
    json: { addresses: ["2001:4860:4860::8888", "2001:4860:4860::8844"] },
    text: "dns-servers: 2001:4860:4860::8888, 2001:4860:4860::8844",
  }),
  vector(DnsServers, {
    hex: "00170000",
    from: "TShark 4.0.17 reads it as a list without servers",
    value: { addresses: [] },
    json: { addresses: [] },
    text: "dns-servers: none",
  }),
  vector(DomainList, {
    hex: "0018001e076578616d706c6503636f6d0003466f6f076578616d706c65034f524700",
    from: "scapy 2.8.0 made it: DHCP6OptDNSDomains",
    value: { names: ["example.com", "Foo.example.ORG"] },
    json: { names: ["example.com", "Foo.example.ORG"] },
    text: "domain-list: example.com, Foo.example.ORG",
  }),
];
