import { assertEquals, assertInstanceOf } from "@std/assert";
import { DHCPKafkaMessage, KafkaHandler, KafkaMessage } from "@dhcpkit/kafka";
import { ClientServerMessage, Duid, MessageType, Options, unwrap } from "@dhcpkit/kafka/dhcpv6";
import { ClientId } from "@dhcpkit/kafka/dhcpv6/options";
import { kafkaJsTransport } from "@dhcpkit/kafka/publisher/kafkajs";
import { Pipeline, silentLogger, TransactionBundle } from "@dhcpkit/kafka/server";
import { eventually } from "../support/eventually.ts";
import { KafkaBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";

testWith({
  name: "every transaction before, during and after the death of the broker is in the topic",
  needs: ["kafka", "kcat"],
  async fn() {
    await using broker = await KafkaBroker.start();
    const topicName = await broker.createTopic(uniqueTopic("restart"));
    const handler = new KafkaHandler({
      brokers: [broker.bootstrap],
      topicName,
      serverName: "dhcp01",
      transport: kafkaJsTransport,
      logger: silentLogger,
      lingerMs: 5,
      retryMs: 50,
      maxRetryMs: 500,
      closeTimeoutMs: 20_000,
    });
    const pipeline = new Pipeline({ serverId: Duid.parse("00030001 020000000001"), handlers: [handler] });
    await pipeline.start();
    let next = 0;
    const transact = async (count: number) => {
      for (const end = next + count; next < end; next++) {
        const options = Options.of(ClientId.of({ duid: Duid.linkLayer(1, new Uint8Array([2, 0, 0, 0, 0, next])) }));
        const incomingMessage = new ClientServerMessage({ type: MessageType.Solicit, transactionId: next, options });
        await pipeline.handle(new TransactionBundle({ incomingMessage, receivedOverMulticast: true }));
      }
    };

    await transact(80);
    await eventually("first transactions", () => handler.stats.delivered === 80);
    await broker.kill();
    await transact(80);
    await eventually("loss of the connection", () => handler.stats.state === "disconnected");
    await broker.restart();
    await transact(80);
    await pipeline.close();

    assertEquals([handler.stats.delivered, handler.stats.queued], [240, 0]);
    const seen = new Set<number>();
    for (const { value } of await kcatConsume(broker.bootstrap, topicName)) {
      const { message } = KafkaMessage.parse(value!);
      assertInstanceOf(message, DHCPKafkaMessage);
      const request = unwrap(message.messageIn!).message;
      assertInstanceOf(request, ClientServerMessage);
      seen.add(request.transactionId);
    }
    assertEquals([...seen].sort((a, b) => a - b), Array.from({ length: 240 }, (_, i) => i));
  },
});
