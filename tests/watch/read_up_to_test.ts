import { assertEquals } from "@std/assert";
import type { PartitionPosition } from "@dhcpkit/kafka/store";
import { ReadingProgress } from "../../src/watch/read_up_to.ts";

const NOW = Date.UTC(2026, 0, 1), MINUTE = 60_000;
/** How far partitions were read, in milliseconds. */
const at = (...covered: number[]): PartitionPosition[] =>
  covered.map((time, partition) => ({ topic: "t", partition, next: 0n, coveredUntil: time * 1000 }));

Deno.test("the partition that is furthest behind tells up to when everything was read", () => {
  const reading = new ReadingProgress(2 * MINUTE);
  assertEquals(reading.look([], NOW), undefined);
  assertEquals(reading.look(at(NOW, NOW - 1000), NOW), { time: (NOW - 1000) * 1000, isBehind: false });
  assertEquals(reading.look(at(NOW, NOW - 5 * MINUTE), NOW), { time: (NOW - 5 * MINUTE) * 1000, isBehind: true });
  assertEquals(reading.look(at(NOW, 0), NOW), { time: 0, isBehind: true }, "one of which nothing was read yet");
});

Deno.test("a partition that nobody reads any more is not waited for, until it moves again", () => {
  const reading = new ReadingProgress(2 * MINUTE), old = NOW - 1e9;
  assertEquals(reading.look(at(NOW, old), NOW)!.time, old * 1000);
  const later = NOW + 3 * MINUTE;
  assertEquals(reading.look(at(later, old), later), { time: later * 1000, isBehind: false });
  assertEquals(reading.look(at(later, old + 1), later)!.time, (old + 1) * 1000);
});

Deno.test("where nothing is read at all, nothing is known", () => {
  const reading = new ReadingProgress(2 * MINUTE);
  reading.look(at(NOW, NOW), NOW);
  assertEquals(reading.look(at(NOW, NOW), NOW + 3 * MINUTE), undefined);
});
