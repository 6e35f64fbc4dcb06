import { assertEquals, assertThrows } from "@std/assert";
import { Publisher } from "@dhcpkit/kafka/publisher";
import { platformaticTransport } from "@dhcpkit/kafka/publisher/platformatic";
import { FlakyLink } from "../support/flaky_link.ts";
import { KafkaBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";

Deno.test("platformatic: a source address is refused when the transport is made", () => {
  assertThrows(
    () => platformaticTransport({ brokers: ["localhost"], topic: "any", sourceAddress: "::1" }),
    TypeError,
    "kafkajs can",
  );
});

for (const idempotent of [false, true]) {
  testWith({
    name: idempotent
      ? "platformatic: an idempotent batch is there once though its answer was lost"
      : "platformatic: a batch whose answer was lost is there twice",
    needs: ["kafka", "kcat"],
    async fn() {
      await using link = new FlakyLink();
      const advertised = `PLAINTEXT://127.0.0.1:${link.port}`;
      await using broker = await KafkaBroker.start({ properties: { "advertised.listeners": advertised } });
      link.connectTo(broker.port);
      const topic = await broker.createTopic(uniqueTopic("once"));
      const transport = platformaticTransport({ brokers: [`127.0.0.1:${link.port}`], topic, idempotent });
      const publisher = new Publisher({ transport, lingerMs: 1, retryMs: 50 });
      for (let i = 0; i < 6; i++) {
        if (i === 3) link.loseNextAnswer();
        publisher.offer({ key: null, value: new Uint8Array([i]) });
        while (publisher.stats.delivered <= i) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await publisher.close();
      const values = (await kcatConsume(broker.bootstrap, topic)).map(({ value }) => value![0]);
      assertEquals(values, idempotent ? [0, 1, 2, 3, 4, 5] : [0, 1, 2, 3, 3, 4, 5]);
    },
  });
}
