import { assert, assertEquals, assertLess, assertMatch, assertRejects } from "@std/assert";
import type { ClusterSettings } from "@dhcpkit/kafka/publisher";
import { runCommand } from "../support/command.ts";
import { eventually } from "../support/eventually.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume, kcatProduce } from "../support/kcat.ts";
import { supportFolder } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { silentHost } from "../support/silent_host.ts";
import { connected, kafkaClients, publisherTo, type TransportKind } from "./_transport_kinds.ts";

const needs = ["kafka", "kcat"] as const;

/** What every client of Kafka's own protocol has to do, which for others a bridge does. */
function conformance(kind: TransportKind): void {
  Deno.test(`${kind.name}: a port that nobody listens on is told by address`, async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr as Deno.NetAddr;
    listener.close();
    const transport = kind.make({ brokers: [`127.0.0.1:${port}`], topic: "any" });
    await assertRejects(() => transport.connect(), Error, `nobody listens at 127.0.0.1:${port}`);
    await transport.disconnect();
  });

  Deno.test(`${kind.name}: a host that accepts and stays silent is told within the time-out`, async () => {
    await using silent = silentHost();
    const brokers = [silent.address];
    const transport = kind.make({ brokers, topic: "any", requestTimeoutMs: 200, connectTimeoutMs: 200 });
    const start = performance.now();
    await assertRejects(() => transport.connect(), Error, `no answer from ${silent.address} in time`);
    assertLess(performance.now() - start, 5000);
    await transport.disconnect();
  });

  testWith({
    name: `${kind.name}: a silent broker in the list does not stand in the way of the next one`,
    needs,
    async fn() {
      await using silent = silentHost();
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("second"));
      const publisher = publisherTo(kind, {
        brokers: [silent.address, broker.bootstrap],
        topic,
        requestTimeoutMs: 200,
        connectTimeoutMs: 200,
      });
      publisher.offer({ key: null, value: new Uint8Array([1]) });
      await eventually("delivery", () => publisher.stats.delivered === 1);
      await publisher.close();
    },
  });

  for (const compression of ["gzip", "snappy", "lz4", "zstd"] as const) {
    testWith({
      name: `${kind.name}: a batch compressed by ${compression} is smaller, and read by others`,
      needs,
      async fn() {
        const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic(compression));
        const value = new Uint8Array(10_000).fill(7), records = [1, 2, 3].map(() => ({ key: null, value }));
        const settings: ClusterSettings = { brokers: [broker.bootstrap], topic };
        const sizes: number[] = [];
        for (const init of [settings, { ...settings, compression }]) {
          await using transport = await connected(kind, init);
          const before = await broker.logSize(topic);
          await transport.send(records);
          sizes.push(await broker.logSize(topic) - before);
        }
        const [plain, compressed] = sizes;
        assert(plain > 30_000 && compressed < 10_000, `${plain} and ${compressed} bytes in the broker's log`);
        const seen = await kcatConsume(broker.bootstrap, topic, { count: 6 });
        assertEquals(seen.map((record) => record.value), Array.from({ length: 6 }, () => value));
      },
    });
  }

  testWith({
    name: `${kind.name}: a record of a time that no clock shows costs itself alone, and headers may have any name`,
    needs,
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("unfit"));
      await using transport = await connected(kind, { brokers: [broker.bootstrap], topic });
      const headers = ["constructor", "__proto__", "toString", "a"].map((name) => ({ name, value: `of ${name}` }));
      const times = [1_000_000, Infinity, 2_000_000, -5, 3_000_000];
      const results = await transport.send(times.map((timestamp, i) => {
        return { key: null, value: new Uint8Array([i]), timestamp, headers };
      }));
      assertEquals(results.map(({ status }) => status), [
        "delivered",
        "rejected",
        "delivered",
        "rejected",
        "delivered",
      ]);
      assertMatch((results[1] as { error: Error }).error.message, /the record is of the time Infinity, which is none/);
      const seen = await kcatConsume(broker.bootstrap, topic, { count: 3 });
      assertEquals(seen.map(({ value, timestamp }) => [value![0], timestamp]), [[0, 1_000_000], [2, 2_000_000], [
        4,
        3_000_000,
      ]]);
      for (const record of seen) {
        assertEquals(new Map(record.headers), new Map(headers.map(({ name, value }) => [name, value])));
      }
    },
  });

  testWith({
    name: `${kind.name}: records of one batch have their times, however far apart and in whatever order`,
    needs,
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("times"));
      const now = Date.now(), days = 86_400_000;
      const times = [now, now - 60 * days, now - 300 * days, 999_999_999_999, now - 24 * days, 1];
      const ways = kind.name.startsWith("platformatic") ? [false, true] : [false];
      for (const idempotent of ways) {
        await using transport = await connected(kind, { brokers: [broker.bootstrap], topic, idempotent });
        await transport.send(times.map((timestamp, i) => ({ key: null, value: new Uint8Array([i]), timestamp })));
      }
      const seen = await kcatConsume(broker.bootstrap, topic);
      for (const { value, timestamp } of seen) assertEquals(timestamp, times[value![0]]);
      assertEquals(seen.length, ways.length * times.length);
    },
  });

  testWith({
    name: `${kind.name}: with each number of acks, what is told as delivered arrives`,
    needs,
    async fn() {
      for (const acks of [0, 1, "all"] as const) {
        const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("acks"));
        const publisher = publisherTo(kind, { brokers: [broker.bootstrap], topic, acks });
        for (let i = 0; i < 100; i++) publisher.offer({ key: null, value: new Uint8Array([i]) });
        assertEquals((await publisher.close()).delivered, 100);
        assertEquals((await kcatConsume(broker.bootstrap, topic, { count: 100 })).length, 100);
      }
    },
  });

  testWith({
    name: `${kind.name}: keys go to the partitions where Java's clients and librdkafka put them`,
    needs,
    async fn() {
      const broker = await sharedBroker();
      const topics = [uniqueTopic("ours"), uniqueTopic("theirs")];
      for (const topic of topics) await broker.createTopic(topic, { partitions: 7 });
      const records = Array.from({ length: 64 }, (_, i) => ({
        key: crypto.getRandomValues(new Uint8Array(1 + i)),
        value: new Uint8Array([i]),
      }));
      await using transport = await connected(kind, { brokers: [broker.bootstrap], topic: topics[0] });
      await transport.send(records);
      await kcatProduce(broker.bootstrap, topics[1], records, { settings: { "topic.partitioner": "murmur2_random" } });
      const [ours, theirs] = await Promise.all(topics.map(async (topic) => {
        const seen = await kcatConsume(broker.bootstrap, topic, { count: 64 });
        return seen.map(({ value, partition }) => [value![0], partition]).sort(([a], [b]) => a - b);
      }));
      assertEquals(ours, theirs);
      assert(new Set(ours.map(([, partition]) => partition)).size > 3, "the keys are spread");
    },
  });

  testWith({
    name: `${kind.name}: records without a key stay together in a batch, and batches are spread`,
    needs,
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("spread"), { partitions: 4 });
      await using transport = await connected(kind, { brokers: [broker.bootstrap], topic });
      for (let batch = 0; batch < 8; batch++) {
        await transport.send([0, 1, 2].map(() => ({ key: null, value: new Uint8Array([batch]) })));
      }
      const partitions = new Map<number, Set<number>>();
      for (const { value, partition } of await kcatConsume(broker.bootstrap, topic, { count: 24 })) {
        partitions.set(value![0], (partitions.get(value![0]) ?? new Set()).add(partition));
      }
      assertEquals([...partitions.values()].map(({ size }) => size), Array(8).fill(1));
      assertEquals(new Set([...partitions.values()].flatMap((seen) => [...seen])).size, 4);
    },
  });
}

kafkaClients.forEach(conformance);

testWith({
  name: "connections that have nothing to do for a minute cost next to no processor time",
  needs,
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("minute"));
    const program = `${supportFolder}idle_clients_process.ts`;
    const command = [Deno.execPath(), "run", "--quiet", "--no-check", "--allow-all", program, broker.bootstrap, topic];
    const { stdout } = await runCommand(command, { timeoutMs: 120_000 });
    const [, idle, busy] = /^([\d.]+) ([\d.]+)\n$/.exec(stdout)!;
    // Relative, since machines differ: with a timer for each millisecond, as kafkajs has one while it waits, it would be more.
    assertLess(Number(idle), Number(busy) / 2, stdout);
  },
});
