import { fromHex } from "../../src/dhcpv6/mod.ts";
import { PdExclude } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const pdExcludeVectors: readonly Vector[] = [
  vector(PdExclude, {
    hex: "00430003400700",
    from: "dhcpkit 1.0.7 made it: PDExcludeOption",
    value: { prefixLength: 64, subnetId: fromHex("0700") },
    json: { "prefix-length": 64, "subnet-id": "0700" },
    text: "pd-exclude: prefix-length 64, subnet-id 0700",
  }),
];
