import { assertEquals, assertRejects } from "@std/assert";
import { memoryConsumer, type StartingPoint } from "@dhcpkit/kafka/collector";
import { MemoryTopic } from "@dhcpkit/kafka/publisher";
import { everythingFrom, Reading } from "./_reading.ts";

function topicWith(count: number, capacity?: number): MemoryTopic {
  const topic = new MemoryTopic(capacity);
  for (let i = 0; i < count; i++) topic.append({ key: null, value: new Uint8Array([i]), timestamp: 1000 + i });
  return topic;
}

Deno.test("memory: what is there is read in batches, what comes later too, and an empty batch says that there is no more", async () => {
  const topic = topicWith(5);
  await using reading = new Reading(memoryConsumer(topic, "name"));
  await reading.until("all records", () => reading.records.length >= 5);
  assertEquals(reading.batches.length, 1);
  await reading.until("an empty batch", () => reading.batches.some(({ records }) => records.length === 0));
  topic.append({ key: new Uint8Array([9]), value: new Uint8Array([5]) });
  await reading.until("the new record", () => reading.records.length >= 6);
  assertEquals(reading.values, [[0], [1], [2], [3], [4], [5]]);
  assertEquals(reading.misplaced, []);
  assertEquals(reading.consumer.health.state, "reading");
  assertEquals(reading.batches.at(-1)!.endOffset, 6n);
});

Deno.test("memory: every starting point is heeded, and offsets that are gone or of a log before", async () => {
  const cases: [StartingPoint, bigint][] = [
    ["beginning", 2n],
    ["end", 10n],
    [4n, 4n],
    [0n, 2n],
    [100n, 2n],
    [{ from: 1006 }, 6n],
    [{ from: 0 }, 2n],
    [{ from: 5000 }, 10n],
  ];
  for (const [point, next] of cases) {
    await using reading = new Reading(memoryConsumer(topicWith(10, 8)), { startingPoints: everythingFrom(point) });
    await reading.until("an assignment", () => reading.assignments.length > 0);
    assertEquals(reading.assigned, [{ partition: 0, next }]);
    await reading.until("the records", () => BigInt(reading.records.length) === 10n - next);
    assertEquals(reading.misplaced, []);
  }
});

Deno.test("memory: reading ends with the topic, when it is no longer wanted, and when it never was", async () => {
  const closed = topicWith(3);
  closed.close();
  const ended = new Reading(memoryConsumer(closed));
  assertEquals(await ended.ended, undefined);
  assertEquals(ended.records.length, 3);
  const consumer = memoryConsumer(topicWith(1)), reading = new Reading(consumer);
  await reading.until("the record", () => reading.records.length === 1);
  const { signal } = new AbortController();
  await assertRejects(
    () => Array.fromAsync(consumer.consume({ signal, startingPoints: everythingFrom("end") })),
    TypeError,
    "once at a time",
  );
  await reading.stop();
  assertEquals(consumer.health.state, "idle");
  const options = { signal: AbortSignal.abort(), startingPoints: everythingFrom("beginning") };
  assertEquals(await Array.fromAsync(consumer.consume(options)), []);
});
