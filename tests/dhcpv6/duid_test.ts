import { assertEquals, assertThrows } from "@std/assert";
import { Duid, type DuidContent, fromHex, hardwareTypeName, toHex, WireError } from "../../src/dhcpv6/mod.ts";

interface Case {
  readonly behaviour: string;
  readonly hex: string;
  readonly content: DuidContent;
  readonly mac?: string;
  readonly describe: string;
}

function opaque(hex: string, behaviour: string): Case {
  const data = fromHex(hex);
  return { behaviour, hex, content: { type: "opaque", data }, describe: `opaque · ${data.length} bytes` };
}

/** RFC 9915 section 11 and RFC 6355 section 4. */
const CASES: readonly Case[] = [
  {
    behaviour: "type 1 is an address and a time",
    hex: "000100011d1d49cf00137265ca42",
    content: {
      type: "link-layer-time",
      hardwareType: 1,
      time: new Date("2015-06-24T10:58:23Z"),
      linkLayerAddress: fromHex("00137265ca42"),
    },
    mac: "00:13:72:65:ca:42",
    describe: "LLT · ethernet · 00:13:72:65:ca:42 · 2015-06-24",
  },
  {
    behaviour: "type 1 may have any length of address, and times go on to 2136",
    hex: "00010020ffffffff0102030405060708",
    content: {
      type: "link-layer-time",
      hardwareType: 32,
      time: new Date("2136-02-07T06:28:15Z"),
      linkLayerAddress: fromHex("0102030405060708"),
    },
    describe: "LLT · infiniband · 01:02:03:04:05:06:07:08 · 2136-02-07",
  },
  {
    behaviour: "type 2 is an identifier of a vendor",
    hex: "00020000ab110102030405060708",
    content: { type: "enterprise", enterprise: 43793, identifier: fromHex("0102030405060708") },
    describe: "EN · enterprise 43793 · 0102030405060708",
  },
  {
    behaviour: "type 2 has an enterprise number of 32 bits",
    hex: "0002ffffffff",
    content: { type: "enterprise", enterprise: 0xffffffff, identifier: new Uint8Array() },
    describe: "EN · enterprise 4294967295 · ",
  },
  {
    behaviour: "type 3 is an address",
    hex: "000300013431c43cb2f1",
    content: { type: "link-layer", hardwareType: 1, linkLayerAddress: fromHex("3431c43cb2f1") },
    mac: "34:31:c4:3c:b2:f1",
    describe: "LL · ethernet · 34:31:c4:3c:b2:f1",
  },
  {
    behaviour: "an EUI-64 is no MAC address",
    hex: "0003001b0001020304050607",
    content: { type: "link-layer", hardwareType: 27, linkLayerAddress: fromHex("0001020304050607") },
    describe: "LL · eui-64 · 00:01:02:03:04:05:06:07",
  },
  {
    behaviour: "an Ethernet address of eight bytes is no MAC address",
    hex: "000300010001020304050607",
    content: { type: "link-layer", hardwareType: 1, linkLayerAddress: fromHex("0001020304050607") },
    describe: "LL · ethernet · 00:01:02:03:04:05:06:07",
  },
  {
    behaviour: "type 4 is a UUID",
    hex: "0004b7fd0a8c1b1410aaeb0a5b3fe89d0f56",
    content: { type: "uuid", uuid: "b7fd0a8c-1b14-10aa-eb0a-5b3fe89d0f56" },
    describe: "UUID · b7fd0a8c-1b14-10aa-eb0a-5b3fe89d0f56",
  },
  opaque("", "nothing is opaque"),
  opaque("00", "one byte is opaque"),
  opaque("0001", "a type alone is opaque"),
  opaque("00010001aabbcc", "type 1 without a whole time is opaque"),
  opaque("0002000100", "type 2 without a whole enterprise number is opaque"),
  opaque("000300", "type 3 without a whole hardware type is opaque"),
  opaque("0004000102030405060708090a0b0c0d0e", "a UUID of 15 bytes is opaque"),
  opaque("0004000102030405060708090a0b0c0d0e0f10", "a UUID of 17 bytes is opaque"),
  opaque("0000313233", "type 0, seen from broken firmware, is opaque"),
  opaque("0009616263646566", "an unknown type is opaque"),
  opaque("0005" + "61".repeat(128), "130 bytes of an unknown type are opaque"),
];

for (const { behaviour, hex, content, mac, describe } of CASES) {
  Deno.test(`DUID: ${behaviour}`, () => {
    const duid = new Duid(fromHex(hex));
    assertEquals(duid.content, content);
    assertEquals(duid.macAddress, mac);
    assertEquals(duid.describe(), describe);
    assertEquals([String(duid), JSON.stringify(duid)], [hex, `"${hex}"`]);
    assertEquals(Duid.parse(hex).equals(duid), true);
  });
}

Deno.test("DUID: builders write what the content says", () => {
  const mac = fromHex("00137265ca42");
  assertEquals(String(Duid.linkLayer(1, mac)), "0003000100137265ca42");
  assertEquals(
    String(Duid.linkLayerTime(1, new Date("2015-06-24T10:58:23.999Z"), mac)),
    "000100011d1d49cf00137265ca42",
  );
  assertEquals(String(Duid.enterprise(43793, fromHex("0102"))), "00020000ab110102");
  assertEquals(String(Duid.uuid("b7fd0a8c-1b14-10aa-eb0a-5b3fe89d0f56")), "0004b7fd0a8c1b1410aaeb0a5b3fe89d0f56");
  assertThrows(() => Duid.uuid("b7fd0a8c"), WireError, "is not a UUID");
  assertThrows(() => Duid.linkLayer(0x10000, mac), WireError, "16-bit");
  assertThrows(() => Duid.enterprise(2 ** 32, mac), WireError, "32-bit");
});

Deno.test("DUID: is equal where all bytes are, whatever they say", () => {
  const duid = Duid.parse("00:03:00:01:34:31:c4:3c:b2:f1");
  assertEquals(duid.equals(Duid.parse("000300013431c43cb2f1")), true);
  assertEquals(duid.equals(Duid.parse("000300013431c43cb2f2")), false);
  assertEquals(duid.equals(Duid.parse("000300013431c43cb2")), false);
  assertEquals(Duid.parse("000300013431c43cb2").equals(duid), false);
  assertThrows(() => Duid.parse("0003zz"), WireError, "position 4");
});

Deno.test("DUID: looks at the bytes that it was given and keeps them", () => {
  const bytes = fromHex("000300013431c43cb2f1"), duid = new Duid(bytes);
  assertEquals(toHex(duid.bytes), "000300013431c43cb2f1");
  assertEquals(duid.bytes === bytes, true);
});

/** IANA's registry of ARP hardware types, those that DUIDs are seen with. */
const HARDWARE_TYPES: Record<string, readonly number[]> = {
  "ethernet": [1],
  "ieee-802": [6],
  "arcnet": [7],
  "frame-relay": [15],
  "atm": [16, 19, 21],
  "hdlc": [17],
  "fibre-channel": [18],
  "serial-line": [20],
  "ieee-1394": [24],
  "eui-64": [27],
  "arpsec": [30],
  "ipsec-tunnel": [31],
  "infiniband": [32],
  "pure-ip": [35],
  "experimental": [36, 256],
  "hfi": [37],
  "aethernet": [257],
};

Deno.test("DUID: hardware types are shown by name, and by number where there is none", () => {
  for (let type = 0; type < 300; type++) {
    const name = Object.keys(HARDWARE_TYPES).find((name) => HARDWARE_TYPES[name].includes(type));
    assertEquals(hardwareTypeName(type), name ?? `hardware type ${type}`);
  }
});
