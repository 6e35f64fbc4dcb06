import { assert, assertEquals } from "@std/assert";
import { Kafka, logLevel } from "kafkajs";
import type { ConsumerInit } from "@dhcpkit/kafka/collector/kafkajs";
import { BackgroundProcess } from "../support/background_process.ts";
import type { MemberLine, MemberOrders } from "../support/group_member_process.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatProduce } from "../support/kcat.ts";
import { supportFolder } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { consumerKinds } from "./_consumer_kinds.ts";
import { numbered, Reading } from "./_reading.ts";

const needs = ["kafka", "kcat"] as const;

async function groupOf(partitions: number) {
  const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("shared"), { partitions });
  const { bootstrap } = broker;
  const produce = async (count: number) => {
    for (let partition = 0; partition < partitions; partition++) {
      await kcatProduce(bootstrap, topic, numbered(count), { partition });
    }
  };
  const init: ConsumerInit = {
    brokers: [bootstrap],
    topic,
    groupId: uniqueTopic("group"),
    sessionTimeoutMs: 6000,
    rebalanceTimeoutMs: 10_000,
  };
  return { bootstrap, topic, produce, init };
}

/** A store that knows where it is, like that of a collector: shared by the members of a group. */
class Progress {
  readonly next = new Map<number, bigint>();

  readonly options = {
    startingPoints: (partitions: readonly number[]) =>
      Promise.resolve(new Map(partitions.map((partition) => [partition, this.next.get(partition) ?? 0n]))),
    onBatch: ({ partition, records }: { partition: number; records: readonly { offset: bigint }[] }) => {
      const last = records.at(-1);
      if (last) this.next.set(partition, last.offset + 1n);
    },
  };
}

function partitionsOf(...readings: Reading[]): number[] {
  return readings.flatMap(({ assigned }) => assigned.map(({ partition }) => partition)).sort((a, b) => a - b);
}

const ALL = [0, 1, 2, 3, 4, 5];

for (const { name, make } of consumerKinds) {
  testWith({
    name: `${name}: members share the partitions and take over from each other without a record lost or given twice`,
    needs,
    async fn() {
      const { init, produce } = await groupOf(6), progress = new Progress();
      await produce(200);
      await using first = new Reading(make(init), progress.options);
      await first.until("all records", () => first.records.length >= 1200);
      await using second = new Reading(make(init), progress.options);
      await second.until("half of the partitions", () => second.assigned.length === 3 && first.assigned.length === 3);
      assertEquals(partitionsOf(first, second), ALL);
      await produce(200);
      const both = () => [...first.records, ...second.records];
      await second.until("new records", () => both().length >= 2400);
      await first.stop();
      await second.until("all of the partitions", () => second.assigned.length === 6);
      await produce(10);
      await second.until("the last records", () => both().length >= 2460);
      assertEquals(both().length, 2460);
      assertEquals(new Set(both().map(({ partition, offset }) => `${partition} ${offset}`)).size, 2460);
      assertEquals([...first.misplaced, ...second.misplaced], []);
    },
  });

  testWith({
    name: `${name}: a batch that is being stored is finished before another member gets the partition`,
    needs,
    async fn() {
      const { init, produce } = await groupOf(2), progress = new Progress();
      await produce(10);
      const storing = Promise.withResolvers<void>(), asked = Promise.withResolvers<void>();
      let isStored = false;
      await using first = new Reading(make(init), {
        startingPoints: progress.options.startingPoints,
        async onBatch(batch) {
          asked.resolve();
          if (batch.records.length > 0) await storing.promise;
          progress.options.onBatch(batch);
        },
      });
      await asked.promise;
      await using second = new Reading(make(init), {
        onBatch: progress.options.onBatch,
        startingPoints(partitions) {
          assert(isStored, "asked where to start before it was known");
          return progress.options.startingPoints(partitions);
        },
      });
      await first.until("word of the second member", () => first.consumer.health.state === "joining");
      isStored = true;
      storing.resolve();
      await second.until("its part", () => second.assigned.length === 1 && first.assigned.length === 1);
      await second.until("all records", () => [0, 1].every((partition) => progress.next.get(partition) === 10n));
      assertEquals(first.records.length + second.records.length, 20);
      assertEquals([...first.misplaced, ...second.misplaced], []);
    },
  });

  testWith({
    name: `${name}: when a member is killed, another one takes over within the session time-out`,
    needs,
    async fn() {
      const { init, produce } = await groupOf(6);
      await using folder = await TempFolder.create("member");
      const orders: MemberOrders = { client: name, init, start: {} };
      const command = [Deno.execPath(), "run", "-A", `${supportFolder}group_member_process.ts`, JSON.stringify(orders)];
      await using victim = new BackgroundProcess(command, { logFile: folder.file("member.log") });
      const lines = async () =>
        (await victim.log()).split("\n").slice(0, -1).map((line) => JSON.parse(line) as MemberLine);
      await victim.waitForLog(/"assigned":\[\[0,"0"\],.*\[5,"0"\]\]/, 30_000);
      const progress = new Progress();
      await using survivor = new Reading(make(init), progress.options);
      await survivor.until("half of the partitions", () => survivor.assigned.length === 3);
      await produce(100);
      await survivor.until("its records", () => survivor.records.length >= 300);
      await victim.waitForLog(/"offsets"/);
      victim.kill("SIGKILL");
      await victim.ended;
      const killedAt = performance.now();
      await survivor.until("all partitions", () => survivor.assigned.length === 6, 15_000);
      const tookMs = performance.now() - killedAt;
      await produce(1);
      const seen = async () =>
        new Set([
          ...survivor.records.map(({ partition, offset }) => `${partition} ${offset}`),
          ...(await lines()).flatMap((line) =>
            "offsets" in line ? line.offsets.map((it) => `${line.partition} ${it}`) : []
          ),
        ]);
      await survivor.until("all records", () => survivor.records.length >= 300 + 300 + 6);
      assertEquals((await seen()).size, 606);
      assertEquals(survivor.misplaced, []);
      // The session, and a heartbeat that tells the survivor.
      assert(tookMs < 6000 + 3000, `took over after ${Math.round(tookMs)} ms`);
    },
  });

  testWith({
    name: `${name}: partitions that a topic gets later are read from their beginning`,
    needs,
    async fn() {
      const { init, bootstrap, topic, produce } = await groupOf(1);
      await produce(5);
      await using reading = new Reading(make({ ...init, partitionsEveryMs: 200 }), new Progress().options);
      await reading.until("all records", () => reading.records.length >= 5);
      const admin = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
      await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
      await admin.disconnect();
      for (const partition of [1, 2]) await kcatProduce(bootstrap, topic, numbered(5), { partition });
      await reading.until("the new partitions", () => reading.records.length >= 15);
      assertEquals(partitionsOf(reading), [0, 1, 2]);
      assertEquals(reading.misplaced, []);
    },
  });

  testWith({
    name: `${name}: a member that has no partition waits, and is ready to take over`,
    needs,
    async fn() {
      const { init, produce } = await groupOf(1), progress = new Progress();
      await produce(3);
      const first = new Reading(make(init), progress.options);
      await first.until("the partition", () => first.assigned.length === 1);
      await using second = new Reading(make(init), progress.options);
      await second.until("an assignment", () => second.assignments.length > 0);
      const [idle, busy] = first.assigned.length === 0 ? [first, second] : [second, first];
      assertEquals(idle.assigned, []);
      await busy.stop();
      await idle.until("the partition", () => idle.assigned.length === 1);
      await produce(3);
      await idle.until("the rest", () => first.records.length + second.records.length >= 6);
      await first.stop();
    },
  });
}

testWith({
  name: "members of both clients share the partitions of one group",
  needs,
  async fn() {
    const { init, produce } = await groupOf(6), progress = new Progress();
    await produce(50);
    const [one, other] = consumerKinds.map(({ make }) => make(init));
    await using first = new Reading(one, progress.options);
    await first.until("all partitions", () => first.assigned.length === 6);
    await using second = new Reading(other, progress.options);
    await second.until("half of the partitions", () => second.assigned.length === 3 && first.assigned.length === 3);
    assertEquals(partitionsOf(first, second), ALL);
    await first.stop();
    await second.until("all partitions", () => second.assigned.length === 6);
    await produce(50);
    await second.until("all records", () => first.records.length + second.records.length >= 600);
    assertEquals([...first.misplaced, ...second.misplaced], []);
  },
});
