import { assertEquals, assertThrows } from "@std/assert";
import {
  domainName,
  domainNames,
  fromHex,
  Options,
  partialDomainName,
  Reader,
  toHex,
  WireError,
  Writer,
} from "../../src/dhcpv6/mod.ts";
import { AftrName } from "../../src/dhcpv6/options/mod.ts";
import { SeededRandom } from "../vectors/random.ts";

function write(name: string, field = partialDomainName): string {
  const writer = new Writer();
  field.write(writer, name);
  return toHex(writer.toBytes());
}

function read(hex: string, field = partialDomainName): string {
  return field.read(new Reader(fromHex(hex)));
}

const label = (length: number, letter = "61") => length.toString(16).padStart(2, "0") + letter.repeat(length);

/** RFC 1035 section 3.1, RFC 4704 section 4.2. */
const NAMES: readonly [behaviour: string, hex: string, text: string][] = [
  ["a whole name ends with a dot", "076578616d706c6503636f6d00", "example.com."],
  ["a partial name does not", "076578616d706c6503636f6d", "example.com"],
  ["no name at all is empty", "", ""],
  ["the root alone is a dot", "00", "."],
  ["upper case is kept", "03466f6f00", "Foo."],
  ["an underscore is a letter like others", "045f73697000", "_sip."],
  ["a dot within a label is escaped", "04612e626300", "a\\.bc."],
  ["a dot at the end of a partial name is escaped", "02612e", "a\\."],
  ["a backslash is escaped", "03615c6200", "a\\\\b."],
  ["a backslash and then the end of the name", "02615c", "a\\\\"],
  ["a backslash and then the end of a whole name", "02615c00", "a\\\\."],
  ["a dot behind a backslash within a label", "03615c2e00", "a\\\\\\.."],
  ["a space is escaped by its number", "03612062", "a\\032b"],
  ["a control character is escaped by its number", "020a1b", "\\010\\027"],
  ["a byte beyond ASCII is escaped by its number", "02c3a9", "\\195\\169"],
  ["digits behind an escaped byte stay digits", "03013031", "\\00101"],
  ["63 bytes are a label", label(63), "a".repeat(63)],
  [
    "255 bytes with the root are a name",
    label(63).repeat(3) + label(61) + "00",
    `${"a".repeat(63)}.`.repeat(3) + `${"a".repeat(61)}.`,
  ],
];

for (const [behaviour, hex, text] of NAMES) {
  Deno.test(`domain name: ${behaviour}`, () => {
    assertEquals(read(hex), text);
    assertEquals(write(text), hex);
  });
}

const MALFORMED: readonly [behaviour: string, hex: string, message: string, offset: number][] = [
  ["a label of 64 bytes", label(64) + "00", "longer than 63 bytes (length byte 64)", 0],
  ["a length byte with the second bit set", "016180", "longer than 63 bytes (length byte 128)", 2],
  ["a pointer", "0161c000", "compression pointer, which DHCPv6 forbids (length byte 192)", 2],
  ["a pointer to itself", "c000", "compression pointer", 0],
  ["a label that runs past the end", "0161046162", "needed 4 bytes at offset 3, 2 available", 3],
  [
    "a name of 256 bytes with the root",
    label(63).repeat(3) + label(62) + "00",
    "domain name at offset 0 is over 255 bytes",
    0,
  ],
  ["a partial name of 256 bytes", label(63).repeat(4), "domain name at offset 0 is over 255 bytes", 0],
];

for (const [behaviour, hex, message, offset] of MALFORMED) {
  Deno.test(`domain name: ${behaviour} is refused`, () => {
    const error = assertThrows(() => read(hex), WireError, message);
    assertEquals(error.offset, offset);
  });
}

const UNWRITABLE: readonly [behaviour: string, text: string, message: string][] = [
  ["an empty label", "a..b", "a label has 1 to 63 bytes, not 0"],
  ["an empty first label", ".a", "a label has 1 to 63 bytes, not 0"],
  ["a label of 64 bytes", "a".repeat(64), "a label has 1 to 63 bytes, not 64"],
  ["a label of 64 bytes in UTF-8", "é".repeat(32), "a label has 1 to 63 bytes, not 64"],
  ["a name over 255 bytes", `${"a".repeat(63)}.`.repeat(4), "over 255 bytes"],
  ["an escaped number over 255", "a\\256", "is not a byte as \\DDD"],
  ["an escaped number of two digits", "a\\25b", "is not a byte as \\DDD"],
  ["a backslash at the end", "a\\", "is not a byte as \\DDD"],
];

for (const [behaviour, text, message] of UNWRITABLE) {
  Deno.test(`domain name: ${behaviour} cannot be written`, () => {
    assertThrows(() => write(text), WireError, message);
  });
}

Deno.test("domain name: text beyond ASCII is written as UTF-8", () => assertEquals(write("é"), "02c3a9"));

Deno.test("domain name: any escaped character stands for itself", () => assertEquals(write("\\a\\-"), "02612d"));

Deno.test("domain name: where names are whole, the dot of the root is left out and may be given", () => {
  assertEquals(read("0161016200", domainName), "a.b");
  assertEquals([write("a.b", domainName), write("a.b.", domainName)], ["0161016200", "0161016200"]);
  assertEquals([read("00", domainName), write(".", domainName)], [".", "00"]);
  assertThrows(() => write("", domainName), WireError, 'no domain name; that of the root is "."');
  assertThrows(() => Options.of(AftrName.of({ name: "" })), WireError, "aftr-name: ");
  assertEquals(write("a\\.", domainName), "02612e00");
  assertThrows(() => read("01610162", domainName), WireError, "at offset 0 does not end with the root label");
  assertThrows(() => read("", domainName), WireError, "does not end with the root label");
});

Deno.test("domain name: a list holds whole names back to back", () => {
  const list = (hex: string) => domainNames.read(new Reader(fromHex(hex)));
  assertEquals(list("01610001620163000000"), ["a", "b.c", ".", "."]);
  assertEquals(list(""), []);
  assertThrows(() => list("016100" + "0162"), WireError, "at offset 3 does not end with the root label");
});

Deno.test("domain name: any labels come back from their text", () => {
  const random = new SeededRandom(53), awkward = [0x2e, 0x5c, 0x20, 0x00, 0x30, 0x39, 0x61, 0xff];
  for (let round = 0; round < 5000; round++) {
    let hex = "";
    for (let labels = random.below(4); labels > 0; labels--) {
      const bytes = random.bytes(1 + random.below(6)).map((byte) => random.oneIn(2) ? random.pick(awkward) : byte);
      hex += toHex(new Uint8Array([bytes.length])) + toHex(bytes);
    }
    if (random.oneIn(2)) hex += "00";
    assertEquals(write(read(hex)), hex);
  }
});
