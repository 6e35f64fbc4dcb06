import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { CapwapControllers } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const capwapVectors: readonly Vector[] = [
  vector(CapwapControllers, {
    hex: "0034002020010db800000000000000000000005220010db8000000000000000000000053",
    from: "TShark 4.0.17 reads it as the CAPWAP Access Controllers 2001:db8::52 and 2001:db8::53",
    value: { addresses: [IPv6Address.parse("2001:db8::52"), IPv6Address.parse("2001:db8::53")] },
    json: { addresses: ["2001:db8::52", "2001:db8::53"] },
    text: "capwap-ac-v6: 2001:db8::52, 2001:db8::53",
  }),
];
