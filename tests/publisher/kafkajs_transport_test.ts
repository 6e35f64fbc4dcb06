import { assert, assertEquals, assertLess } from "@std/assert";
import { Publisher } from "@dhcpkit/kafka/publisher";
import { kafkaJsTransport } from "@dhcpkit/kafka/publisher/kafkajs";
import { KafkaBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { connected, kafkaClients } from "./_transport_kinds.ts";

testWith({
  name: "kafkajs: brokers are reached over IPv6, and from a source address",
  needs: ["kafka"],
  async fn() {
    await using broker = await KafkaBroker.start({ host: "::1" });
    assert(broker.bootstrap.startsWith("[::1]:"), broker.bootstrap);
    const topic = await broker.createTopic(uniqueTopic("ipv6"));
    const publisher = new Publisher({
      transport: kafkaJsTransport({ brokers: [broker.bootstrap], topic, sourceAddress: "::1" }),
      lingerMs: 5,
    });
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
  name: "kafkajs: a connection that has nothing to do sets no timers",
  needs: ["kafka"],
  async fn() {
    const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("idle"));
    await using transport = await connected(kafkaClients[0], { brokers: [broker.bootstrap], topic });
    await transport.send([{ key: null, value: new Uint8Array(1) }]);
    const set = globalThis.setTimeout;
    let timers = 0;
    globalThis.setTimeout = ((...args: Parameters<typeof set>) => {
      timers++;
      return set(...args);
    }) as typeof set;
    await new Promise((resolve) => set(resolve, 1500));
    globalThis.setTimeout = set;
    assertLess(timers, 20, "the timer of a millisecond is gone");
  },
});
