import { fromHex, Options, rawOption } from "../../src/dhcpv6/mod.ts";
import { UserClass, VendorClass, VendorOptions } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const ascii = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

export const classVectors: readonly Vector[] = [
  vector(UserClass, {
    hex: "000f0009000361626300026465",
    from: "scapy 2.8.0 made it: DHCP6OptUserClass",
    value: { classes: [ascii("abc"), ascii("de")] },
    json: { classes: ["616263", "6465"] },
    text: 'user-class: 616263 "abc", 6465 "de"',
  }),
  vector(VendorClass, {
    hex: "0010000e0000013700084d53465420352e30",
    from: "scapy 2.8.0 made it: DHCP6OptVendorClass",
    value: { enterprise: 311, classes: [ascii("MSFT 5.0")] },
    json: { enterprise: 311, classes: ["4d53465420352e30"] },
    text: 'vendor-class: enterprise 311 (Microsoft), classes 4d53465420352e30 "MSFT 5.0"',
  }),
  vector(VendorClass, {
    hex: "0010000400000368",
    from: "a client sent it (shared fixture relayed-solicit)",
    value: { enterprise: 872, classes: [] },
    json: { enterprise: 872, classes: [] },
    text: "vendor-class: enterprise 872 (AVM), classes none",
  }),
  vector(VendorOptions, {
    hex: "001100120000118b00210003616263000a000378797a",
    from: "scapy 2.8.0 made it: DHCP6OptVendorSpecificInfo",
    value: { enterprise: 4491, options: Options.of(rawOption(33, ascii("abc")), rawOption(10, ascii("xyz"))) },
    json: {
      enterprise: 4491,
      options: [
        { code: 33, option: "config-file-name", value: { name: "abc" } },
        { code: 10, option: "vendor-name", value: { text: "xyz" } },
      ],
    },
    text: 'vendor-opts: enterprise 4491 (CableLabs)\n  config-file-name: "abc"\n  vendor-name: "xyz"',
  }),
  vector(VendorOptions, {
    hex: "0011000c000003680008000464656164",
    from: "TShark 4.0.17 reads it as option 8 of enterprise 872, not as an elapsed time",
    value: { enterprise: 872, options: Options.of(rawOption(8, fromHex("64656164"))) },
    json: { enterprise: 872, options: [{ code: 8, data: "64656164" }] },
    text: 'vendor-opts: enterprise 872 (AVM)\n  option 8: 64656164 "dead"',
  }),
];
