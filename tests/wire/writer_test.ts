import { assertEquals, assertNotStrictEquals, assertThrows } from "@std/assert";
import { fromHex, toHex, WireError, Writer } from "../../src/wire/mod.ts";

function written(write: (writer: Writer) => void, capacity?: number): string {
  const writer = new Writer(capacity);
  write(writer);
  return toHex(writer.toBytes());
}

const WRITES: readonly [name: string, write: (writer: Writer) => void, hex: string][] = [
  ["u8", (writer) => writer.u8(0xfe), "fe"],
  ["u16", (writer) => writer.u16(0xfedc), "fedc"],
  ["u24", (writer) => writer.u24(0xfedcba), "fedcba"],
  ["u32", (writer) => writer.u32(0xfedcba98), "fedcba98"],
  ["u64", (writer) => writer.u64(0xfedcba9876543210n), "fedcba9876543210"],
  ["f64", (writer) => writer.f64(23456), "40d6e80000000000"],
  ["bytes", (writer) => writer.bytes(fromHex("010203")), "010203"],
  ["a part of bytes", (writer) => writer.bytes(fromHex("0102030405"), 1, 3), "0203"],
  ["many bytes", (writer) => writer.bytes(new Uint8Array(200).fill(7), 100), "07".repeat(100)],
];

for (const [name, write, hex] of WRITES) {
  Deno.test(`writer: ${name} is written in network byte order, however small the buffer was`, () => {
    for (const capacity of [0, 1, 3, 512]) assertEquals(written(write, capacity), hex);
    assertEquals(
      written((writer) => {
        writer.u8(0xaa);
        write(writer);
        writer.u8(0xbb);
      }, 1),
      `aa${hex}bb`,
    );
  });
}

const REFUSED: readonly [name: string, write: (writer: Writer) => void, message: string][] = [
  ["u8 over 255", (writer) => writer.u8(256), "256 is not an unsigned 8-bit integer"],
  ["u8 below 0", (writer) => writer.u8(-1), "-1 is not an unsigned 8-bit integer"],
  ["u16 with a fraction", (writer) => writer.u16(0.5), "0.5 is not an unsigned 16-bit integer"],
  ["u16 over 65535", (writer) => writer.u16(65536), "65536 is not an unsigned 16-bit integer"],
  ["u24 over 24 bits", (writer) => writer.u24(0x1000000), "16777216 is not an unsigned 24-bit integer"],
  ["u32 over 32 bits", (writer) => writer.u32(2 ** 32), "4294967296 is not an unsigned 32-bit integer"],
  ["u32 of no number", (writer) => writer.u32(NaN), "NaN is not an unsigned 32-bit integer"],
  ["u64 below 0", (writer) => writer.u64(-1n), "-1 is not an unsigned 64-bit integer"],
  ["u64 over 64 bits", (writer) => writer.u64(1n << 64n), "18446744073709551616 is not an unsigned 64-bit integer"],
];

for (const [name, write, message] of REFUSED) {
  Deno.test(`writer: ${name} is refused and nothing of it is written`, () => {
    const writer = new Writer();
    writer.u8(1);
    const error = assertThrows(() => write(writer), WireError, message);
    assertEquals(error.offset, 1);
    assertEquals(toHex(writer.toBytes()), "01");
  });
}

Deno.test("writer: a length is filled in after what it measures, nested ones too", () => {
  const hex = written((writer) => {
    const outer = writer.openLength();
    writer.u8(1);
    const inner = writer.openLength();
    writer.bytes(fromHex("0a0b0c"));
    writer.closeLength(inner);
    writer.closeLength(outer);
    writer.u8(2);
  }, 1);
  assertEquals(hex, "0006" + "01" + "0003" + "0a0b0c" + "02");
});

Deno.test("writer: 65535 bytes fit behind a length and one more does not", () => {
  const behindLength = (size: number) =>
    written((writer) => {
      const mark = writer.openLength();
      writer.bytes(new Uint8Array(size));
      writer.closeLength(mark);
    });
  assertEquals(behindLength(0xffff).slice(0, 4), "ffff");
  assertThrows(() => behindLength(0x10000), WireError, "65536 bytes do not fit behind a 16-bit length");
});

Deno.test("writer: what it hands out is a copy, and a reset starts anew in the same buffer", () => {
  const writer = new Writer();
  writer.u16(0x0102);
  const first = writer.toBytes();
  writer.reset();
  assertEquals(writer.offset, 0);
  writer.u8(9);
  assertEquals(toHex(first), "0102");
  assertEquals(toHex(writer.toBytes()), "09");
  assertNotStrictEquals(writer.toBytes(), writer.toBytes());
});
