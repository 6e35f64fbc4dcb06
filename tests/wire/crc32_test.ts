import { assertEquals } from "@std/assert";
import { crc32 as zlibCrc32 } from "node:zlib";
import { crc32 } from "../../src/wire/crc32.ts";

Deno.test("the checksum is that of zlib, for any length, part and seed", () => {
  assertEquals(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
  const bytes = Uint8Array.from({ length: 100 }, (_, i) => i * 37 % 256);
  for (let end = 0; end <= bytes.length; end++) {
    for (const [start, seed] of [[0, 0], [end >> 1, 1], [0, 0xffffffff], [end >> 2, 0x80000001]]) {
      assertEquals(crc32(bytes, { start, end, seed }), zlibCrc32(bytes.subarray(start, end), seed));
    }
  }
});
