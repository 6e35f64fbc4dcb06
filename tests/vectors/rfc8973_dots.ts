import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import { DotsAddress, DotsReferenceIdentifier } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const dotsVectors: readonly Vector[] = [
  vector(DotsReferenceIdentifier, {
    hex: "008d001204646f7473076578616d706c65036e657400",
    from: "dhcpcd 10.5.2 reads it as dots_ri=dots.example.net",
    value: { name: "dots.example.net" },
    json: { name: "dots.example.net" },
    text: "v6-dots-ri: dots.example.net",
  }),
  vector(DotsAddress, {
    hex: "008e002020010db80000000000000000000d000120010db80000000000000000000d0002",
    from: "dhcpcd 10.5.2 reads it as dots_address=2001:db8::d:1 2001:db8::d:2",
    value: { addresses: [IPv6Address.parse("2001:db8::d:1"), IPv6Address.parse("2001:db8::d:2")] },
    json: { addresses: ["2001:db8::d:1", "2001:db8::d:2"] },
    text: "v6-dots-address: 2001:db8::d:1, 2001:db8::d:2",
  }),
];
