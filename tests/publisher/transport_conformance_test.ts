import { assert, assertEquals, assertLess, assertRejects, assertStringIncludes } from "@std/assert";
import { concat } from "@std/bytes";
import { type ClusterSettings, Publisher, type PublisherInit, type Transport } from "@dhcpkit/kafka/publisher";
import { eventually } from "../support/eventually.ts";
import { KafkaBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume, kcatProduce } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { kafkaClients, type TransportKind } from "./_transport_kinds.ts";

const needs = ["kafka", "kcat"] as const;

function publisherTo(kind: TransportKind, init: ClusterSettings, settings: Partial<PublisherInit> = {}): Publisher {
  return new Publisher({ transport: kind.make(init), lingerMs: 5, retryMs: 50, maxRetryMs: 500, ...settings });
}

async function connected(kind: TransportKind, init: ClusterSettings): Promise<Transport & AsyncDisposable> {
  const transport = kind.make(init);
  await transport.connect();
  return { ...transport, [Symbol.asyncDispose]: () => transport.disconnect() };
}

/** The processor time that this process has used, in milliseconds. */
async function cpuMs(): Promise<number> {
  const fields = (await Deno.readTextFile("/proc/self/stat")).split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** A host that accepts connections and never says a word. */
function silentHost(): { address: string } & AsyncDisposable {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 }), accepted: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const conn of listener) accepted.push(conn);
  })();
  return {
    address: `127.0.0.1:${(listener.addr as Deno.NetAddr).port}`,
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      for (const conn of accepted) conn.close();
    },
  };
}

function conformance(kind: TransportKind): void {
  testWith({
    name: `${kind.name}: keys and values arrive byte for byte, as views of larger buffers too`,
    needs,
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("bytes"));
      const all = Uint8Array.from({ length: 256 }, (_, i) => i),
        around = concat([new Uint8Array(7), all, new Uint8Array(9)]);
      {
        await using transport = await connected(kind, { brokers: [broker.bootstrap], topic });
        const results = await transport.send([
          { key: all, value: all, timestamp: 1480000000123 },
          { key: around.subarray(7, 17), value: around.subarray(7, 263) },
          { key: null, value: new Uint8Array([0, 10, 13]) },
        ]);
        assertEquals(results.map(({ status }) => status), ["delivered", "delivered", "delivered"]);
      }
      const records = await kcatConsume(broker.bootstrap, topic, { count: 3 });
      assertEquals(records.map(({ key }) => key), [all, all.slice(0, 10), null]);
      assertEquals(records.map(({ value }) => value), [all, all, new Uint8Array([0, 10, 13])]);
      assertEquals(records[0].timestamp, 1480000000123);
    },
  });

  testWith({
    name: `${kind.name}: many records offered at once have as many distinct offsets`,
    needs,
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("many"), { partitions: 3 });
      const publisher = publisherTo(kind, { brokers: [broker.bootstrap], topic }, { queueMessages: 5000 });
      for (let i = 0; i < 3000; i++) {
        publisher.offer({ key: new Uint8Array([i % 50]), value: new Uint8Array([i >> 8, i & 0xff]) });
      }
      const stats = await publisher.close({ deadlineMs: 20_000 });
      assertEquals(stats.delivered, 3000);
      const records = await kcatConsume(broker.bootstrap, topic, { count: 3000 });
      assertEquals(new Set(records.map(({ partition, offset }) => `${partition}/${offset}`)).size, 3000);
      const lastOfKey = new Map<number, number>();
      const inOrder = records.toSorted((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
      for (const { key, value } of inOrder) {
        const number = value![0] << 8 | value![1];
        assert(number > (lastOfKey.get(key![0]) ?? -1), "the records of one key are in order");
        lastOfKey.set(key![0], number);
      }
    },
  });

  testWith({
    name: `${kind.name}: nothing is lost when the broker is killed and started again`,
    needs,
    async fn() {
      await using broker = await KafkaBroker.start();
      const topic = await broker.createTopic(uniqueTopic("killed"));
      const publisher = publisherTo(kind, { brokers: [broker.bootstrap], topic });
      for (let i = 0; i < 100; i++) publisher.offer({ key: null, value: new Uint8Array([i]) });
      await eventually("first records", () => publisher.stats.delivered === 100);
      await broker.kill();
      for (let i = 100; i < 200; i++) publisher.offer({ key: null, value: new Uint8Array([i]) });
      await eventually("loss", () => publisher.stats.state === "disconnected");
      await broker.restart();
      const stats = await publisher.close({ deadlineMs: 20_000 });
      assertEquals([stats.delivered, stats.queued], [200, 0]);
      const values = (await kcatConsume(broker.bootstrap, topic)).map(({ value }) => value![0]);
      assertEquals([...new Set(values)].sort((a, b) => a - b), Array.from({ length: 200 }, (_, i) => i));
    },
  });

  testWith({
    name: `${kind.name}: a broker that falls silent is given up, and used again when it speaks`,
    needs,
    async fn() {
      await using broker = await KafkaBroker.start();
      const topic = await broker.createTopic(uniqueTopic("paused"));
      const publisher = publisherTo(kind, {
        brokers: [broker.bootstrap],
        topic,
        requestTimeoutMs: 300,
        connectTimeoutMs: 300,
      });
      publisher.offer({ key: null, value: new Uint8Array([1]) });
      await eventually("first record", () => publisher.stats.delivered === 1);
      broker.pause();
      publisher.offer({ key: null, value: new Uint8Array([2]) });
      await eventually("loss", () => publisher.status.state === "disconnected");
      broker.resume();
      await eventually("second record", () => publisher.stats.delivered === 2, { timeoutMs: 20_000 });
      await publisher.close();
    },
  });

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

  testWith({
    name: `${kind.name}: a topic that does not exist and may not be created is told by name`,
    needs,
    async fn() {
      await using broker = await KafkaBroker.start({ autoCreateTopics: false });
      const publisher = publisherTo(kind, { brokers: [broker.bootstrap], topic: "not-there" });
      publisher.offer({ key: null, value: new Uint8Array(1) });
      const { status } = await eventually("refusal", () => {
        const { status } = publisher;
        return status.state === "disconnected" && { status };
      });
      assertStringIncludes(status.error.message, "the topic not-there does not exist");
      assertEquals((await publisher.close({ deadlineMs: 100 })).dropped.shutdown, 1);
    },
  });

  testWith({
    name: `${kind.name}: a record that is too large for the broker is found among others, which are delivered`,
    needs,
    async fn() {
      const broker = await sharedBroker();
      const topic = await broker.createTopic(uniqueTopic("large"), { config: { "max.message.bytes": "2000" } });
      const publisher = publisherTo(kind, { brokers: [broker.bootstrap], topic });
      for (const size of [10, 5000, 20]) publisher.offer({ key: null, value: new Uint8Array(size) });
      const stats = await publisher.close({ deadlineMs: 10_000 });
      assertEquals([stats.delivered, stats.dropped.rejected], [2, 1]);
      const records = await kcatConsume(broker.bootstrap, topic, { count: 2 });
      assertEquals(records.map(({ value }) => value!.length), [10, 20]);
    },
  });

  testWith({
    name: `${kind.name}: brokers are reached over IPv6`,
    needs,
    async fn() {
      await using broker = await KafkaBroker.start({ host: "::1" });
      assert(broker.bootstrap.startsWith("[::1]:"), broker.bootstrap);
      const topic = await broker.createTopic(uniqueTopic("ipv6"));
      const publisher = publisherTo(kind, { brokers: [broker.bootstrap], topic });
      publisher.offer({ key: null, value: new Uint8Array([6]) });
      assertEquals((await publisher.close()).delivered, 1);
      assertEquals(await broker.endOffsets(topic), [1n]);
    },
  });

  testWith({
    name: `${kind.name}: a connection that has nothing to do costs next to no processor time`,
    needs,
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("idle"));
      await using transport = await connected(kind, { brokers: [broker.bootstrap], topic });
      await transport.send([{ key: null, value: new Uint8Array(1) }]);
      const set = globalThis.setTimeout;
      let timers = 0;
      globalThis.setTimeout = ((...args: Parameters<typeof set>) => {
        timers++;
        return set(...args);
      }) as typeof set;
      const before = await cpuMs();
      await new Promise((resolve) => set(resolve, 1500));
      globalThis.setTimeout = set;
      assertLess(timers, 20, "the timer of a millisecond is gone");
      assertLess(await cpuMs() - before, 300);
    },
  });

  testWith({
    name: `${kind.name}: as many sends at the same time give as many distinct offsets`,
    needs,
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("concurrent"));
      await using transport = await connected(kind, { brokers: [broker.bootstrap], topic });
      const sends = Array.from({ length: 200 }, (_, i) => transport.send([{ key: null, value: new Uint8Array([i]) }]));
      assertEquals((await Promise.all(sends)).flat().filter(({ status }) => status !== "delivered"), []);
      const records = await kcatConsume(broker.bootstrap, topic, { count: 200 });
      assertEquals(new Set(records.map(({ value }) => value![0])).size, 200);
      assertEquals(new Set(records.map(({ offset }) => offset)).size, 200);
    },
  });

  testWith({
    name: `${kind.name}: headers stand beside the value, in order, text and bytes`,
    needs,
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("headers"));
      await using transport = await connected(kind, { brokers: [broker.bootstrap], topic });
      await transport.send([{
        key: null,
        value: new Uint8Array([1]),
        headers: [{ name: "ce_id", value: "é" }, { name: "raw", value: new Uint8Array([0x41]) }],
      }, { key: null, value: new Uint8Array([2]) }]);
      const records = await kcatConsume(broker.bootstrap, topic, { count: 2 });
      assertEquals(records.map(({ headers }) => headers), [[["ce_id", "é"], ["raw", "A"]], []]);
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

  testWith({
    name: `${kind.name}: a connection that the broker closes because it is idle costs nothing`,
    needs,
    async fn() {
      await using broker = await KafkaBroker.start({ properties: { "connections.max.idle.ms": "1000" } });
      const topic = await broker.createTopic(uniqueTopic("closed"));
      const publisher = publisherTo(kind, { brokers: [broker.bootstrap], topic });
      for (let i = 0; i < 3; i++) {
        publisher.offer({ key: null, value: new Uint8Array([i]) });
        await eventually("delivery", () => publisher.stats.delivered === i + 1);
        await new Promise((resolve) => setTimeout(resolve, 2500));
      }
      const { delivered, dropped } = await publisher.close();
      assertEquals([delivered, Object.values(dropped).reduce((sum, n) => sum + n)], [3, 0]);
      assertEquals(await broker.endOffsets(topic), [3n]);
    },
  });

  testWith({
    name: `${kind.name}: closing keeps its deadline while the broker is silent`,
    needs,
    async fn() {
      await using broker = await KafkaBroker.start();
      const topic = await broker.createTopic(uniqueTopic("deadline"));
      const publisher = publisherTo(kind, { brokers: [broker.bootstrap], topic });
      publisher.offer({ key: null, value: new Uint8Array([1]) });
      await eventually("first record", () => publisher.stats.delivered === 1);
      broker.pause();
      publisher.offer({ key: null, value: new Uint8Array([2]) });
      const start = performance.now();
      const stats = await publisher.close({ deadlineMs: 500 });
      assertLess(performance.now() - start, 3000);
      assertEquals([stats.delivered, stats.dropped.shutdown], [1, 1]);
      broker.resume();
    },
  });
}

kafkaClients.forEach(conformance);
