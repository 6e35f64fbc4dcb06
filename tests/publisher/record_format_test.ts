import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { KafkaHandler, type KafkaHandlerInit, KafkaMessage } from "@dhcpkit/kafka";
import { ClientServerMessage, Duid, type Message, MessageType, Options, toHex } from "@dhcpkit/kafka/dhcpv6";
import { ClientId, ElapsedTime } from "@dhcpkit/kafka/dhcpv6/options";
import { createPseudonyms } from "@dhcpkit/kafka/privacy";
import { type MemoryRecord, MemoryTopic, memoryTransport } from "@dhcpkit/kafka/publisher";
import { cloudEventHeaders, recordId } from "@dhcpkit/kafka/publisher/cloud-events";
import { Pipeline, silentLogger, TransactionBundle } from "@dhcpkit/kafka/server";

const DUID = Duid.parse("00030001 3431c43cb2f1"), KEY = Uint8Array.from({ length: 32 }, (_, i) => i * 7 + 1);

function solicit(): Message {
  const options = Options.of(ClientId.of({ duid: DUID }), ElapsedTime.of({ elapsed: 0 }));
  return new ClientServerMessage({ type: MessageType.Solicit, transactionId: 0xf350d6, options });
}

async function recordWith(init: KafkaHandlerInit): Promise<MemoryRecord> {
  const topic = new MemoryTopic();
  const handler = new KafkaHandler({
    serverName: "dhcp01",
    transport: memoryTransport(topic),
    logger: silentLogger,
    ...init,
  });
  const pipeline = new Pipeline({
    serverId: Duid.parse("00030001020000000001"),
    handlers: [handler],
    logger: silentLogger,
  });
  await pipeline.handle(
    new TransactionBundle({ incomingMessage: solicit(), receivedAt: 100, receivedOverMulticast: true }),
  );
  await pipeline.close();
  assertEquals(topic.records.length, 1);
  return topic.records[0];
}

Deno.test("the key of a record may be made by a function of what is published", async () => {
  const recordKey: KafkaHandlerInit["recordKey"] = ({ serverName }) => new TextEncoder().encode(serverName);
  assertEquals((await recordWith({ recordKey })).key, new TextEncoder().encode("dhcp01"));
  assertEquals((await recordWith({ recordKey: () => null })).key, null);
  assertEquals((await recordWith({})).key, DUID.bytes);
  assertEquals((await recordWith({ recordKey: "none" })).key, null);
});

Deno.test("headers stand beside the value, which is the same with and without them", async () => {
  const plain = await recordWith({ clock: () => 100 }),
    withHeaders = await recordWith({
      clock: () => 100,
      headers: (value, { timestampIn }) => [{ name: "length", value: `${value.length} ${timestampIn}` }],
    });
  assertEquals(plain.headers, undefined);
  assertEquals(withHeaders.headers, [{ name: "length", value: `${plain.value.length} 100` }]);
  assertEquals(withHeaders.value, plain.value);
});

Deno.test("with pseudonyms, key, value and headers are made of the pseudonyms, and a header names their key", async () => {
  const pseudonyms = createPseudonyms({ key: KEY, keyId: "2026-01" });
  const { key, value, headers = [] } = await recordWith({ pseudonyms, headers: cloudEventHeaders() });
  const token = pseudonyms.replaceIn(solicit()).options.get(ClientId)!.duid.bytes;
  assertNotEquals(token, DUID.bytes);
  assertEquals(key, token);
  const text = Object.fromEntries(headers.map((header) => [header.name, header.value]));
  assertEquals(text.ce_subject, toHex(token));
  assertEquals(text.ce_id, recordId(value));
  assertEquals(text["pseudonym-key-id"], "2026-01");
  assert(!toHex(value).includes("3431c43cb2f1"));
  assertEquals(KafkaMessage.parse(value).message.toJSON()["server-name"], "dhcp01");
});

Deno.test("what fails while a record is made costs that record, counted, and is never published as it was received", async () => {
  const topic = new MemoryTopic(),
    handler = new KafkaHandler({
      serverName: "dhcp01",
      transport: memoryTransport(topic),
      logger: silentLogger,
      pseudonyms: {
        headers: [],
        replace() {
          throw new Error("no key");
        },
      },
    });
  const pipeline = new Pipeline({
    serverId: Duid.parse("00030001020000000001"),
    handlers: [handler],
    logger: silentLogger,
  });
  await pipeline.handle(new TransactionBundle({ incomingMessage: solicit(), receivedOverMulticast: true }));
  await pipeline.close();
  assertEquals(topic.records, []);
  const { offered, dropped } = handler.stats;
  assertEquals([offered, Object.values(dropped).reduce((sum, count) => sum + count, 0)], [1, 1]);
});
