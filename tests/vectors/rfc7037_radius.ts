import { fromHex } from "../../src/dhcpv6/mod.ts";
import { Radius } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const radiusVectors: readonly Vector[] = [
  vector(Radius, {
    hex: "00510016" + "ab08706f6f6c2d37" + "1a0e0000000901086c696e652d37",
    from: "scapy 2.8.0 made the attributes: RadiusAttribute, RadiusAttr_Vendor_Specific",
    value: {
      attributes: [
        { type: 171, value: new TextEncoder().encode("pool-7") },
        { type: 26, value: fromHex("0000000901086c696e652d37") },
      ],
    },
    json: {
      attributes: [{ type: 171, value: "706f6f6c2d37" }, { type: 26, value: "0000000901086c696e652d37" }],
    },
    text: 'radius: 171 706f6f6c2d37 "pool-7", 26 0000000901086c696e652d37',
  }),
];
