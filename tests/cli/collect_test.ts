import { assertEquals } from "@std/assert";
import { memoryConsumer } from "@dhcpkit/kafka/collector";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { MemoryTopic } from "@dhcpkit/kafka/publisher";
import type { TransactionStore } from "@dhcpkit/kafka/store";
import { collect } from "../../src/cli/collect.ts";
import { eventually } from "../support/eventually.ts";

Deno.test("a sweep that hangs keeps a collector from ending for no longer than it may", async () => {
  await using sqlite = await sqliteStore(":memory:");
  const swept = Promise.withResolvers<never>(), stop = new AbortController(), lines: string[] = [];
  const store: TransactionStore = Object.assign(Object.create(sqlite), {
    sweep: () => swept.promise,
    write: (batch: Parameters<TransactionStore["write"]>[0]) => sqlite.write(batch),
    positions: (topic: string) => sqlite.positions(topic),
    moveTo: (positions: Parameters<TransactionStore["moveTo"]>[0]) => sqlite.moveTo(positions),
  });
  const topic = new MemoryTopic(), source = memoryConsumer(topic);
  topic.append({ key: null, value: new DHCPKafkaMessage({ serverName: "dhcp01" }).save() });
  const running = collect({ source, store, signal: stop.signal, say: (line) => lines.push(line), closeMs: 20 });
  await eventually("a record in the store", async () => (await sqlite.servers()).length > 0);
  stop.abort();
  assertEquals((await running).stored, 1);
  swept.reject(new Error("the store is closed"));
  await eventually("a word on it", () => lines.includes("could not delete what is old: the store is closed"));
});
