import { assertEquals } from "@std/assert";
import { isReadFrom } from "../../src/watch/_kept_partitions.ts";

Deno.test("of partitions that nobody reads any more, or that begin again, nothing is known", () => {
  const kept = (topic: string, partition: number, offset: bigint) =>
    [topic, partition, { offset: `${offset}`, first: 0, latest: 0, at: null, servers: [] }] as const;
  const read = (topic: string, partition: number, next: bigint) => ({ topic, partition, next, coveredUntil: 0 });
  const partitions = [kept("t", 0, 9n), kept("t", 1, 99n), kept("t", 2, -1n), kept("gone", 0, 9n)];
  const coverage = [read("t", 0, 10n), read("t", 1, 5n), read("t", 2, 0n)];
  assertEquals(partitions.filter(isReadFrom(coverage)), [partitions[0], partitions[2]]);
});
