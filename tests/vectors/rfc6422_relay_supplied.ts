import { Options } from "../../src/dhcpv6/mod.ts";
import { ErpLocalDomainName, RelaySuppliedOptions } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const relaySuppliedVectors: readonly Vector[] = [
  vector(ErpLocalDomainName, {
    hex: "0041001103657270076578616d706c65036e657400",
    from: "scapy 2.8.0 made it: DHCP6OptERPDomain",
    value: { name: "erp.example.net" },
    json: { name: "erp.example.net" },
    text: "erp-local-domain-name: erp.example.net",
  }),
  vector(RelaySuppliedOptions, {
    hex: "004200150041001103657270076578616d706c65036e657400",
    from: "scapy 2.8.0 made it: DHCP6OptRelaySuppliedOpt",
    value: { options: Options.of(ErpLocalDomainName.of({ name: "erp.example.net" })) },
    json: { options: [{ code: 65, option: "erp-local-domain-name", value: { name: "erp.example.net" } }] },
    text: "rsoo\n  erp-local-domain-name: erp.example.net",
  }),
];
