import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { fromHex, IPv6Address, Reader, toHex, WireError, Writer } from "../../src/dhcpv6/mod.ts";
import { SeededRandom } from "../vectors/random.ts";

/** RFC 5952 sections 1, 2, 4 and 5: what may be written, and the one way in which it has to be. */
const CANONICAL: readonly [section: string, text: string, canonical: string][] = [
  ["1", "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["1", "2001:0db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["1", "2001:db8::1:0:0:1", "2001:db8::1:0:0:1"],
  ["1", "2001:db8::0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["1", "2001:0db8::1:0:0:1", "2001:db8::1:0:0:1"],
  ["1", "2001:db8:0:0:1::1", "2001:db8::1:0:0:1"],
  ["1", "2001:db8:0000:0:1::1", "2001:db8::1:0:0:1"],
  ["1", "2001:DB8:0:0:1::1", "2001:db8::1:0:0:1"],
  ["2.1", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:0001", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1"],
  ["2.2", "2001:db8:0:0:0::1", "2001:db8::1"],
  ["2.2", "2001:db8:0:0::1", "2001:db8::1"],
  ["2.2", "2001:db8:0::1", "2001:db8::1"],
  ["2.2", "2001:db8::aaaa:0:0:1", "2001:db8::aaaa:0:0:1"],
  ["2.3", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:AaAa", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa"],
  ["4.1", "2001:0db8::0001", "2001:db8::1"],
  ["4.2.1", "2001:db8:0:0:0:0:2:1", "2001:db8::2:1"],
  ["4.2.1", "2001:db8::0:1", "2001:db8::1"],
  ["4.2.2", "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ["4.2.2", "2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ["4.2.3", "2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
  ["4.2.3", "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["4.3", "2001:DB8::ABCD:EF", "2001:db8::abcd:ef"],
  ["5", "::ffff:c000:0201", "::ffff:192.0.2.1"],
  ["5", "::FFFF:192.0.2.1", "::ffff:192.0.2.1"],
  ["5", "::ffff:10.219.31.249", "::ffff:10.219.31.249"],
  ["5", "64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
];

for (const [section, text, canonical] of CANONICAL) {
  Deno.test(`address: ${text} is written as ${canonical} (RFC 5952 section ${section})`, () => {
    assertEquals(String(IPv6Address.parse(text)), canonical);
  });
}

const TEXTS: readonly [text: string, hex: string][] = [
  ["::", "00000000000000000000000000000000"],
  ["::1", "00000000000000000000000000000001"],
  ["1::", "00010000000000000000000000000000"],
  ["1:2:3:4:5:6:7::", "00010002000300040005000600070000"],
  ["::2:3:4:5:6:7:8", "00000002000300040005000600070008"],
  ["ff02::1:2", "ff020000000000000000000000010002"],
  ["1:2:3:4:5:6:255.254.253.0", "000100020003000400050006fffefd00"],
  ["ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffffffffffffffffffffffffffffffff"],
];

for (const [text, hex] of TEXTS) {
  Deno.test(`address: ${text} is read as ${hex}`, () => {
    const address = IPv6Address.parse(text);
    assertEquals(toHex(address.bytes), hex);
    assert(IPv6Address.from(fromHex(hex)).equals(address));
    assert(IPv6Address.read(new Reader(fromHex("ee" + hex), 1)).equals(address));
    const writer = new Writer(0);
    address.write(writer);
    assertEquals(toHex(writer.toBytes()), hex);
    assertEquals(JSON.stringify({ address }), `{"address":"${address}"}`);
  });
}

const NO_ADDRESSES = [
  ...[
    "",
    ":",
    ":::",
    "1",
    "1:",
    ":1",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1::2::3",
    "1:2:3:4:5:6:7::8:9",
    "::12345",
  ],
  ...["g::", "fe80::1%eth0", "[::1]", " ::1", "::1 ", "::1/64", "1.2.3.4", "::256.1.1.1", "::1.2.3", "::1.2.3.4.5"],
  ...["::1.2.3.4:5", "1.2.3.4::", "::01.2.3.4", "::1.2.3.", "::-1", "::0x1", "::١", "1:2:3:4:5:6:7:1.2.3.4", "::1\n"],
];

for (const text of NO_ADDRESSES) {
  Deno.test(`address: ${JSON.stringify(text)} is refused`, () => {
    assertThrows(() => IPv6Address.parse(text), WireError, `${JSON.stringify(text)} is not an IPv6 address`);
  });
}

Deno.test("address: the unspecified one is ::", () => assertEquals(String(IPv6Address.unspecified), "::"));

Deno.test("address: other than 16 bytes are refused", () => {
  for (const length of [0, 4, 15, 17]) {
    assertThrows(() => IPv6Address.from(new Uint8Array(length)), WireError, `has 16 bytes, not ${length}`);
  }
});

const SORTS: readonly [text: string, sort: string][] = [
  ["::", "unspecified"],
  ["::1", "loopback"],
  ["fe80::1", "link-local"],
  ["febf:ffff::1", "link-local"],
  ["fec0::1", "global"],
  ["ff02::1:2", "multicast"],
  ["2001:db8::1", "global"],
  ["fd00::1", "global"],
  ["::2", "global"],
  ["1::", "global"],
];

for (const [text, sort] of SORTS) {
  Deno.test(`address: ${text} is ${sort} and nothing else`, () => {
    const address = IPv6Address.parse(text);
    assertEquals({
      unspecified: address.isUnspecified,
      loopback: address.isLoopback,
      "link-local": address.isLinkLocal,
      multicast: address.isMulticast,
      global: address.isGlobal,
    }, {
      unspecified: sort === "unspecified",
      loopback: sort === "loopback",
      "link-local": sort === "link-local",
      multicast: sort === "multicast",
      global: sort === "global",
    });
  });
}

Deno.test("address: two that differ in one bit share exactly the bits in front of it", () => {
  const base = IPv6Address.parse("2001:db8:aaaa:5555:aaaa:5555:aaaa:5555");
  for (let bit = 0; bit < 128; bit++) {
    const bytes = base.bytes;
    bytes[bit >> 3] ^= 0x80 >> (bit & 7);
    const other = IPv6Address.from(bytes);
    assertFalse(base.equals(other), `bit ${bit}`);
    for (let length = 0; length <= 128; length++) {
      assertEquals(base.sharesPrefix(other, length), length <= bit, `bit ${bit}, length ${length}`);
    }
  }
  assert(base.equals(IPv6Address.from(base.bytes)));
  assert(base.sharesPrefix(IPv6Address.from(base.bytes), 128));
});

Deno.test("address: any 16 bytes come back from their text", () => {
  const random = new SeededRandom(16);
  for (let round = 0; round < 5000; round++) {
    const address = IPv6Address.from(random.bytes(16).map((byte) => random.oneIn(2) ? 0 : byte));
    assertEquals(IPv6Address.parse(String(address)).bytes, address.bytes);
  }
});

Deno.test("address: its text is what the platform's URL parser writes, IPv4-mapped addresses apart", () => {
  const random = new SeededRandom(17);
  for (let round = 0; round < 5000; round++) {
    const address = IPv6Address.from(random.bytes(16).map((byte) => random.oneIn(2) ? 0 : byte));
    if (/\./.test(String(address))) continue;
    assertEquals(new URL(`http://[${address}]/`).hostname, `[${address}]`);
  }
});
