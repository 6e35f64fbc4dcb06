import { assert, assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { concat } from "@std/bytes";
import { Publisher } from "@dhcpkit/kafka/publisher";
import { atOnce } from "../support/at_once.ts";
import { eventually } from "../support/eventually.ts";
import { KafkaBroker, type KafkaBrokerOptions, uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { httpBridges } from "./_bridged_transport.ts";
import { inKafka, inMemory, type TopicKind } from "./_open_topics.ts";
import { kafkaClients, publisherTo, type TransportKind } from "./_transport_kinds.ts";

const needs = ["kafka", "kcat"] as const;
/** For what many do at the same time, while a broker comes or goes. */
const PATIENT = { timeoutMs: 40_000 };

/** How many connections are open to a port of 127.0.0.1, as the kernel counts them. */
async function connectionsTo(port: number): Promise<number> {
  const remote = `0100007F:${port.toString(16).toUpperCase().padStart(4, "0")}`, established = "01";
  const lines = (await Deno.readTextFile("/proc/net/tcp")).split("\n").map((line) => line.trim().split(/\s+/));
  return lines.filter(([, , to, state]) => to === remote && state === established).length;
}

/** What every way to a topic has to do. */
function conformance({ name, carriesAll, needs, open }: TopicKind): void {
  testWith({
    name: `${name}: keys and values arrive byte for byte, as views of larger buffers too`,
    needs,
    async fn() {
      const topic = await open("bytes"), all = Uint8Array.from({ length: 256 }, (_, i) => i);
      const around = concat([new Uint8Array(7), all, new Uint8Array(9)]);
      {
        await using transport = await topic.connected();
        const results = await transport.send([
          { key: all, value: all, timestamp: 1480000000123.25 },
          { key: around.subarray(7, 17), value: around.subarray(7, 263) },
          { key: null, value: new Uint8Array([0, 10, 13]) },
        ]);
        assertEquals(results.map(({ status }) => status), ["delivered", "delivered", "delivered"]);
      }
      const records = await topic.read(3);
      assertEquals(records.map(({ key }) => key), [all, all.slice(0, 10), null]);
      assertEquals(records.map(({ value }) => value), [all, all, new Uint8Array([0, 10, 13])]);
      if (carriesAll) assertEquals(records[0].timestamp, 1480000000123);
    },
  });

  testWith({
    name: `${name}: many records offered at once have as many distinct offsets`,
    needs,
    async fn() {
      const topic = await open("many", { partitions: 3 }), publisher = topic.publisher({ queueMessages: 5000 });
      for (let i = 0; i < 3000; i++) {
        publisher.offer({ key: new Uint8Array([i % 50]), value: new Uint8Array([i >> 8, i & 0xff]) });
      }
      const stats = await publisher.close({ deadlineMs: 20_000 });
      assertEquals(stats.delivered, 3000);
      const records = await topic.read(3000);
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
    name: `${name}: as many sends at the same time give as many distinct offsets`,
    needs,
    async fn() {
      const topic = await open("concurrent");
      await using transport = await topic.connected();
      const sends = Array.from({ length: 200 }, (_, i) => transport.send([{ key: null, value: new Uint8Array([i]) }]));
      assertEquals((await Promise.all(sends)).flat().filter(({ status }) => status !== "delivered"), []);
      const records = await topic.read(200);
      assertEquals(new Set(records.map(({ value }) => value![0])).size, 200);
      assertEquals(new Set(records.map(({ offset }) => offset)).size, 200);
    },
  });

  if (!carriesAll) return;
  testWith({
    name: `${name}: headers stand beside the value, in order, text and bytes`,
    needs,
    async fn() {
      const topic = await open("headers");
      await using transport = await topic.connected();
      await transport.send([{
        key: null,
        value: new Uint8Array([1]),
        headers: [{ name: "ce_id", value: "é" }, { name: "raw", value: new Uint8Array([0x41]) }],
      }, { key: null, value: new Uint8Array([2]) }]);
      const records = await topic.read(2);
      assertEquals(records.map(({ headers }) => headers), [[["ce_id", "é"], ["raw", "A"]], []]);
    },
  });
}

/** What every way to a broker has to do. */
function brokerConformance(kind: TransportKind): void {
  testWith({
    name: `${kind.name}: a record that is too large for the broker is found among others, which are delivered`,
    needs,
    async fn() {
      const topic = await inKafka(kind).open("large", { config: { "max.message.bytes": "2000" } });
      const publisher = topic.publisher();
      for (const size of [10, 5000, 20]) publisher.offer({ key: null, value: new Uint8Array(size) });
      const stats = await publisher.close({ deadlineMs: 10_000 });
      assertEquals([stats.delivered, stats.dropped.rejected], [2, 1]);
      assertEquals((await topic.read(2)).map(({ value }) => value!.length), [10, 20]);
    },
  });
}

const kinds = [...kafkaClients, ...httpBridges];

[...kinds.map(inKafka), inMemory].forEach(conformance);
kinds.forEach(brokerConformance);

/**
 * What every way has to do with a broker that lives for the test alone: all of them go through it at the same time. Each `yield` of
 * `life` is a moment up to which all have to come before the next of `then` happens to the broker.
 */
function together(name: string, { broker: options, life, then = [] }: {
  readonly broker?: KafkaBrokerOptions;
  readonly life: (kind: TransportKind, broker: KafkaBroker) => AsyncGenerator<void, void> | Promise<void>;
  readonly then?: readonly ((broker: KafkaBroker) => unknown)[];
}): void {
  testWith({
    name: `each way: ${name}`,
    needs,
    async fn() {
      await using broker = await KafkaBroker.start(options);
      const lives = kinds.map((kind) => ({ name: kind.name, life: life(kind, broker) }));
      for (const happens of then) {
        await atOnce(lives, async ({ life }) => assertEquals("next" in life && (await life.next()).done, false));
        await happens(broker);
      }
      await atOnce(lives, async ({ life }) => {
        if ("next" in life) assertEquals((await life.next()).done, true);
        else await life;
      });
    },
  });
}

together("nothing is lost when the broker is killed and started again", {
  then: [(broker) => broker.kill(), (broker) => broker.restart()],
  async *life(kind, broker) {
    const topic = await broker.createTopic(uniqueTopic("killed"));
    const publisher = publisherTo(kind, { brokers: [broker.bootstrap], topic, requestTimeoutMs: 3000 });
    for (let i = 0; i < 100; i++) publisher.offer({ key: null, value: new Uint8Array([i]) });
    await eventually("first records", () => publisher.stats.delivered === 100, PATIENT);
    yield;
    for (let i = 100; i < 200; i++) publisher.offer({ key: null, value: new Uint8Array([i]) });
    await eventually("loss", () => publisher.stats.state === "disconnected", PATIENT);
    yield;
    const stats = await publisher.close({ deadlineMs: 30_000 });
    assertEquals([stats.delivered, stats.queued], [200, 0]);
    const values = (await kcatConsume(broker.bootstrap, topic)).map(({ value }) => value![0]);
    assertEquals([...new Set(values)].sort((a, b) => a - b), Array.from({ length: 200 }, (_, i) => i));
  },
});

together("a broker that falls silent is given up, and used again when it speaks", {
  then: [(broker) => broker.pause(), (broker) => broker.resume()],
  async *life(kind, broker) {
    const topic = await broker.createTopic(uniqueTopic("paused")), brokers = [broker.bootstrap];
    const publisher = publisherTo(kind, { brokers, topic, requestTimeoutMs: 1000, connectTimeoutMs: 1000 });
    publisher.offer({ key: null, value: new Uint8Array([1]) });
    await eventually("first record", () => publisher.stats.delivered === 1, PATIENT);
    yield;
    publisher.offer({ key: null, value: new Uint8Array([2]) });
    await eventually("loss", () => publisher.status.state === "disconnected", PATIENT);
    yield;
    await eventually("second record", () => publisher.stats.delivered === 2, PATIENT);
    await publisher.close();
  },
});

together("a topic that does not exist and may not be created is told by name", {
  broker: { autoCreateTopics: false },
  async life(kind, broker) {
    const publisher = publisherTo(kind, { brokers: [broker.bootstrap], topic: "not-there" });
    publisher.offer({ key: null, value: new Uint8Array(1) });
    const { status } = await eventually("refusal", () => {
      const { status } = publisher;
      return status.state === "disconnected" && { status };
    }, PATIENT);
    assertStringIncludes(status.error.message, "the topic not-there does not exist");
    assertEquals((await publisher.close({ deadlineMs: 100 })).dropped.shutdown, 1);
  },
});

together("brokers are reached over IPv6", {
  broker: { host: "::1" },
  async life(kind, broker) {
    assert(broker.bootstrap.startsWith("[::1]:"), broker.bootstrap);
    const topic = await broker.createTopic(uniqueTopic("ipv6"));
    const publisher = publisherTo(kind, { brokers: [broker.bootstrap], topic });
    publisher.offer({ key: null, value: new Uint8Array([6]) });
    assertEquals((await publisher.close({ deadlineMs: 20_000 })).delivered, 1);
    assertEquals(await broker.endOffsets(topic), [1n]);
  },
});

together("a connection that the broker closes because it is idle costs nothing", {
  broker: { properties: { "connections.max.idle.ms": "1000" } },
  // Only when all connections of all are gone, the next record is offered.
  then: Array.from({ length: 3 }, () => async (broker: KafkaBroker) => {
    await eventually("the end of the connections", async () => await connectionsTo(broker.port) === 0, PATIENT);
  }),
  async *life(kind, broker) {
    const topic = await broker.createTopic(uniqueTopic("closed"));
    const publisher = publisherTo(kind, { brokers: [broker.bootstrap], topic });
    for (let i = 0; i < 3; i++) {
      publisher.offer({ key: null, value: new Uint8Array([i]) });
      await eventually("delivery", () => publisher.stats.delivered === i + 1, PATIENT);
      yield;
    }
    const { delivered, dropped } = await publisher.close();
    assertEquals([delivered, Object.values(dropped).reduce((sum, n) => sum + n)], [3, 0]);
    assertEquals(await broker.endOffsets(topic), [3n]);
  },
});

together("closing keeps its deadline while the broker is silent", {
  then: [(broker) => broker.pause(), (broker) => broker.resume()],
  async *life(kind, broker) {
    const topic = await broker.createTopic(uniqueTopic("deadline"));
    const transport = kind.make({ brokers: [broker.bootstrap], topic });
    const publisher = new Publisher({ transport, lingerMs: 5 });
    publisher.offer({ key: null, value: new Uint8Array([1]) });
    await eventually("first record", () => publisher.stats.delivered === 1, PATIENT);
    yield;
    publisher.offer({ key: null, value: new Uint8Array([2]) });
    const start = performance.now(), stats = await publisher.close({ deadlineMs: 500 });
    assertLess(performance.now() - start, 5000);
    assertEquals([stats.delivered, stats.dropped.shutdown], [1, 1]);
    yield;
    // A bridge is slower to let go than a publisher waits for.
    await transport.disconnect();
  },
});
