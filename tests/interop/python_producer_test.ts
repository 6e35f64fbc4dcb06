import { assertEquals } from "@std/assert";
import { Collector } from "@dhcpkit/kafka/collector";
import { kafkaJsConsumer } from "@dhcpkit/kafka/collector/kafkajs";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { Message, unwrap } from "@dhcpkit/kafka/dhcpv6";
import { KafkaBroker, uniqueTopic } from "../support/kafka_broker.ts";
import { sharedFolder } from "../support/paths.ts";
import { pythonOriginal } from "../support/python_original.ts";
import { testWith } from "../support/requirements.ts";

testWith({
  name: "what the Python original publishes by its own handler, to a Kafka that it can speak with, is collected",
  needs: ["kafka", "maven", "python-original", "shared-bench"],
  async fn() {
    const bytes = async (fixture: number) =>
      Uint8Array.fromHex((await Deno.readTextFile(`${sharedFolder}bench/fixtures/${fixture}.hex`)).trim());
    const request = await bytes(3), answer = unwrap(Message.parse(await bytes(4))).message.save();
    await using broker = await KafkaBroker.start({ release: "3.9.1" });
    const topic = await broker.createTopic(uniqueTopic("original"), { partitions: 2 });
    await pythonOriginal.publish(broker, topic, "dhcp01.example.com", [[request, answer], [request, undefined]]);
    await using store = await sqliteStore(":memory:");
    const source = kafkaJsConsumer({ brokers: [broker.bootstrap], topic });
    const caughtUp = new AbortController();
    await new Collector({ source, store }).run({ signal: caughtUp.signal, onCaughtUp: () => caughtUp.abort() });
    const transactions = await store.transactions({}, { limit: 10 });
    assertEquals(transactions.map(({ server }) => server), ["dhcp01.example.com", "dhcp01.example.com"]);
    const outcomes = transactions.map(({ outcome, requestType, responseType }) => [outcome, requestType, responseType]);
    assertEquals(outcomes.toSorted(), [["answered", 1, 2], ["unanswered", 1, 0]]);
    for (const stored of transactions) assertEquals(stored.request, request);
    const answered = transactions.find(({ outcome }) => outcome === "answered")!;
    assertEquals(unwrap(Message.parse(answered.response!)).message.save(), answer);
    assertEquals(await store.quarantine({ limit: 10 }), []);
  },
});
