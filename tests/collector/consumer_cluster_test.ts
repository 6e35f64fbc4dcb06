import { assertEquals } from "@std/assert";
import { eventually } from "../support/eventually.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { KafkaCluster } from "../support/kafka_cluster.ts";
import { kcatProduce } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { consumerKinds } from "./_consumer_kinds.ts";
import { numbered, Reading } from "./_reading.ts";

testWith({
  name: "reading follows the leaders of partitions, and bears the death of a node, be it the one that keeps the group",
  needs: ["kafka", "kcat"],
  async fn(t) {
    await using cluster = await KafkaCluster.start();
    for (const { name, make } of consumerKinds) {
      await t.step(name, async () => {
        const topic = await cluster.createTopic(uniqueTopic("follow"), { partitions: 3, replicas: 3 });
        const produce = async () => {
          for (const partition of [0, 1, 2]) {
            await kcatProduce(cluster.brokers.join(","), topic, numbered(50), { partition, timeoutMs: 30_000 });
          }
        };
        const init = {
          brokers: cluster.brokers,
          topic,
          groupId: uniqueTopic("group"),
          requestTimeoutMs: 2000,
          sessionTimeoutMs: 15_000,
        };
        const next = new Map<number, bigint>(), seen: string[] = [];
        await using reading = new Reading(make(init), {
          startingPoints: (partitions) => Promise.resolve(new Map(partitions.map((it) => [it, next.get(it) ?? 0n]))),
          onBatch({ partition, records }) {
            for (const { offset } of records) seen.push(`${partition} ${offset}`);
            const last = records.at(-1);
            if (last) next.set(partition, last.offset + 1n);
          },
        });
        await produce();
        await reading.until("the first records", () => seen.length >= 150);
        await cluster.moveLeader(topic, 1);
        await produce();
        await reading.until("records of the new leader", () => seen.length >= 300);
        for (const id of [1, 2, 3]) {
          const node = cluster.node(id), before = seen.length;
          await node.kill();
          await eventually(
            "leaders of all partitions",
            async () => (await cluster.partitions(topic)).every(({ leader }) => leader > 0 && leader !== id),
            { timeoutMs: 30_000 },
          );
          await produce();
          await reading.until(`records without node ${id}`, () => seen.length >= before + 150, 40_000);
          await node.start();
          await cluster.whenInSync(topic);
        }
        assertEquals(new Set(seen).size, 750);
        assertEquals(seen.length, 750);
        assertEquals(reading.misplaced, []);
      });
    }
  },
});
