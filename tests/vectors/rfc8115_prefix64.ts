import { IPv6Prefix } from "../../src/dhcpv6/mod.ts";
import { Prefix64 } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const BY_HAND = "made by hand from RFC 8115 section 3; no implementation at hand reads its fields";

export const prefix64Vectors: readonly Vector[] = [
  vector(Prefix64, {
    hex: "0071001f60ff0e0db8000000000000800060ff3e0db800000000000080002020010db8",
    from: BY_HAND,
    value: {
      asm: IPv6Prefix.parse("ff0e:db8::8000:0:0/96"),
      ssm: IPv6Prefix.parse("ff3e:db8::8000:0:0/96"),
      unicast: IPv6Prefix.parse("2001:db8::/32"),
    },
    json: { asm: "ff0e:db8::8000:0:0/96", ssm: "ff3e:db8::8000:0:0/96", unicast: "2001:db8::/32" },
    text: "v6-prefix64: asm ff0e:db8::8000:0:0/96, ssm ff3e:db8::8000:0:0/96, unicast 2001:db8::/32",
  }),
  vector(Prefix64, {
    hex: "0071000b00004020010db800640000",
    from: BY_HAND,
    value: {
      asm: IPv6Prefix.parse("::/0"),
      ssm: IPv6Prefix.parse("::/0"),
      unicast: IPv6Prefix.parse("2001:db8:64::/64"),
    },
    json: { asm: "::/0", ssm: "::/0", unicast: "2001:db8:64::/64" },
    text: "v6-prefix64: asm ::/0, ssm ::/0, unicast 2001:db8:64::/64",
  }),
];
