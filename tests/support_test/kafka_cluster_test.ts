import { assertEquals, assertNotEquals } from "@std/assert";
import { eventually } from "../support/eventually.ts";
import { KafkaCluster } from "../support/kafka_cluster.ts";
import { kcatConsume, kcatProduce } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";

testWith({
  name: "a cluster of three keeps what it acknowledged while its leaders move, die, fall silent and come back",
  needs: ["kafka", "kcat"],
  async fn() {
    await using cluster = await KafkaCluster.start();
    const topic = await cluster.createTopic("kept", { replicas: 3, config: { "min.insync.replicas": "2" } });
    const produce = (value: number) =>
      kcatProduce(cluster.brokers.join(","), topic, [{ value: new Uint8Array([value]) }]);

    const first = await cluster.leaderOf(topic);
    await produce(1);
    const second = await cluster.moveLeader(topic);
    assertNotEquals(second.id, first.id);
    await produce(2);

    await second.kill();
    const third = await cluster.leaderOf(topic);
    assertNotEquals(third.id, second.id);
    await produce(3);
    assertEquals((await cluster.partitions(topic))[0].inSync.includes(second.id), false);
    await second.start();
    await cluster.whenInSync(topic);

    third.pause();
    await eventually("another leader", async () => (await cluster.leaderOf(topic)).id !== third.id);
    third.resume();
    await cluster.whenInSync(topic);

    assertEquals(await cluster.endOffsets(topic), [3n]);
    const records = await kcatConsume(cluster.brokers.join(","), topic, { count: 3 });
    assertEquals(records.map(({ value }) => value![0]), [1, 2, 3]);
  },
});
