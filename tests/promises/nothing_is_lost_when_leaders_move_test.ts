/** What every client of Kafka's own protocol has to do when brokers of a cluster come and go. */
import { assertEquals } from "@std/assert";
import type { Publisher } from "@dhcpkit/kafka/publisher";
import { eventually } from "../support/eventually.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { KafkaCluster } from "../support/kafka_cluster.ts";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { kafkaClients, publisherTo, type TransportKind } from "../publisher/_transport_kinds.ts";

/** Publishes numbers, of which two bytes are the value and the last digit is the key. */
class Numbers {
  readonly #publisher: Publisher;
  #next = 0;

  constructor(publisher: Publisher) {
    this.#publisher = publisher;
  }

  get count(): number {
    return this.#next;
  }

  offer(count: number): void {
    for (const end = this.#next + count; this.#next < end; this.#next++) {
      const key = new Uint8Array([this.#next % 10]), value = new Uint8Array([this.#next >> 8, this.#next & 0xff]);
      this.#publisher.offer({ key, value });
    }
  }

  async delivered(): Promise<void> {
    await eventually(`delivery of ${this.count}`, () => this.#publisher.stats.delivered === this.count, {
      timeoutMs: 30_000,
    });
  }
}

/** Every number is there, and those of a key came in order; what came again does not count. */
async function assertComplete(bootstrap: string, topic: string, count: number): Promise<void> {
  const seen = new Set<number>(), keys = new Map<number, number[]>();
  for (const { key, value } of await kcatConsume(bootstrap, topic)) {
    const number = value![0] << 8 | value![1];
    if (seen.has(number)) continue;
    seen.add(number);
    keys.set(key![0], [...keys.get(key![0]) ?? [], number]);
  }
  assertEquals(seen.size, count);
  for (const numbers of keys.values()) assertEquals(numbers, numbers.toSorted((a, b) => a - b));
}

async function survives(kind: TransportKind, cluster: KafkaCluster, t: Deno.TestContext): Promise<void> {
  const topic = await cluster.createTopic(uniqueTopic("moved"), {
    partitions: 2,
    replicas: 3,
    config: { "min.insync.replicas": "2" },
  });
  const publisher = publisherTo(kind, { brokers: cluster.brokers, topic, requestTimeoutMs: 3000 }, {
    queueMessages: 10_000,
  });
  const numbers = new Numbers(publisher);
  const steadily = async (during: () => Promise<unknown>) => {
    const timer = setInterval(() => numbers.offer(10), 20);
    try {
      await during();
    } finally {
      clearInterval(timer);
    }
    await numbers.delivered();
  };
  await t.step(`${kind.name}: leaders move to other brokers, in good order`, async () => {
    await steadily(async () => {
      await cluster.moveLeader(topic, 0);
      await cluster.moveLeader(topic, 1);
    });
  });
  const leader = await cluster.leaderOf(topic);
  await t.step(`${kind.name}: a leader is killed, and another takes its place`, async () => {
    await steadily(async () => {
      await leader.kill();
      await cluster.leaderOf(topic);
    });
  });
  await t.step(`${kind.name}: with too few replicas in sync, records wait until there are enough`, async () => {
    await leader.start();
    await cluster.whenInSync(topic);
    const others = cluster.nodes.filter(({ id }) => id !== leader.id);
    others.forEach((node) => node.pause());
    numbers.offer(100);
    await eventually("a failure", () => publisher.stats.state === "disconnected", { timeoutMs: 30_000 });
    others.forEach((node) => node.resume());
    await numbers.delivered();
    await cluster.whenInSync(topic);
  });
  const { dropped } = await publisher.close();
  assertEquals(Object.values(dropped).reduce((sum, count) => sum + count), 0);
  await assertComplete((await cluster.leaderOf(topic)).bootstrap, topic, numbers.count);
}

testWith({
  name: "brokers of a cluster of three come and go, and nothing is lost or reordered",
  needs: ["kafka", "kcat"],
  async fn(t) {
    await using cluster = await KafkaCluster.start();
    for (const kind of kafkaClients) await survives(kind, cluster, t);
  },
});
