import { assertEquals } from "@std/assert";
import { MemoryTopic } from "@dhcpkit/kafka/publisher";

function topicOf(count: number, capacity?: number): MemoryTopic {
  const topic = new MemoryTopic(capacity);
  for (let i = 0; i < count; i++) topic.append({ key: null, value: new Uint8Array([i]) });
  return topic;
}

Deno.test("a topic in memory keeps the newest records, under the offsets that they had", () => {
  const topic = topicOf(5, 3);
  assertEquals(topic.records.map(({ offset, value }) => [offset, value[0]]), [[2, 2], [3, 3], [4, 4]]);
  assertEquals(topic.append({ key: null, value: new Uint8Array(1) }), 5);
});

Deno.test("reading a topic in memory begins at an offset, or the oldest one behind it, and waits for more until it is closed", async () => {
  for (const [offset, first] of [[0, 2], [4, 4], [6, 6]]) {
    const topic = topicOf(5, 3), seen: number[] = [];
    const reading = (async () => {
      for await (const record of topic.read({ offset })) seen.push(record.offset);
    })();
    for (let i = 5; i < 8; i++) {
      // Whoever reads has time to, so that nothing goes before it was seen.
      await new Promise((resolve) => setTimeout(resolve));
      topic.append({ key: null, value: new Uint8Array([i]) });
    }
    topic.close();
    await reading;
    assertEquals(seen, Array.from({ length: 8 - first }, (_, i) => first + i), `from ${offset}`);
  }
});

Deno.test("reading a topic in memory ends when its signal aborts, though there is more to come", async () => {
  const topic = topicOf(2), controller = new AbortController(), seen: number[] = [];
  for await (const record of topic.read({ signal: controller.signal })) {
    seen.push(record.offset);
    if (seen.length === 2) setTimeout(() => controller.abort(), 1);
  }
  assertEquals(seen, [0, 1]);
});
