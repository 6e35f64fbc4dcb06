import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { PcpServer } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const pcpVectors: readonly Vector[] = [
  vector(PcpServer, {
    hex: "0056002020010db800000000000000000000008620010db8000000000000000000000087",
    from: "made by hand from RFC 7291 section 4; no implementation at hand reads its fields",
    value: { addresses: [IPv6Address.parse("2001:db8::86"), IPv6Address.parse("2001:db8::87")] },
    json: { addresses: ["2001:db8::86", "2001:db8::87"] },
    text: "v6-pcp-server: 2001:db8::86, 2001:db8::87",
  }),
];
