import { ClientFqdn } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const fqdnVectors: readonly Vector[] = [
  vector(ClientFqdn, {
    hex: "002700130104686f7374076578616d706c6503636f6d00",
    from: "scapy 2.8.0 and dhcpkit 1.0.7 made it: DHCP6OptClientFQDN, ClientFQDNOption",
    value: { flags: 1, name: "host.example.com." },
    json: { flags: 1, name: "host.example.com." },
    text: "client-fqdn: flags 1 (server updates AAAA), name host.example.com.",
  }),
  vector(ClientFqdn, {
    hex: "002700060004686f7374",
    from: "TShark 4.0.17 reads it as the partial name host",
    value: { flags: 0, name: "host" },
    json: { flags: 0, name: "host" },
    text: "client-fqdn: flags 0, name host",
  }),
  vector(ClientFqdn, {
    hex: "0027000104",
    from: "TShark 4.0.17 reads it as flags without a name",
    value: { flags: 4, name: "" },
    json: { flags: 4, name: "" },
    text: 'client-fqdn: flags 4 (server updates nothing), name ""',
  }),
];
