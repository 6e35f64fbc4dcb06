import { fromHex, Options } from "../../src/dhcpv6/mod.ts";
import { IaLl, LinkLayerAddresses, SlapQuadrants, Status } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const block = {
  hardwareType: 1,
  address: fromHex("02005e100001"),
  extraAddresses: 15,
  validLifetime: 7200,
  options: Options.none,
};
const blockJson = {
  "hardware-type": 1,
  address: "02005e100001",
  "extra-addresses": 15,
  "valid-lifetime": 7200,
  options: [],
};

export const linkLayerAddressVectors: readonly Vector[] = [
  vector(IaLl, {
    hex: "008a002a0000000100000e1000001518008c000400c80364" +
      "008b00120001000602005e1000010000000f00001c20",
    from:
      "TShark 4.6.9 reads it as IAID: 00000001, T1: 3600, T2: 5400, QUAD (140), Link-Layer Address (139), Link-layer type: Ethernet (1), Link-layer length: 6, Link-layer address: 02:00:5e:10:00:01, Extra addresses: 15, Valid lifetime: 7200",
    value: {
      iaid: 1,
      t1: 3600,
      t2: 5400,
      options: Options.of(
        SlapQuadrants.of({ quadrants: [{ quadrant: 0, preference: 200 }, { quadrant: 3, preference: 100 }] }),
        LinkLayerAddresses.of(block),
      ),
    },
    json: {
      iaid: 1,
      t1: 3600,
      t2: 5400,
      options: [
        {
          code: 140,
          option: "slap-quad",
          value: { quadrants: [{ quadrant: 0, preference: 200 }, { quadrant: 3, preference: 100 }] },
        },
        { code: 139, option: "lladdr", value: blockJson },
      ],
    },
    text: "ia-ll: iaid 1, t1 1 h, t2 1 h 30 min\n" +
      "  slap-quad: AAI (preference 200), SAI (preference 100)\n" +
      "  lladdr: hardware-type ethernet, address 02:00:5e:10:00:01, extra-addresses 15, valid-lifetime 2 h",
  }),
  vector(LinkLayerAddresses, {
    hex: "008b00120001000602005e1000010000000f00001c20",
    from:
      "TShark 4.6.9 reads it as Link-layer type: Ethernet (1), Link-layer length: 6, Link-layer address: 02:00:5e:10:00:01, Extra addresses: 15, Valid lifetime: 7200",
    value: block,
    json: blockJson,
    text: "lladdr: hardware-type ethernet, address 02:00:5e:10:00:01, extra-addresses 15, valid-lifetime 2 h",
  }),
  vector(LinkLayerAddresses, {
    hex: "008b001b000100000000000000000000000d000b00026e6f6e65206c656674",
    from:
      "TShark 4.6.9 reads it as Link-layer length: 0, Link-layer address: <No address>, Extra addresses: 0, Valid lifetime: 0, Status Code: NoAddrsAvail (2), Status Message: none left",
    value: {
      hardwareType: 1,
      address: new Uint8Array(),
      extraAddresses: 0,
      validLifetime: 0,
      options: Options.of(Status.of({ code: 2, message: "none left" })),
    },
    json: {
      "hardware-type": 1,
      address: "",
      "extra-addresses": 0,
      "valid-lifetime": 0,
      options: [{ code: 13, option: "status-code", value: { code: 2, message: "none left" } }],
    },
    text: "lladdr: hardware-type ethernet, address empty, extra-addresses 0, valid-lifetime 0 s\n" +
      '  status-code: code NoAddrsAvail, message "none left"',
  }),
];
