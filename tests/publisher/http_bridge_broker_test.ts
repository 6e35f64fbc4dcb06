/**
 * What is a bridge's own, beside the suite that all transports pass: the three dialects against imitated bridges in front of a real broker;
 * what is in the topic is told by kcat.
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { concat } from "@std/bytes";
import type { Transport } from "@dhcpkit/kafka/publisher";
import {
  type HttpBridgeDialect,
  httpBridgeTransport,
  type HttpBridgeTransportInit,
} from "@dhcpkit/kafka/publisher/http-bridge";
import { ImitatedBridge, type ImitatedBridgeInit } from "../support/imitated_bridge.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";

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
