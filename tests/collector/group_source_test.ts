import { assertEquals, assertRejects } from "@std/assert";
import type { RecordBatch, SourceRecord } from "@dhcpkit/kafka/collector";
import { kafkaJsTransport } from "@dhcpkit/kafka/publisher/kafkajs";
import { platformaticTransport } from "@dhcpkit/kafka/publisher/platformatic";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume, kcatProduce } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { consumerKinds } from "./_consumer_kinds.ts";
import { everythingFrom, numberOf, Reading } from "./_reading.ts";
import { topicWith } from "./_topic_with.ts";

const needs = ["kafka", "kcat"] as const, bytes = (text: string) => new TextEncoder().encode(text);
const never = new AbortController().signal;

function recordsOf(batches: readonly RecordBatch[]): SourceRecord[] {
  return batches.flatMap(({ records }) => records);
}

for (const { name, make } of consumerKinds) {
  testWith({
    name: `${name}: what a group has noted is known to the next member, and partitions without a note are left out`,
    needs,
    async fn() {
      const { init } = await topicWith({ partitions: 3, records: 10 });
      const seen: [number, bigint][][] = [];
      for (const next of [7n, 9n]) {
        const consumer = make(init);
        await using reading = new Reading(consumer, {
          async startingPoints(partitions) {
            seen.push([...await consumer.committed(partitions)].sort());
            return await everythingFrom("beginning")(partitions);
          },
        });
        await reading.until("all records", () => reading.records.length >= 30);
        await consumer.commit([{ partition: 0, next }, { partition: 2, next: next + 1n }]);
        await reading.stop();
      }
      assertEquals(seen, [[], [[0, 7n], [2, 8n]]]);
      assertEquals([...await make(init).committed([0])], [], "nothing is known while nobody reads");
    },
  });

  testWith({
    name: `${name}: a whole topic is read to its end without a group, and that ends by itself`,
    needs,
    async fn() {
      const { init, bootstrap, topic } = await topicWith({ partitions: 3, records: 2000 });
      await kcatProduce(bootstrap, topic, [{ key: bytes("k"), value: null }], { partition: 1 });
      await kcatProduce(bootstrap, topic, [{ value: bytes("with headers") }], {
        partition: 2,
        headers: [["a", "1"], ["b", "2"], ["a", "3"]],
      });
      const consumer = make(init), records = recordsOf(await Array.fromAsync(consumer.whole({ signal: never })));
      assertEquals(records.length, 6002);
      for (const partition of [0, 1, 2]) {
        const numbers = records.filter((record) => record.partition === partition).slice(0, 2000).map(numberOf);
        assertEquals(numbers, Array.from({ length: 2000 }, (_, i) => i));
      }
      const odd = records.filter(({ offset }) => offset === 2000n).sort((a, b) => a.partition - b.partition);
      assertEquals(odd.map(({ key, value, headers }) => [key && [...key], value && [...value], headers?.length]), [
        [[...bytes("k")], null, undefined],
        [null, [...bytes("with headers")], 3],
      ]);
      const told = odd[1].headers!.map(({ name, value }) => `${name}=${new TextDecoder().decode(value)}`);
      assertEquals(told.toSorted(), ["a=1", "a=3", "b=2"]);
      assertEquals(records.filter(({ headers }) => headers !== undefined).length, 1);
      assertEquals(await consumer.partitions({ signal: never }), [0, 1, 2]);
      assertEquals(consumer.health.state, "idle");
    },
  });

  testWith({
    name:
      `${name}: an empty topic is read at once, one that is not there is told, and nothing is read once it is aborted`,
    needs: ["kafka"],
    async fn() {
      const { init } = await topicWith({ partitions: 2 });
      assertEquals(await Array.fromAsync(make(init).whole({ signal: never })), []);
      const missing = make({ ...init, topic: uniqueTopic("missing"), requestTimeoutMs: 3000, sessionTimeoutMs: 3000 });
      await assertRejects(() => Array.fromAsync(missing.whole({ signal: never })), Error, "does not exist");
      await assertRejects(() => missing.partitions({ signal: never }), Error, "does not exist");
      assertEquals(await Array.fromAsync(make(init).whole({ signal: AbortSignal.abort() })), []);
    },
  });
}

for (const [name, transport] of [["kafkajs", kafkaJsTransport], ["platformatic", platformaticTransport]] as const) {
  testWith({
    name: `${name}: a record without a value is a tombstone, not one with an empty value`,
    needs,
    async fn() {
      const { bootstrap, topic } = await topicWith(), writer = transport({ brokers: [bootstrap], topic });
      await writer.connect();
      const headers = [{ name: "lease-ended", value: "x" }], key = bytes("2001:db8::1");
      const results = await writer.send([{ key, value: bytes("v") }, { key, value: null, headers }, {
        key,
        value: new Uint8Array(),
      }]);
      await writer.disconnect();
      assertEquals(results.map(({ status }) => status), ["delivered", "delivered", "delivered"]);
      const records = await kcatConsume(bootstrap, topic, { count: 3 });
      assertEquals(records.map(({ value }) => value && [...value]), [[...bytes("v")], null, []]);
      assertEquals(records[1].headers, [["lease-ended", "x"]]);
    },
  });
}
