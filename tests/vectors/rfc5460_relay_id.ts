import { Duid, fromHex } from "../../src/dhcpv6/mod.ts";
import { RelayId } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const relayIdVectors: readonly Vector[] = [
  vector(RelayId, {
    hex: "0035000a0003000102005e100007",
    from: "dhcpkit 1.0.7 made it: RelayIdOption",
    value: { duid: new Duid(fromHex("0003000102005e100007")) },
    json: { duid: "0003000102005e100007" },
    text: "relay-id: 0003000102005e100007 (LL · ethernet · 02:00:5e:10:00:07)",
  }),
];
