import { assertEquals } from "@std/assert";
import { encodeUtf8 } from "../../src/wire/mod.ts";
import { murmur3 } from "../../src/wire/murmur3.ts";

/** What other implementations of MurmurHash3 x86_32 say. */
const KNOWN: readonly (readonly [text: string, seed: number, hash: number])[] = [
  ["", 0, 0],
  ["", 1, 0x514e28b7],
  ["abc", 0, 0xb3dd93fa],
  ["hello", 0, 0x248bfa47],
  ["hello, world", 0, 0x149bbb7f],
  ["The quick brown fox jumps over the lazy dog", 0, 0x2e4ff723],
];

for (const [text, seed, hash] of KNOWN) {
  Deno.test(`murmur3 of ${JSON.stringify(text)} with seed ${seed} is 0x${hash.toString(16)}`, () => {
    assertEquals(murmur3(encodeUtf8(text), { seed }), hash);
  });
}

Deno.test("murmur3 of a part is that of the same bytes alone, wherever they stand", () => {
  const whole = encodeUtf8("0123456789abcdefghijklmnopqrstuvwxyz");
  for (let start = 0; start < 9; start++) {
    for (let end = start; end < start + 9; end++) {
      assertEquals(murmur3(whole, { start, end }), murmur3(whole.slice(start, end)), `${start} to ${end}`);
    }
  }
});

Deno.test("murmur3 differs for each bit that differs", () => {
  const bytes = new Uint8Array(23), hashes = new Set([murmur3(bytes)]);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    bytes[bit >> 3] ^= 1 << (bit & 7);
    hashes.add(murmur3(bytes));
    bytes[bit >> 3] ^= 1 << (bit & 7);
  }
  assertEquals(hashes.size, bytes.length * 8 + 1);
});
