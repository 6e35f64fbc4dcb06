import { assert, assertEquals } from "@std/assert";
import { MemoryTopic, memoryTransport } from "@dhcpkit/kafka/publisher";
import { simulatedNetwork } from "../../src/simulation/simulated_network.ts";
import { eventually } from "../support/eventually.ts";

Deno.test("a network over UDP publishes what it does, stops when it is told, and leaves nothing behind", async () => {
  const topic = new MemoryTopic(), over = new AbortController();
  const network = await simulatedNetwork({
    ...{ seed: 1, clients: 120, topic: "dhcpkit.demo", signal: over.signal, transport: () => memoryTransport(topic) },
  });
  const living = network.run();
  await eventually("transactions are published", () => network.stats.records.delivered > 100);
  over.abort();
  await living;
  await network.close();
  const { sent, lost, answered, servers: { received, malformed, failed, ...servers }, records } = network.stats;
  assertEquals(received, sent - lost);
  assertEquals([received, malformed, failed], [servers.answered + servers.unanswered, 0, 0]);
  assertEquals(records, { offered: received, delivered: received, dropped: 0, queued: 0 });
  assertEquals(topic.records.length, received);
  assert(answered > 50);
});

Deno.test("times of records are those of the topic, so that a wrong clock can be told", async () => {
  const topic = new MemoryTopic(), over = new AbortController();
  await using network = await simulatedNetwork({
    ...{ seed: 1, clients: 120, topic: "dhcpkit.demo", signal: over.signal, transport: () => memoryTransport(topic) },
  });
  const living = network.run(), started = Date.now();
  await eventually("transactions are published", () => topic.records.length > 50);
  over.abort();
  await living;
  assert(topic.records.every(({ timestamp }) => timestamp >= started && timestamp <= Date.now()));
});

Deno.test("a network that was told to stop before it began ends at once", async () => {
  const topic = new MemoryTopic();
  const network = await simulatedNetwork({
    ...{ seed: 1, clients: 20, topic: "dhcpkit.demo", transport: () => memoryTransport(topic) },
    signal: AbortSignal.abort(),
  });
  await network.run();
  await network.close();
  assertEquals(network.stats.sent, 0);
});
