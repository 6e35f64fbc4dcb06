import { assertEquals, assertMatch } from "@std/assert";
import { sendToKafkaFromEnvironment } from "@dhcpkit/kafka/config";
import { Duid, fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
import { KafkaMessage } from "@dhcpkit/kafka/messages";
import { kafkaHandlerFrom } from "@dhcpkit/kafka/publisher/settings";
import { Pipeline, TransactionBundle } from "@dhcpkit/kafka/server";
import { attemptCommand } from "../support/command.ts";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { headerCommand } from "./_header_command.ts";

const WAYS: readonly Readonly<Record<string, string>>[] = [
  { DHCPKIT_KAFKA_TRANSPORT: "kafkajs" },
  { DHCPKIT_KAFKA_TRANSPORT: "platformatic", DHCPKIT_KAFKA_COMPRESSION: "gzip" },
  { DHCPKIT_KAFKA_TRANSPORT: "kafkajs", DHCPKIT_KAFKA_WORKER_THREAD: "yes" },
];

for (const way of WAYS) {
  testWith({
    name: `a handler made of variables alone publishes to a real broker as they say: ${Object.values(way).join(" ")}`,
    needs: ["kafka", "kcat"],
    async fn() {
      const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("variables"));
      const settings = sendToKafkaFromEnvironment({
        DHCPKIT_KAFKA_BROKER: broker.bootstrap,
        DHCPKIT_KAFKA_TOPIC: topic,
        DHCPKIT_KAFKA_SERVER_NAME: "container-1",
        DHCPKIT_KAFKA_RECORD_KEY: "none",
        DHCPKIT_KAFKA_LINGER: "5ms",
        ...way,
      });
      const handler = await kafkaHandlerFrom(settings);
      const pipeline = new Pipeline({ serverId: Duid.parse("00030001 020000000001"), handlers: [handler] });
      const incomingMessage = Message.parse(fromHex("0bf350d6 0001000a 00030001 3431c43cb2f1"));
      await pipeline.handle(new TransactionBundle({ incomingMessage, receivedOverMulticast: true }));
      const [record] = await kcatConsume(broker.bootstrap, topic, { count: 1 });
      await pipeline.close();
      assertEquals(record.key, null);
      assertEquals(KafkaMessage.parse(record.value!).message.toJSON()["server-name"], "container-1");
      assertEquals([handler.stats.offered, handler.stats.delivered], [1, 1]);
    },
  });
}

Deno.test("the responder, with the permissions of its header, tells of a wrong variable by name", async () => {
  await using folder = await TempFolder.create("variables");
  await Deno.mkdir(folder.file("examples/03_responder"), { recursive: true });
  await folder.write("examples/03_responder/dhcpd.conf", "<listen-unicast [::1]:0/>\n<send-to-kafka/>\n");
  const { code, stderr } = await attemptCommand(await headerCommand("examples/03_responder/main.ts"), {
    cwd: folder.path,
    env: { NO_COLOR: "1", DHCPKIT_KAFKA_TOPIC: "a b", DHCPKIT_KAFKA_QUEUE_POLICY: "spool" },
  });
  assertEquals(code, 1);
  assertMatch(stderr, /^DHCPKIT_KAFKA_TOPIC: topic in <send-to-kafka>: "a b" holds a space at position 2; /);
});

Deno.test("the responder tells of a setting that it cannot serve by file and line, and publishes nothing", async () => {
  await using folder = await TempFolder.create("variables");
  await Deno.mkdir(folder.file("examples/03_responder"), { recursive: true });
  const config = "<listen-unicast [::1]:0/>\n<send-to-kafka>\n pseudonym-key-file missing\n</send-to-kafka>\n";
  await folder.write("examples/03_responder/dhcpd.conf", config);
  const { code, stderr } = await attemptCommand(await headerCommand("examples/03_responder/main.ts"), {
    cwd: folder.path,
    env: { NO_COLOR: "1" },
  });
  assertEquals(code, 1);
  assertMatch(stderr, /^examples\/03_responder\/dhcpd\.conf:2: pseudonym-key-file.*\n$/);
});
