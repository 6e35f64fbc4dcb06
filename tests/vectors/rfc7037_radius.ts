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
      attributes: [
        { type: 171, attribute: "delegated-ipv6-prefix-pool", value: { pool: "pool-7" } },
        { type: 26, attribute: "vendor-specific", value: { enterprise: 9, data: "01086c696e652d37" } },
      ],
    },
    text: 'radius: delegated-ipv6-prefix-pool "pool-7", ' +
      "vendor-specific enterprise 9 (Cisco) data 01086c696e652d37",
  }),
  vector(Radius, {
    hex: "0051000f" + "0105626f62" + "a80420cc" + "f506030090" + "ff",
    from: "by hand: an attribute without a definition, an address that is too short, DHCPv6 options that are none",
    value: {
      attributes: [
        { type: 1, value: fromHex("626f62") },
        { type: 168, value: fromHex("20cc") },
        { type: 245, value: fromHex("030090ff") },
      ],
    },
    json: {
      attributes: [
        { type: 1, data: "626f62" },
        { type: 168, attribute: "framed-ipv6-address", data: "20cc" },
        { type: 245, attribute: "extended-attribute-5", value: { "extended-type": 3, data: "0090ff" } },
      ],
    },
    text: 'radius: 1 626f62 "bob", framed-ipv6-address 20cc, extended-attribute-5 extended-type 3 data 0090ff',
  }),
  vector(Radius, {
    hex: "00510011" + "f51103" + "0090000a" + "00010006016107620000",
    from: "by hand",
    value: { attributes: [{ type: 245, value: fromHex("03" + "0090000a" + "00010006016107620000") }] },
    json: {
      attributes: [{
        type: 245,
        attribute: "extended-attribute-5",
        value: { "extended-type": 3, data: "0090000a" + "00010006016107620000" },
      }],
    },
    text: "radius: extended-attribute-5 extended-type 3 data v6-dnr 00010006016107620000",
  }),
];
