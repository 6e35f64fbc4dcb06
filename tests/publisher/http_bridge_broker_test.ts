/** The three dialects against imitated bridges in front of a real broker; what is in the topic is told by kcat. */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { concat } from "@std/bytes";
import { Publisher, type Transport } from "@dhcpkit/kafka/publisher";
import {
  type HttpBridgeDialect,
  httpBridgeTransport,
  type HttpBridgeTransportInit,
} from "@dhcpkit/kafka/publisher/http-bridge";
import { eventually } from "../support/eventually.ts";
import { ImitatedBridge, type ImitatedBridgeInit } from "../support/imitated_bridge.ts";
import { KafkaBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { bridgedTransport } from "./_bridged_transport.ts";

const needs = ["kafka", "kcat"] as const;
const DIALECTS: readonly HttpBridgeDialect[] = ["strimzi", "confluent-v2", "confluent-v3"];

/** A bridge and a transport that is connected to it. */
async function connected(
  bridgeInit: ImitatedBridgeInit,
  init: Pick<HttpBridgeTransportInit, "topic" | "requestTimeoutMs">,
): Promise<{ bridge: ImitatedBridge; transport: Transport } & AsyncDisposable> {
  const bridge = new ImitatedBridge(bridgeInit);
  const transport = httpBridgeTransport({ url: bridge.url, dialect: bridgeInit.dialect, ...init });
  const close = async () => {
    await transport.disconnect();
    await bridge[Symbol.asyncDispose]();
  };
  try {
    await transport.connect();
  } catch (error) {
    await close();
    throw error;
  }
  return { bridge, transport, [Symbol.asyncDispose]: close };
}

for (const dialect of DIALECTS) {
  const carriesMore = dialect !== "confluent-v2";

  testWith({
    name: `http-bridge, ${dialect}: keys, values, times and headers arrive byte for byte`,
    needs,
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("bytes"));
      const all = Uint8Array.from({ length: 256 }, (_, i) => i);
      const around = concat([new Uint8Array(7), all, new Uint8Array(9)]);
      const headers = carriesMore ? [{ name: "ce_id", value: "ü1" }, { name: "raw", value: all.subarray(1, 44) }] : [];
      {
        await using at = await connected({ dialect, broker: broker.bootstrap }, { topic });
        const results = await at.transport.send([
          { key: all, value: all, timestamp: 1480000000123 },
          { key: around.subarray(7, 17), value: around.subarray(7, 263), headers },
          { key: null, value: new Uint8Array([0, 10, 13]) },
          { key: new Uint8Array(), value: new Uint8Array() },
        ]);
        assertEquals(results, Array(4).fill({ status: "delivered" }));
        assertEquals(await at.transport.send([{ key: null, value: all }]), [{ status: "delivered" }]);
      }
      const records = await kcatConsume(broker.bootstrap, topic, { count: 5 });
      assertEquals(records.map(({ key }) => key), [all, all.slice(0, 10), null, new Uint8Array(), null]);
      const small = new Uint8Array([0, 10, 13]);
      assertEquals(records.map(({ value }) => value), [all, all, small, new Uint8Array(), all]);
      if (!carriesMore) return;
      assertEquals(records[0].timestamp, 1480000000123);
      assertEquals(records[1].headers, [["ce_id", "ü1"], ["raw", new TextDecoder().decode(all.subarray(1, 44))]]);
    },
  });

  testWith({
    name:
      `http-bridge, ${dialect}: many records offered at once have as many distinct offsets, those of a key in order`,
    needs,
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("many"), { partitions: 3 });
      const transport = bridgedTransport(dialect, { brokers: [broker.bootstrap], topic });
      const publisher = new Publisher({ transport, lingerMs: 5, queueMessages: 5000 });
      for (let i = 0; i < 600; i++) {
        publisher.offer({ key: new Uint8Array([i % 50]), value: new Uint8Array([i >> 8, i & 255]) });
      }
      assertEquals((await publisher.close({ deadlineMs: 20_000 })).delivered, 600);
      const records = await kcatConsume(broker.bootstrap, topic);
      assertEquals(new Set(records.map(({ partition, offset }) => `${partition}/${offset}`)).size, 600);
      const lastOfKey = new Map<number, number>();
      for (
        const { key, value } of records.toSorted((a, b) => a.partition - b.partition || Number(a.offset - b.offset))
      ) {
        const number = value![0] << 8 | value![1];
        assert(number > (lastOfKey.get(key![0]) ?? -1), "the records of one key are in order");
        lastOfKey.set(key![0], number);
      }
    },
  });

  testWith({
    name:
      `http-bridge, ${dialect}: a record that is too large for the broker is found among others, which are delivered`,
    needs,
    async fn() {
      const broker = await sharedBroker();
      const topic = await broker.createTopic(uniqueTopic("large"), { config: { "max.message.bytes": "2000" } });
      await using at = await connected({ dialect, broker: broker.bootstrap }, { topic });
      const results = await at.transport.send(
        [10, 5000, 20].map((size) => ({ key: null, value: new Uint8Array(size) })),
      );
      assertEquals(results.map(({ status }) => status), ["delivered", "rejected", "delivered"]);
      const text = results[1].status === "rejected" ? results[1].error.message : "";
      assertStringIncludes(text, "larger than the max message size");
      const records = await kcatConsume(broker.bootstrap, topic, { count: 2 });
      assertEquals(records.map(({ value }) => value!.length), [10, 20]);
    },
  });

  testWith({
    name:
      `http-bridge, ${dialect}: a batch that is too large for the bridge is sent in parts, a record that is is rejected`,
    needs,
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("parts"));
      await using at = await connected({ dialect, broker: broker.bootstrap, maxRequestBytes: 1000 }, { topic });
      const sizes = [10, 300, 20, 2000, 30, 300, 300];
      const results = await at.transport.send(sizes.map((size) => ({ key: null, value: new Uint8Array(size) })));
      assertEquals(results.map(({ status }) => status === "rejected"), sizes.map((size) => size === 2000));
      const records = await kcatConsume(broker.bootstrap, topic);
      assertEquals(records.map(({ value }) => value!.length), sizes.filter((size) => size !== 2000));
    },
  });

  testWith({
    name: `http-bridge, ${dialect}: a topic that does not exist is told by name`,
    needs,
    async fn() {
      const broker = await sharedBroker(), topic = uniqueTopic("not-there");
      const error = await assertRejects(() => connected({ dialect, broker: broker.bootstrap }, { topic }), Error);
      assertStringIncludes(error.message, `the topic ${topic} does not exist behind http://127.0.0.1:`);
    },
  });

  testWith({
    name: `http-bridge, ${dialect}: a topic that is missing when records are sent fails them by name, and costs none`,
    needs,
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("deleted"));
      await using at = await connected({ dialect, broker: broker.bootstrap, maxBlockMs: 200 }, { topic });
      const missing = httpBridgeTransport({
        url: at.bridge.url,
        dialect,
        topic: uniqueTopic("gone"),
        fetch: withTopic(topic),
      });
      await missing.connect();
      const results = await missing.send([{ key: null, value: new Uint8Array(1) }]);
      await missing.disconnect();
      assertEquals(results.map(({ status }) => status), ["failed"]);
      if (results[0].status === "failed") assertStringIncludes(results[0].error.message, "does not exist behind");
    },
  });

  testWith({
    name: `http-bridge, ${dialect}: nothing is lost when the broker behind the bridge is killed and started again`,
    needs,
    async fn() {
      await using broker = await KafkaBroker.start();
      const topic = await broker.createTopic(uniqueTopic("killed"));
      await using bridge = new ImitatedBridge({ dialect, broker: broker.bootstrap });
      const transport = httpBridgeTransport({ url: bridge.url, topic, dialect, requestTimeoutMs: 1000 });
      const publisher = new Publisher({ transport, lingerMs: 5, retryMs: 50, maxRetryMs: 500 });
      for (let i = 0; i < 100; i++) publisher.offer({ key: null, value: new Uint8Array([i]) });
      await eventually("first records", () => publisher.stats.delivered === 100);
      await broker.kill();
      for (let i = 100; i < 200; i++) publisher.offer({ key: null, value: new Uint8Array([i]) });
      await eventually("loss", () => publisher.stats.state === "disconnected");
      await broker.restart();
      const stats = await publisher.close({ deadlineMs: 30_000 });
      assertEquals([stats.delivered, stats.queued], [200, 0]);
      const values = (await kcatConsume(broker.bootstrap, topic)).map(({ value }) => value![0]);
      const firsts = values.filter((value, i) => values.indexOf(value) === i);
      assertEquals(firsts, Array.from({ length: 200 }, (_, i) => i), "each is there, and they came first in order");
    },
  });

  testWith({
    name:
      `http-bridge, ${dialect}: a broker that falls silent behind the bridge is told, and used again when it speaks`,
    needs,
    async fn() {
      await using broker = await KafkaBroker.start();
      const topic = await broker.createTopic(uniqueTopic("paused"));
      await using bridge = new ImitatedBridge({ dialect, broker: broker.bootstrap });
      const transport = httpBridgeTransport({ url: bridge.url, topic, dialect, requestTimeoutMs: 500 });
      const publisher = new Publisher({ transport, lingerMs: 5, retryMs: 50, maxRetryMs: 500 });
      publisher.offer({ key: null, value: new Uint8Array([1]) });
      await eventually("first record", () => publisher.stats.delivered === 1);
      broker.pause();
      publisher.offer({ key: null, value: new Uint8Array([2]) });
      await eventually("loss", () => publisher.status.state === "disconnected");
      const { status } = publisher;
      if (status.state === "disconnected") {
        assertStringIncludes(status.error.message, `no answer from ${bridge.url} within 500 ms`);
      }
      broker.resume();
      await eventually("second record", () => publisher.stats.delivered === 2, { timeoutMs: 20_000 });
      await publisher.close();
    },
  });
}

testWith({
  name: "http-bridge: the API v2 is not asked to carry headers, which it would leave out",
  needs,
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("headers"));
    await using at = await connected({ dialect: "confluent-v2", broker: broker.bootstrap }, { topic });
    const record = { key: null, value: new Uint8Array(1), headers: [{ name: "ce_id", value: "1" }] };
    await assertRejects(() => at.transport.send([record]), Error, "which the API confluent-v2 cannot carry");
    assertEquals(await broker.endOffsets(topic), [0n]);
  },
});

testWith({
  name: "http-bridge: the wrong dialect is told as such, and costs no record",
  needs,
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("dialect"));
    await using bridge = new ImitatedBridge({ dialect: "confluent-v2", broker: broker.bootstrap });
    const transport = httpBridgeTransport({ url: bridge.url, topic, dialect: "strimzi" });
    await transport.connect();
    const results = await transport.send([{ key: null, value: new Uint8Array(1), timestamp: 1 }]);
    await transport.disconnect();
    assertEquals(results.map(({ status }) => status), ["failed"]);
    if (results[0].status === "failed") {
      assertStringIncludes(results[0].error.message, "check its version, and that its API is strimzi");
    }
    const wrong = httpBridgeTransport({ url: bridge.url, topic, dialect: "confluent-v3" });
    await assertRejects(() => wrong.connect(), Error, "does not tell the id of its cluster (404); set clusterId");
  },
});

/** Lets the check of a topic see another one, so that the topic is found missing when records are sent. */
function withTopic(topic: string): typeof fetch {
  return (input, init) =>
    fetch(init?.method === "GET" ? String(input).replace(/topics\/[^/]+/, `topics/${topic}`) : input, init);
}
