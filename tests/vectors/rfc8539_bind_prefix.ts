import { IPv6Prefix } from "../../src/dhcpv6/mod.ts";
import { SoftwireBindPrefix } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const bindPrefixVectors: readonly Vector[] = [
  vector(SoftwireBindPrefix, {
    hex: "008900083820010db8000001",
    from: "made by hand from RFC 8539 section 6.1; no implementation at hand reads its fields",
    value: { prefix: IPv6Prefix.parse("2001:db8:0:100::/56") },
    json: { prefix: "2001:db8:0:100::/56" },
    text: "s46-bind-ipv6-prefix: 2001:db8:0:100::/56",
  }),
  vector(SoftwireBindPrefix, {
    hex: "0089000100",
    from: "made by hand from RFC 8539 section 6.1; no implementation at hand reads its fields",
    value: { prefix: IPv6Prefix.parse("::/0") },
    json: { prefix: "::/0" },
    text: "s46-bind-ipv6-prefix: ::/0",
  }),
];
