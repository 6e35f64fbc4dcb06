import { assertEquals, assertRejects } from "@std/assert";
import type { SourceRecord } from "@dhcpkit/kafka/collector";
import { kafkaJsSource, type KafkaJsSourceInit } from "@dhcpkit/kafka/collector/kafkajs";
import { writeOne } from "../../src/kafka/kafkajs_write.ts";
import { FlakyLink } from "../support/flaky_link.ts";
import { KafkaBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { kcatProduce } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";

const needs = ["kafka", "kcat"] as const;

async function take(init: KafkaJsSourceInit, count: number, onReady?: () => void): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (
    const record of kafkaJsSource(init).read({ signal: AbortSignal.timeout(20_000), ...(onReady && { onReady }) })
  ) {
    records.push(record);
    if (records.length === count) break;
  }
  return records;
}

testWith({
  name: "records are read from the beginning, byte for byte, with their place",
  needs,
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("source"));
    const values = [new Uint8Array([0, 255, 10]), new Uint8Array([1]), Uint8Array.from({ length: 256 }, (_, i) => i)];
    await kcatProduce(broker.bootstrap, topic, values.map((value, i) => ({ key: new Uint8Array([i + 1, 0]), value })));
    const records = await take({ brokers: [broker.bootstrap], topic, startAt: "beginning" }, 3);
    assertEquals(records.map(({ value }) => new Uint8Array(value!)), values);
    assertEquals(records.map(({ key }) => [...key!]), [[1, 0], [2, 0], [3, 0]]);
    assertEquals(records.map(({ topic, partition, offset }) => [topic, partition, offset]), [
      [topic, 0, 0n],
      [topic, 0, 1n],
      [topic, 0, 2n],
    ]);
  },
});

testWith({
  name: "from the end, only what comes after the source was ready is read",
  needs,
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("end"));
    await kcatProduce(broker.bootstrap, topic, [{ value: new Uint8Array([1]) }]);
    let produced: Promise<unknown> | undefined;
    const produce = () => void (produced = kcatProduce(broker.bootstrap, topic, [{ value: new Uint8Array([2]) }]));
    const records = await take({ brokers: [broker.bootstrap], topic, startAt: "end" }, 1, produce);
    await produced;
    assertEquals(records.map(({ value }) => value![0]), [2]);
  },
});

testWith({
  name: "a broker that is still loading its groups is waited for",
  needs: ["kafka"],
  async fn() {
    await using link = new FlakyLink();
    const advertised = `PLAINTEXT://127.0.0.1:${link.port}`;
    await using broker = await KafkaBroker.start({ properties: { "advertised.listeners": advertised } });
    link.connectTo(broker.port);
    const topic = await broker.createTopic(uniqueTopic("loading"));
    await writeOne(topic, new Uint8Array([7]), { brokers: [broker.bootstrap] }, {});
    for (const code of [14, 15, 16]) {
      link.refuseJoins(code, 2);
      const [{ value }] = await take({ brokers: [`127.0.0.1:${link.port}`], topic, startAt: "beginning" }, 1);
      assertEquals([[...value!], link.joinsToRefuse], [[7], 0], `error ${code} of the protocol`);
    }
    link.refuseJoins(30, 1);
    const refused = () => take({ brokers: [`127.0.0.1:${link.port}`], topic, startAt: "beginning" }, 1);
    await assertRejects(refused, Error, "allow the group on the brokers");
  },
});

testWith({
  name: "many records are read in order, more than are read ahead",
  needs,
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("many"));
    const values = Array.from({ length: 3000 }, (_, i) => ({ value: new Uint8Array([1, i >> 8, i & 0xff]) }));
    await kcatProduce(broker.bootstrap, topic, values);
    const records = await take({ brokers: [broker.bootstrap], topic, startAt: "beginning" }, 3000);
    assertEquals(records.map(({ value }) => value![1] << 8 | value![2]), Array.from({ length: 3000 }, (_, i) => i));
  },
});

testWith({
  name: "a topic that is not there is told by name",
  needs,
  async fn() {
    const broker = await sharedBroker();
    await assertRejects(
      () => take({ brokers: [broker.bootstrap], topic: "no-such-topic" }, 1),
      Error,
      "the topic no-such-topic does not exist",
    );
  },
});

Deno.test("a broker that is not there is told by address", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 }), { port } = listener.addr as Deno.NetAddr;
  listener.close();
  await assertRejects(
    () => take({ brokers: [`127.0.0.1:${port}`], topic: "any" }, 1),
    Error,
    `nobody listens at 127.0.0.1:${port}`,
  );
});

testWith({
  name: "reading ends when it is no longer wanted, and at once when it never was",
  needs,
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("abort"));
    const source = kafkaJsSource({ brokers: [broker.bootstrap], topic }), aborter = new AbortController();
    assertEquals(await Array.fromAsync(source.read({ signal: aborter.signal, onReady: () => aborter.abort() })), []);
    assertEquals(await Array.fromAsync(source.read({ signal: AbortSignal.abort() })), []);
  },
});
