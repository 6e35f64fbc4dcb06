import { assertEquals } from "@std/assert";
import { Duid, enterpriseName, fromHex, Message, Options, toText } from "../../src/dhcpv6/mod.ts";
import { AccessOperatorId, ClientId, RemoteId, VendorClass, VendorOptions } from "../../src/dhcpv6/options/mod.ts";

Deno.test("enterprise numbers: vendors have a name, and a number without one has none", () => {
  const numbers = [
    9,
    311,
    343,
    1271,
    2011,
    2495,
    2636,
    3561,
    4491,
    6527,
    10415,
    11344,
    25506,
    30065,
    33049,
    40712,
    43793,
  ];
  assertEquals(numbers.map(enterpriseName), [
    "Cisco",
    "Microsoft",
    "Intel",
    "Ciena",
    "Huawei",
    "ISC",
    "Juniper",
    "Broadband Forum",
    "CableLabs",
    "Nokia",
    "3GPP",
    "FreeRADIUS",
    "H3C",
    "Arista",
    "Mellanox",
    "dhcpcd",
    "systemd",
  ]);
  assertEquals([0, 32473, 0xffffffff].map(enterpriseName), [undefined, undefined, undefined]);
});

Deno.test("enterprise numbers: text shows the name behind the number wherever there is one", () => {
  const message = new Uint8Array([
    0x0c,
    0,
    ...new Uint8Array(32),
    ...Options.of(
      ClientId.of({ duid: Duid.enterprise(43793, fromHex("0102")) }),
      VendorClass.of({ enterprise: 311, classes: [] }),
      VendorOptions.of({ enterprise: 30065, options: Options.none }),
      RemoteId.of({ enterprise: 9, id: fromHex("07") }),
      AccessOperatorId.of({ enterprise: 10415 }),
      AccessOperatorId.of({ enterprise: 32473 }),
    ).bytes,
  ]);
  assertEquals(toText(Message.parse(message)).split("\n").slice(1), [
    "  client-id: 00020000ab110102 (EN · enterprise 43793 (systemd) · 0102)",
    "  vendor-class: enterprise 311 (Microsoft), classes none",
    "  vendor-opts: enterprise 30065 (Arista)",
    "  remote-id: enterprise 9 (Cisco), id 07",
    "  ani-operator-id: 10415 (3GPP)",
    "  ani-operator-id: 32473",
  ]);
});
