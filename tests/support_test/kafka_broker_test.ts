import { assert, assertEquals, assertGreater, assertLess, assertRejects } from "@std/assert";
import { KafkaBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume, kcatProduce, kcatReaches } from "../support/kcat.ts";
import { KafkaWireError } from "../support/kafka_wire.ts";
import { isRunning } from "../support/pid.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";

const needs = ["kafka", "kcat"] as const;

testWith({
  name: "a broker hands random bytes of every size back unchanged",
  needs,
  async fn() {
    const broker = await sharedBroker();
    const topic = await broker.createTopic(uniqueTopic("random-bytes"));
    const messages = [1, 2, 255, 1024, 65_535, 300_000].map((size) => ({ value: randomBytes(size) }));
    await kcatProduce(broker.bootstrap, topic, messages);
    const records = await kcatConsume(broker.bootstrap, topic, { count: messages.length });
    assertEquals(records.map(({ value }) => value), messages.map(({ value }) => value));
    assertEquals(await broker.endOffsets(topic), [BigInt(messages.length)]);
  },
});

testWith({
  name: "a broker keeps its records and its address when it is killed and started again",
  needs,
  async fn() {
    await using broker = await KafkaBroker.start();
    const topic = await broker.createTopic("kept", { partitions: 2 });
    const value = randomBytes(100);
    await kcatProduce(broker.bootstrap, topic, [{ value }], { partition: 1 });
    const address = broker.bootstrap;
    await broker.kill();
    assertEquals(await kcatReaches(address, 1_000), false);
    await broker.restart();
    assertEquals(broker.bootstrap, address);
    assertEquals(await broker.endOffsets(topic), [0n, 1n]);
    const [record] = await kcatConsume(address, topic, { count: 1 });
    assertEquals([record.partition, record.value], [1, value]);
  },
});

testWith({
  name: "a paused broker accepts connections, answers nobody, and goes on when it is resumed",
  needs,
  async fn() {
    await using broker = await KafkaBroker.start({ host: "::1" });
    const topic = await broker.createTopic("paused");
    broker.pause();
    using _connection = await Deno.connect({ hostname: broker.hostname, port: broker.port });
    assertEquals(await kcatReaches(broker.bootstrap, 1_000), false);
    broker.resume();
    await kcatProduce(broker.bootstrap, topic, [{ value: randomBytes(10) }]);
    assertEquals(await broker.endOffsets(topic), [1n]);
  },
});

testWith({
  name: "a stopped broker leaves no process, no port and no files",
  needs,
  async fn() {
    const broker = await KafkaBroker.start();
    const { pid, port } = broker;
    assert(pid !== undefined && await isRunning(pid));
    await broker[Symbol.asyncDispose]();
    assertEquals(await isRunning(pid), false);
    await assertRejects(() => Deno.connect({ hostname: "127.0.0.1", port }), Deno.errors.ConnectionRefused);
    await assertRejects(() => broker.log(), Deno.errors.NotFound);
  },
});

testWith({
  name: "topic settings and broker settings are passed on",
  needs,
  async fn() {
    await using broker = await KafkaBroker.start({ autoCreateTopics: false });
    await broker.createTopic("small", { config: { "max.message.bytes": "1000" } });
    await assertRejects(() => kcatProduce(broker.bootstrap, "small", [{ value: randomBytes(2000) }]));
    await assertRejects(() =>
      kcatProduce(broker.bootstrap, "nowhere", [{ value: randomBytes(1) }], { timeoutMs: 1_500 })
    );
    assertEquals(await broker.endOffsets("small"), [0n]);
    assertEquals(await broker.endOffsets("nowhere"), []);
    await assertRejects(() => broker.createTopic("small"), KafkaWireError, "already exists");
  },
});

testWith({
  name: "all tests of a process share one broker, which answers within milliseconds",
  needs,
  async fn() {
    const [first, second] = await Promise.all([sharedBroker(), sharedBroker()]);
    assertEquals(first.bootstrap, second.bootstrap);
    const start = performance.now();
    await sharedBroker();
    assertLess(performance.now() - start, 500);
    assertGreater((await first.log()).length, 0);
  },
});

function randomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}
