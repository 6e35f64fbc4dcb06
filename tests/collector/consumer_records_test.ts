import { assert, assertEquals } from "@std/assert";
import { Kafka, logLevel } from "kafkajs";
import type { FetchedHeader } from "../../src/kafka/broker_requests.ts";
import { kcatProduce } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { consumerKinds } from "./_consumer_kinds.ts";
import { everythingFrom, numbered, numberOf, Reading } from "./_reading.ts";
import { topicWith } from "./_topic_with.ts";

const needs = ["kafka", "kcat"] as const;

for (const { name, make } of consumerKinds) {
  testWith({
    name: `${name}: keys, values, headers and tombstones are given byte for byte, with their time and place`,
    needs,
    async fn() {
      const { bootstrap, topic, init } = await topicWith();
      const all = Uint8Array.from({ length: 256 }, (_, i) => i), before = Date.now();
      const messages = [
        { key: new Uint8Array([0, 255]), value: all },
        { key: all, value: null },
        { value: new Uint8Array([0]) },
        { key: new Uint8Array([1]), value: new Uint8Array() },
      ];
      await kcatProduce(bootstrap, topic, messages);
      // The last ones are what every object of JavaScript has.
      const headers: [string, string][] = [["name", "a"], ["name", "b"], ["constructor", "c"], ["toString", "d"]];
      await kcatProduce(bootstrap, topic, [{ value: new Uint8Array([2]) }], { headers });
      await using reading = new Reading(make(init));
      await reading.until("all records", () => reading.records.length >= 5);
      const bytes = (part: Uint8Array | null) => part && [...part];
      assertEquals(reading.records.map(({ key, value }) => [bytes(key), bytes(value)]), [
        ...messages.map(({ key, value }) => [bytes(key ?? null), bytes(value)]),
        [null, [2]],
      ]);
      assertEquals(reading.records.map(({ topic, partition, offset }) => [topic, partition, offset]), [
        ...[0n, 1n, 2n, 3n, 4n].map((offset) => [topic, 0, offset]),
      ]);
      const text = ({ name, value }: FetchedHeader) => [name, new TextDecoder().decode(value)];
      assertEquals(reading.records.map(({ headers }) => headers?.map(text)), [...Array(4).fill(undefined), headers]);
      for (const { timestamp } of reading.records) assert(timestamp >= before - 1000 && timestamp <= Date.now() + 1000);
    },
  });

  for (const codec of ["gzip", "snappy", "lz4", "zstd"]) {
    testWith({
      name: `${name}: records compressed with ${codec} are read, from the middle of a batch too`,
      needs,
      async fn() {
        const { bootstrap, topic, init } = await topicWith();
        await kcatProduce(bootstrap, topic, numbered(500), { settings: { "compression.codec": codec } });
        await using reading = new Reading(make(init), { startingPoints: everythingFrom(123n) });
        await reading.until("all records", () => reading.records.length >= 377);
        assertEquals(reading.records.map(numberOf), Array.from({ length: 377 }, (_, i) => 123 + i));
        assertEquals(reading.misplaced, []);
      },
    });
  }

  testWith({
    name: `${name}: marks of transactions are passed over, and the end behind them is reached`,
    needs,
    async fn() {
      const { bootstrap, topic, init } = await topicWith();
      const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING });
      const producer = kafka.producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true });
      await producer.connect();
      for (const end of ["commit", "abort"] as const) {
        const transaction = await producer.transaction();
        await transaction.send({ topic, messages: [{ value: end }, { value: end }] });
        await transaction[end]();
      }
      await producer.disconnect();
      await using reading = new Reading(make(init));
      await reading.until("the end", () => reading.batches.some(({ records }) => records.length === 0));
      assertEquals(reading.records.map(({ offset }) => offset), [0n, 1n, 3n, 4n]);
      assertEquals(reading.batches.at(-1)!.endOffset, 6n);
      assertEquals(reading.batches.flatMap(({ marks = [] }) => marks), [2n, 5n]);
    },
  });
}
