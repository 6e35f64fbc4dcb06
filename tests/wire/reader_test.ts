import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { fromHex, Reader, WireError } from "../../src/wire/mod.ts";

const READS: readonly [name: string, hex: string, read: (reader: Reader) => unknown, value: unknown][] = [
  ["u8", "ff", (reader) => reader.u8(), 0xff],
  ["u16", "fffe", (reader) => reader.u16(), 0xfffe],
  ["u24", "fffefd", (reader) => reader.u24(), 0xfffefd],
  ["u32 with its first bit set", "fffefdfc", (reader) => reader.u32(), 0xfffefdfc],
  ["u64 beyond 53 bits", "fffefdfcfbfaf9f8", (reader) => reader.u64(), 0xfffefdfcfbfaf9f8n],
  ["f64", "40c81c8000000000", (reader) => reader.f64(), 12345],
  ["a view", "0a0b0c", (reader) => reader.view(3), fromHex("0a0b0c")],
];

for (const [name, hex, read, value] of READS) {
  Deno.test(`reader: ${name} is read in network byte order`, () => {
    const reader = new Reader(fromHex(hex + "99"));
    assertEquals(read(reader), value);
    assertEquals(reader.offset, hex.length / 2);
    assertEquals(reader.remaining, 1);
  });

  Deno.test(`reader: ${name} is read from the middle of a larger buffer`, () => {
    const large = fromHex("eeee" + hex + "eeee"), inner = large.subarray(1, large.length - 1);
    assertEquals(read(new Reader(inner, 1, 1 + hex.length / 2)), value);
  });

  Deno.test(`reader: ${name} is never read past the end, and nothing is used up by trying`, () => {
    for (let missing = 1; missing <= hex.length / 2; missing++) {
      const needed = hex.length / 2, available = needed - missing;
      const reader = new Reader(fromHex("eeee" + hex), 2, 2 + available);
      const error = assertThrows(() => read(reader), WireError);
      const bytes = needed === 1 ? "1 byte" : `${needed} bytes`;
      assertEquals(error.message, `needed ${bytes} at offset 2, ${available} available`);
      assertEquals([error.offset, reader.offset], [2, 2]);
    }
  });
}

Deno.test("reader: the rest is what is left, as a view of the buffer", () => {
  const bytes = fromHex("010203"), reader = new Reader(bytes);
  reader.u8();
  const rest = reader.rest();
  assertEquals(rest, fromHex("0203"));
  assertStrictEquals(rest.buffer, bytes.buffer);
  assertEquals(reader.rest(), new Uint8Array());
});

Deno.test("reader: what is left over is an error that counts it", () => {
  assertThrows(() => new Reader(fromHex("0102")).expectEnd(), WireError, "2 bytes left over at offset 0");
  assertThrows(() => new Reader(fromHex("0102"), 1).expectEnd(), WireError, "1 byte left over at offset 1");
  new Reader(fromHex("0102"), 2).expectEnd();
});

const OUTSIDE: readonly [name: string, offset: number, end: number | undefined][] = [
  ["an offset below zero", -1, undefined],
  ["an offset behind the buffer", 4, undefined],
  ["an end behind the buffer", 0, 4],
  ["an end in front of the offset", 2, 1],
  ["an offset that is not a number", NaN, undefined],
  ["an end that is not a number", 0, NaN],
  ["an offset between two bytes", 0.5, undefined],
];

for (const [name, offset, end] of OUTSIDE) {
  Deno.test(`reader: ${name} is refused`, () => {
    assertThrows(() => new Reader(fromHex("010203"), offset, end), WireError, "not within the 3 given");
  });
}
