import { Buffer } from "node:buffer";
import { assertEquals } from "@std/assert";
import { compatibilityPartitioner } from "@platformatic/kafka";
import { murmur2 } from "../../src/kafka/murmur2.ts";
import { SeededRandom } from "../vectors/random.ts";

/** Out of Kafka's own tests of its Java client (UtilsTest, testMurmur2). */
const OF_JAVA: readonly (readonly [key: string, hash: number])[] = [
  ["21", -973932308],
  ["foobar", -790332482],
  ["a-little-bit-long-string", -985981536],
  ["a-little-bit-longer-string", -1486304829],
  ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
  ["abc", 479470107],
];

Deno.test("keys have the hashes that they have in Java", () => {
  for (const [key, hash] of OF_JAVA) assertEquals(murmur2(new TextEncoder().encode(key)), hash, key);
});

Deno.test("keys of any length fall on the partitions that another client chooses", () => {
  const random = new SeededRandom(1);
  for (let length = 0; length < 200; length++) {
    const key = Uint8Array.from({ length }, () => random.below(256));
    assertEquals(
      murmur2(key) & 0x7fffffff,
      compatibilityPartitioner(undefined as never, Buffer.from(key)),
      `${length}`,
    );
  }
});
