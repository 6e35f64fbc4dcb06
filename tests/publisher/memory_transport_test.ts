import { assertEquals } from "@std/assert";
import { MemoryTopic, memoryTransport, Publisher } from "@dhcpkit/kafka/publisher";

Deno.test("memory: keys, values, headers and times arrive as they are", async () => {
  const topic = new MemoryTopic(), transport = memoryTransport(topic);
  const all = Uint8Array.from({ length: 256 }, (_, i) => i), headers = [{ name: "ce_id", value: "1" }];
  await transport.connect();
  await transport.send([{ key: all, value: all, timestamp: 1480000000123, headers }, { key: null, value: all }]);
  const [first, second] = topic.records;
  assertEquals([first.key, first.value, first.timestamp, first.headers], [all, all, 1480000000123, headers]);
  assertEquals([second.key, second.headers], [null, undefined]);
});

Deno.test("memory: as many sends at the same time give as many distinct offsets", async () => {
  const topic = new MemoryTopic(), transport = memoryTransport(topic);
  await Promise.all(Array.from({ length: 200 }, (_, i) => transport.send([{ key: null, value: new Uint8Array([i]) }])));
  assertEquals(topic.records.map(({ offset }) => offset), Array.from({ length: 200 }, (_, i) => i));
});

Deno.test("memory: records offered one at a time arrive in order", async () => {
  const topic = new MemoryTopic();
  const publisher = new Publisher({ transport: memoryTransport(topic), lingerMs: 1, queueMessages: 5000 });
  for (let i = 0; i < 3000; i++) publisher.offer({ key: null, value: new Uint8Array([i >> 8, i & 0xff]) });
  assertEquals((await publisher.close()).delivered, 3000);
  assertEquals(topic.records.map(({ value }) => value[0] << 8 | value[1]), Array.from({ length: 3000 }, (_, i) => i));
});
