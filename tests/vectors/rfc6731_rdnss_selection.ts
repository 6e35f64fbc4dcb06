import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { RdnssSelection } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const domains = ["corp.example.com", "8.b.d.0.1.0.0.2.ip6.arpa"];

export const rdnssSelectionVectors: readonly Vector[] = [
  vector(RdnssSelection, {
    hex: "004a003d20010db80000000000000000000000530104636f7270076578616d706c6503636f6d00" +
      "0138016201640130013101300130013203697036046172706100",
    from: "Kea 2.2.0 made it out of rdnss-selection = 2001:db8::53, 1, corp.example.com, 8.b.d.0.1.0.0.2.ip6.arpa; " +
      "dhcpcd 9.4.1 reads it as rdnss_selection_server=2001:db8::53, rdnss_selection_prf=1, rdnss_selection_domains=corp.example.com 8.b.d.0.1.0.0.2.ip6.arpa",
    value: { address: IPv6Address.parse("2001:db8::53"), preference: 1, domains },
    json: { address: "2001:db8::53", preference: 1, domains },
    text: "rdnss-selection: address 2001:db8::53, preference high, domains corp.example.com, 8.b.d.0.1.0.0.2.ip6.arpa",
  }),
];
