import { assert, assertEquals, assertLess, assertMatch, assertRejects } from "@std/assert";
import { Kafka, logLevel } from "kafkajs";
import type { StartingPoint } from "@dhcpkit/kafka/collector";
import { eventually } from "../support/eventually.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatProduce } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { consumerKinds } from "./_consumer_kinds.ts";
import { everythingFrom, numbered, numberOf, Reading } from "./_reading.ts";
import { topicWith } from "./_topic_with.ts";

const needs = ["kafka", "kcat"] as const;

/** Removes the records before an offset, as retention does. */
async function deleteRecords(bootstrap: string, topic: string, partition: number, offset: number): Promise<void> {
  const admin = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await admin.fetchTopicOffsets(topic); // it deletes from topics that it has heard of before
    await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: `${offset}` }] });
  } finally {
    await admin.disconnect();
  }
}

/** Deletes a topic and has another one made under its name, as soon as the broker takes that. */
async function anew(bootstrap: string, topic: string, create: () => Promise<unknown>): Promise<void> {
  const admin = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await admin.deleteTopics({ topics: [topic] });
  } finally {
    await admin.disconnect();
  }
  await eventually("a topic under the name of the one that is gone", () => create().then(() => true, () => false));
}

for (const { name, make } of consumerKinds) {
  testWith({
    name:
      `${name}: each partition is read in order, each offset once, and empty batches say that there is nothing more`,
    needs,
    async fn() {
      const { init } = await topicWith({ partitions: 3, records: 2000 });
      await using reading = new Reading(make(init));
      await reading.until("all records", () => reading.records.length >= 6000);
      await reading.until(
        "an empty batch for each partition",
        () => new Set(reading.batches.filter((it) => it.records.length === 0).map((it) => it.partition)).size === 3,
      );
      assertEquals(reading.records.length, 6000);
      assertEquals(reading.misplaced, []);
      for (const partition of [0, 1, 2]) {
        const records = reading.records.filter((record) => record.partition === partition);
        assertEquals(records.map(numberOf), Array.from({ length: 2000 }, (_, i) => i));
      }
      assertEquals(new Set(reading.batches.map(({ endOffset }) => endOffset)), new Set([2000n]));
      assertEquals(reading.assignments, [[0, 1, 2].map((partition) => ({ partition, next: 0n }))]);
    },
  });

  testWith({
    name:
      `${name}: a partition is read from an offset, its beginning, its end or a time on, whatever the group has committed`,
    needs,
    async fn() {
      const { bootstrap, topic, init } = await topicWith({ partitions: 5, records: 10 });
      await using first = new Reading(make(init));
      await first.until("all records", () => first.records.length >= 50);
      await first.consumer.commit([0, 1, 2, 3, 4].map((partition) => ({ partition, next: 7n })));
      await first.stop();
      const from = Date.now() + 1;
      await eventually("another millisecond", () => Date.now() > from);
      for (let partition = 0; partition < 4; partition++) {
        await kcatProduce(bootstrap, topic, numbered(2, 10), { partition });
      }
      const points = new Map<number, StartingPoint>([[0, 4n], [1, "beginning"], [2, "end"], [3, { from }], [4, {
        from,
      }]]);
      await using reading = new Reading(make(init), { startingPoints: () => Promise.resolve(points) });
      await reading.until("the records", () => reading.records.length >= 8 + 12 + 2);
      assertEquals(reading.assigned.map(({ next }) => next), [4n, 0n, 12n, 10n, 10n]);
      assertEquals(reading.misplaced, []);
      // What comes from now on is read everywhere, where nothing was waiting too.
      for (const partition of [2, 4]) await kcatProduce(bootstrap, topic, numbered(1, 100), { partition });
      await reading.until("new records", () => reading.records.filter((it) => numberOf(it) === 100).length === 2);
      assertEquals(reading.records.length, 8 + 12 + 2 + 2);
      assertEquals(reading.misplaced, []);
    },
  });

  testWith({
    name: `${name}: an offset that is not there becomes the oldest one that is, also one beyond the end`,
    needs,
    async fn() {
      const { bootstrap, topic, init } = await topicWith({ partitions: 3, records: 10 });
      await deleteRecords(bootstrap, topic, 0, 6);
      const points = new Map<number, StartingPoint>([[0, 2n], [1, 1000n], [2, 10n]]);
      await using reading = new Reading(make(init), { startingPoints: () => Promise.resolve(points) });
      await reading.until("what is there", () => reading.records.length >= 4 + 10);
      assertEquals(reading.assigned.map(({ next }) => next), [6n, 0n, 10n]);
      await kcatProduce(bootstrap, topic, numbered(1, 77), { partition: 1 });
      await reading.until("the next one", () => reading.records.length >= 4 + 11);
      assertEquals(reading.misplaced, []);
    },
  });

  testWith({
    name: `${name}: a topic that is made anew while one reads is assigned again, and read from its beginning`,
    needs,
    async fn() {
      const { broker, bootstrap, topic, init } = await topicWith({ partitions: 2, records: 40 });
      await using reading = new Reading(make({ ...init, sessionTimeoutMs: 30_000 }));
      await reading.until("all records", () => reading.records.length >= 80);
      await anew(bootstrap, topic, () => broker.createTopic(topic, { partitions: 2 }));
      for (const partition of [0, 1]) await kcatProduce(bootstrap, topic, numbered(7, 100), { partition });
      await reading.until("the new records", () => reading.records.length >= 80 + 14, 60_000);
      const offsets = reading.records.slice(80).map(({ offset }) => Number(offset)).sort((a, b) => a - b);
      assertEquals(offsets, Array.from({ length: 14 }, (_, i) => i >> 1), "seven of each partition");
      assertEquals(reading.misplaced, []);
      assertEquals(reading.assigned.map(({ next }) => next), [0n, 0n]);
    },
  });

  testWith({
    name: `${name}: when records go away while one reads, reading goes on with the oldest that is there`,
    needs,
    async fn() {
      const { bootstrap, topic, init } = await topicWith();
      await kcatProduce(bootstrap, topic, numbered(3000), { settings: { "batch.num.messages": "100" } });
      let isDeleted = false;
      // One batch at a time is read ahead, so that what is deleted has not been read.
      const consumer = make({ ...init, maxBytes: 1 });
      await using reading = new Reading(consumer, {
        async onBatch({ records }) {
          if (isDeleted || records.length === 0) return;
          isDeleted = true;
          await deleteRecords(bootstrap, topic, 0, 3000);
          await kcatProduce(bootstrap, topic, numbered(1, 5000));
        },
      });
      await reading.until("the record behind the gap", () => reading.records.some((it) => numberOf(it) === 5000));
      assertEquals(reading.records.at(-1)!.offset, 3000n);
      assertLess(reading.records.length, 3001);
      assertEquals(reading.assignments.length, 1);
    },
  });

  testWith({
    name: `${name}: partitions are read side by side, those with large batches as well`,
    needs,
    async fn() {
      const { bootstrap, topic, init } = await topicWith({ partitions: 3 });
      const large = Array.from({ length: 60 }, (_, i) => ({ value: new Uint8Array(50_000).fill(i + 1) }));
      // Batches of half a megabyte, all alike: what comes in turn is a batch.
      const settings = { "batch.num.messages": "10", "linger.ms": "500" };
      for (const partition of [0, 1, 2]) await kcatProduce(bootstrap, topic, large, { partition, settings });
      await using reading = new Reading(make({ ...init, maxBytes: 200_000 }));
      await reading.until("all records", () => reading.records.length >= 180);
      const half = reading.batches.flatMap(({ partition, records }) => records.map(() => partition)).slice(0, 90);
      for (const partition of [0, 1, 2]) {
        const share = half.filter((one) => one === partition).length;
        assert(share >= 15, `${share} of the first 90 records are of partition ${partition}`);
      }
    },
  });

  testWith({
    name: `${name}: no more is fetched than a few megabytes ahead of who iterates`,
    needs,
    async fn() {
      const { bootstrap, topic, init } = await topicWith({ partitions: 2 });
      const large = Array.from({ length: 60 }, (_, i) => ({ value: new Uint8Array(100_000).fill(i + 1) }));
      for (const partition of [0, 1]) await kcatProduce(bootstrap, topic, large, { partition });
      const gate = Promise.withResolvers<void>(), consumer = make({ ...init, maxBytes: 500_000 });
      await using reading = new Reading(consumer, { onBatch: () => gate.promise });
      await reading.until("a batch", () => reading.batches.length > 0);
      // Two answers without a change in between: nothing is asked for any more.
      let last = consumer.health.fetchedAt, same = 0;
      await eventually("an end of fetching", () => {
        same = last === consumer.health.fetchedAt ? same + 1 : 0;
        last = consumer.health.fetchedAt;
        return same > 60;
      });
      gate.resolve();
      await reading.until("all records", () => reading.records.length >= 120);
      // Only what had been fetched could be put together while the reader was busy.
      assert(reading.batches.every(({ records }) => records.length <= 15), "batches stay small");
      assertEquals(reading.misplaced, []);
    },
  });

  testWith({
    name: `${name}: a reader that is slower than the session time-out stays a member, and the end is where it was`,
    needs,
    async fn() {
      const { init } = await topicWith({ records: 10 });
      const consumer = make(init);
      const startedAt = performance.now(), done = () => performance.now() - startedAt > 8000;
      let beats = 0;
      await using reading = new Reading(consumer, {
        async onBatch() {
          if (beats > 0) return;
          let last = consumer.health.heartbeatAt;
          await eventually("a slow store", () => {
            if (last !== consumer.health.heartbeatAt) beats++;
            last = consumer.health.heartbeatAt;
            return done();
          });
        },
      });
      await reading.until("a batch behind it", () => reading.batches.length > 1);
      assert(beats >= 5, `${beats} heartbeats`);
      assertEquals(reading.assignments.length, 1);
    },
  });

  testWith({
    name: `${name}: what is committed is what tools show, and commits that cannot be made resolve`,
    needs,
    async fn() {
      const { bootstrap, topic, init } = await topicWith({ partitions: 2, records: 5 });
      const consumer = make(init);
      await consumer.commit([{ partition: 0, next: 1n }]);
      await using reading = new Reading(consumer);
      await reading.until("all records", () => reading.records.length >= 10);
      await consumer.commit([{ partition: 0, next: 3n }, { partition: 1, next: 5n }, { partition: 9, next: 1n }]);
      const admin = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
      const [{ partitions }] = await admin.fetchOffsets({ groupId: init.groupId, topics: [topic] });
      await admin.disconnect();
      assertEquals(partitions.map(({ partition, offset }) => [partition, offset]).sort(), [[0, "3"], [1, "5"]]);
      await reading.stop();
      await consumer.commit([{ partition: 0, next: 4n }]);
    },
  });

  testWith({
    name: `${name}: the same object can be iterated again, but not twice at a time`,
    needs,
    async fn() {
      const { init } = await topicWith({ records: 5 });
      const consumer = make(init);
      assertEquals(consumer.health.state, "idle");
      for (const round of [1, 2, 3]) {
        await using reading = new Reading(consumer);
        await reading.until("all records", () => reading.records.length >= 5);
        assertEquals(consumer.health.state, "reading");
        assertEquals(consumer.health.assigned, [0]);
        const { signal } = new AbortController();
        const twice = Array.fromAsync(consumer.consume({ signal, startingPoints: everythingFrom("end") }));
        await assertRejects(() => twice, TypeError, "iterate once at a time");
        assertEquals(reading.records.length, 5, `round ${round}`);
      }
      assertEquals([consumer.health.state, consumer.health.assigned], ["idle", []]);
    },
  });

  testWith({
    name: `${name}: who leaves the loop leaves the group, so that the next one gets the partitions at once`,
    needs,
    async fn() {
      const { init } = await topicWith({ records: 5 });
      const options = { signal: new AbortController().signal, startingPoints: everythingFrom("beginning") };
      for await (const { records } of make({ ...init, sessionTimeoutMs: 30_000 }).consume(options)) {
        if (records.length > 0) break;
      }
      await using reading = new Reading(make(init));
      await reading.until("all records", () => reading.records.length >= 5, 5000);
    },
  });

  testWith({
    name: `${name}: what a callback throws comes out of the iteration as it is`,
    needs,
    async fn() {
      const { init } = await topicWith();
      const signal = AbortSignal.timeout(20_000), error = new Error("the store is away");
      const startingPoints = () => Promise.reject(error);
      const thrown = await assertRejects(() => Array.fromAsync(make(init).consume({ signal, startingPoints })));
      assert(thrown === error);
      const onAssigned = () => {
        throw error;
      };
      const options = { signal, onAssigned, startingPoints: everythingFrom("end") };
      assert(await assertRejects(() => Array.fromAsync(make(init).consume(options))) === error);
    },
  });

  testWith({
    name: `${name}: a topic that is not there is told by name, and not made`,
    needs,
    async fn() {
      const { init, broker } = await topicWith(), topic = uniqueTopic("no-such");
      await using reading = new Reading(make({ ...init, topic }));
      assertMatch(String(await reading.ended), new RegExp(`the topic ${topic} does not exist`));
      assertEquals(await broker.endOffsets(topic), []);
    },
  });

  testWith({
    name: `${name}: a session time-out that brokers do not take, and a group of others, are told with the remedy`,
    needs,
    async fn() {
      const { init, bootstrap, topic } = await topicWith();
      await using short = new Reading(make({ ...init, sessionTimeoutMs: 100 }));
      assertMatch(String(await short.ended), /group\.min\.session\.timeout\.ms/);

      const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING });
      const other = kafka.consumer({ groupId: init.groupId });
      await other.connect();
      await other.subscribe({ topic });
      const joined = Promise.withResolvers<void>();
      other.on(other.events.GROUP_JOIN, () => joined.resolve());
      await other.run({ eachMessage: () => Promise.resolve() });
      await joined.promise;
      await using reading = new Reading(make(init));
      assertMatch(String(await reading.ended), new RegExp(`group ${init.groupId} has members of another kind`));
      await other.disconnect();
    },
  });
}
