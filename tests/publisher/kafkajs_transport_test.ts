import { assert, assertEquals, assertLess, assertRejects, assertStringIncludes } from "@std/assert";
import { concat } from "@std/bytes";
import { Publisher, type PublisherInit, type Transport } from "@dhcpkit/kafka/publisher";
import { kafkaJsTransport, type KafkaJsTransportInit } from "@dhcpkit/kafka/publisher/kafkajs";
import { eventually } from "../support/eventually.ts";
import { KafkaBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";

const needs = ["kafka", "kcat"] as const;

function publisherTo(init: KafkaJsTransportInit, settings: Partial<PublisherInit> = {}): Publisher {
  return new Publisher({ transport: kafkaJsTransport(init), lingerMs: 5, retryMs: 50, maxRetryMs: 500, ...settings });
}

async function connected(init: KafkaJsTransportInit): Promise<Transport & AsyncDisposable> {
  const transport = kafkaJsTransport(init);
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

testWith({
  name: "kafkajs: keys and values arrive byte for byte, as views of larger buffers too",
  needs,
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("bytes"));
    const all = Uint8Array.from({ length: 256 }, (_, i) => i),
      around = concat([new Uint8Array(7), all, new Uint8Array(9)]);
    {
      await using transport = await connected({ brokers: [broker.bootstrap], topic });
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
  name: "kafkajs: many records offered at once have as many distinct offsets",
  needs,
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("many"), { partitions: 3 });
    const publisher = publisherTo({ brokers: [broker.bootstrap], topic }, { queueMessages: 5000 });
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
  name: "kafkajs: nothing is lost when the broker is killed and started again",
  needs,
  async fn() {
    await using broker = await KafkaBroker.start();
    const topic = await broker.createTopic(uniqueTopic("killed"));
    const publisher = publisherTo({ brokers: [broker.bootstrap], topic });
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
  name: "kafkajs: a broker that falls silent is given up, and used again when it speaks",
  needs,
  async fn() {
    await using broker = await KafkaBroker.start();
    const topic = await broker.createTopic(uniqueTopic("paused"));
    const publisher = publisherTo({ brokers: [broker.bootstrap], topic, requestTimeoutMs: 300, connectTimeoutMs: 300 });
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

Deno.test("kafkajs: a port that nobody listens on is told by address", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const transport = kafkaJsTransport({ brokers: [`127.0.0.1:${port}`], topic: "any" });
  await assertRejects(() => transport.connect(), Error, `nobody listens at 127.0.0.1:${port}`);
  await transport.disconnect();
});

Deno.test("kafkajs: a host that accepts and stays silent is told within the time-out", async () => {
  await using silent = silentHost();
  const brokers = [silent.address];
  const transport = kafkaJsTransport({ brokers, topic: "any", requestTimeoutMs: 200, connectTimeoutMs: 200 });
  const start = performance.now();
  await assertRejects(() => transport.connect(), Error, `no answer from ${silent.address} in time`);
  assertLess(performance.now() - start, 5000);
  await transport.disconnect();
});

testWith({
  name: "kafkajs: a silent broker in the list does not stand in the way of the next one",
  needs,
  async fn() {
    await using silent = silentHost();
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("second"));
    const publisher = publisherTo({
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
  name: "kafkajs: a topic that does not exist and may not be created is told by name",
  needs,
  async fn() {
    await using broker = await KafkaBroker.start({ autoCreateTopics: false });
    await using transport = await connected({ brokers: [broker.bootstrap], topic: "not-there" });
    const error = await assertRejects(() => transport.send([{ key: null, value: new Uint8Array(1) }]), Error);
    assertStringIncludes(error.message, "the topic not-there does not exist");
  },
});

testWith({
  name: "kafkajs: a record that is too large for the broker is found among others, which are delivered",
  needs,
  async fn() {
    const broker = await sharedBroker();
    const topic = await broker.createTopic(uniqueTopic("large"), { config: { "max.message.bytes": "2000" } });
    const publisher = publisherTo({ brokers: [broker.bootstrap], topic });
    for (const size of [10, 5000, 20]) publisher.offer({ key: null, value: new Uint8Array(size) });
    const stats = await publisher.close({ deadlineMs: 10_000 });
    assertEquals([stats.delivered, stats.dropped.rejected], [2, 1]);
    const records = await kcatConsume(broker.bootstrap, topic, { count: 2 });
    assertEquals(records.map(({ value }) => value!.length), [10, 20]);
  },
});

testWith({
  name: "kafkajs: brokers are reached over IPv6, and from a source address",
  needs,
  async fn() {
    await using broker = await KafkaBroker.start({ host: "::1" });
    assert(broker.bootstrap.startsWith("[::1]:"), broker.bootstrap);
    const topic = await broker.createTopic(uniqueTopic("ipv6"));
    const publisher = publisherTo({ brokers: [broker.bootstrap], topic, sourceAddress: "::1" });
    publisher.offer({ key: null, value: new Uint8Array([6]) });
    assertEquals((await publisher.close()).delivered, 1);
    assertEquals(await broker.endOffsets(topic), [1n]);
  },
});

Deno.test("kafkajs: connections come from the source address", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const brokers = [`127.0.0.1:${(listener.addr as Deno.NetAddr).port}`];
  const transport = kafkaJsTransport({
    brokers,
    topic: "any",
    sourceAddress: "127.0.0.77",
    requestTimeoutMs: 100,
    connectTimeoutMs: 100,
  });
  const connecting = transport.connect().catch(() => {});
  const conn = await listener.accept();
  assertEquals((conn.remoteAddr as Deno.NetAddr).hostname, "127.0.0.77");
  conn.close();
  await transport.disconnect();
  await connecting;
});

testWith({
  name: "kafkajs: a connection that has nothing to do costs next to no processor time",
  needs,
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("idle"));
    await using transport = await connected({ brokers: [broker.bootstrap], topic });
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
