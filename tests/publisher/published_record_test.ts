/** What a configuration asks of records, seen in a topic by kcat. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { indexOfNeedle } from "@std/bytes";
import { parseSendToKafka } from "@dhcpkit/kafka/config";
import { ClientServerMessage, Duid, MessageType, Options } from "@dhcpkit/kafka/dhcpv6";
import { ClientId } from "@dhcpkit/kafka/dhcpv6/options";
import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka/messages";
import { recordId } from "@dhcpkit/kafka/publisher/cloud-events";
import { kafkaHandlerFrom } from "@dhcpkit/kafka/publisher/settings";
import { Pipeline, silentLogger, TransactionBundle } from "@dhcpkit/kafka/server";
import { uniqueTopic } from "../support/kafka_broker.ts";
import { kcatConsume, type KcatRecord } from "../support/kcat.ts";
import { testWith } from "../support/requirements.ts";
import { sharedBroker } from "../support/shared_broker.ts";
import { TempFolder } from "../support/temp_folder.ts";

const MAC = new Uint8Array([0x34, 0x31, 0xc4, 0x3c, 0xb2, 0xf1]), duid = Duid.linkLayer(1, MAC);

/** Publishes one transaction as the keys say, and returns the record. */
async function published(keys: string): Promise<KcatRecord> {
  const broker = await sharedBroker(), topic = await broker.createTopic(uniqueTopic("record"));
  const section =
    `<send-to-kafka>\nserver-name dhcp01\nbroker ${broker.bootstrap}\ntopic ${topic}\nlinger 5ms\n${keys}`;
  const settings = parseSendToKafka(`${section}\n</send-to-kafka>`);
  const handler = await kafkaHandlerFrom(settings, { extras: { logger: silentLogger } });
  const pipeline = new Pipeline({ serverId: Duid.parse("00030001 020000000001"), handlers: [handler] });
  const options = Options.of(ClientId.of({ duid }));
  const incomingMessage = new ClientServerMessage({ type: MessageType.Solicit, transactionId: 0x123456, options });
  await pipeline.handle(new TransactionBundle({ incomingMessage, receivedAt: 1480000000.25 }));
  await pipeline.close();
  const [record] = await kcatConsume(broker.bootstrap, topic, { count: 1 });
  return record;
}

for (const transport of ["kafkajs", "platformatic"]) {
  testWith({
    name: `${transport}: CloudEvents headers stand beside a value that is as documented`,
    needs: ["kafka", "kcat"],
    async fn() {
      const { key, value, headers } = await published(`transport ${transport}\nheaders cloud-events`);
      assertEquals(key, duid.bytes);
      const { message } = KafkaMessage.parse(value!);
      assert(message instanceof DHCPKafkaMessage);
      assertEquals(message.serverName, "dhcp01");
      const attributes = Object.fromEntries(headers);
      assertEquals([attributes.ce_specversion, attributes.ce_source], ["1.0", "/dhcpv6/servers/dhcp01"]);
      assertEquals([attributes.ce_id, attributes.ce_time], [recordId(value!), "2016-11-24T15:06:40.250Z"]);
    },
  });

  testWith({
    name: `${transport}: with pseudonyms no identifier is in the topic, and the record names the key`,
    needs: ["kafka", "kcat"],
    async fn() {
      await using folder = await TempFolder.create("pseudonyms");
      await folder.write("2026-11.key", crypto.getRandomValues(new Uint8Array(32)).toHex());
      await Deno.chmod(folder.file("2026-11.key"), 0o600);
      const keys = `transport ${transport}\nheaders cloud-events\npseudonym-key-file ${folder.file("2026-11.key")}`;
      const { key, value, headers } = await published(keys);
      const all = new TextEncoder().encode(JSON.stringify(headers));
      for (const bytes of [key!, value!, all]) assertEquals(indexOfNeedle(bytes, MAC), -1);
      const { message } = KafkaMessage.parse(value!);
      assert(message instanceof DHCPKafkaMessage);
      assertEquals(message.messageIn?.options.get(ClientId)?.duid.bytes, key);
      assertStringIncludes(JSON.stringify(headers), "2026-11");
    },
  });
}
