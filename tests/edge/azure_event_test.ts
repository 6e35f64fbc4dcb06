/**
 * What the trigger hands over, as KafkaTriggerBindingStrategy.cs and KafkaEventData.cs of the extension and `@azure/functions` 4 make it.
 */
import { assertEquals, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import { decodeAzureEvent, EdgeEventError } from "@dhcpkit/kafka/edge";
import { recordFromJson, recordToJson } from "@dhcpkit/kafka/formats";
import { base64, told, transaction, utf8, value } from "./_transactions.ts";

/** The metadata of a batch, as a function of Node.js finds it in its context. */
function metadata(count: number, more: Record<string, unknown> = {}) {
  const list = <T>(make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
  return {
    topicArray: list(() => "dhcpkit.messages"),
    partitionArray: list((i) => i % 2),
    offsetArray: list((i) => 100 + i),
    timestampArray: list(() => "2026-11-30T12:00:00.123Z"),
    keyArray: list(() => "line-7"),
    headersArray: list(() => [{ key: "ce_type", value: "eA==" }]),
    ...more,
  };
}

Deno.test("a batch of bytes takes everything else from the lists of the metadata", () => {
  const records = decodeAzureEvent([Buffer.from(value()), Buffer.from(value({ server: "dhcp02" }))], metadata(2));
  assertEquals(told(records), ["dhcp01", "dhcp02"]);
  assertEquals(records.map(({ topic, partition, offset }) => [topic, partition, offset]), [
    ["dhcpkit.messages", 0, 100n],
    ["dhcpkit.messages", 1, 101n],
  ]);
  const [{ timestamp, key, headers }] = records;
  assertEquals(timestamp, Date.parse("2026-11-30T12:00:00.123Z"));
  assertEquals([key, headers], [utf8("line-7"), [{ name: "ce_type", value: utf8("x") }]]);
});

Deno.test("lists may come as the text of JSON, by names with a capital letter, or not at all", () => {
  const texts = Object.fromEntries(Object.entries(metadata(1)).map(([name, list]) => [name, JSON.stringify(list)]));
  const capital = Object.fromEntries(
    Object.entries(metadata(1)).map(([name, list]) => [name[0].toUpperCase() + name.slice(1), list]),
  );
  for (const given of [texts, capital]) assertEquals(decodeAzureEvent([value()], given)[0].offset, 100n);
  const [record] = decodeAzureEvent([value()], undefined);
  assertEquals([record.topic, record.partition, record.offset, record.key], [undefined, undefined, undefined, null]);
});

Deno.test("an offset may come as two numbers of 32 bits", () => {
  const records = decodeAzureEvent([value(), value()], {
    offsetArray: [{ low: -1, high: 2, unsigned: false }, { low: 5, high: 0, unsigned: false }],
  });
  assertEquals(records.map(({ offset }) => offset), [2n * 2n ** 32n + 2n ** 32n - 1n, 5n]);
});

Deno.test("one message that is bytes takes its place from the metadata as well", () => {
  const told = { topic: "t", partition: 3, offset: 42, timestamp: "2026-11-30T12:00:00Z", key: null, headers: [] };
  const [record] = decodeAzureEvent(Buffer.from(value()), told);
  assertEquals([record.topic, record.partition, record.offset, record.place], ["t", 3, 42n, "message"]);
  assertEquals(record.summary?.serverName, "dhcp01");
});

Deno.test("a key that the extension could not read as UTF-8 is none, and no bytes are a record without a value", () => {
  const records = decodeAzureEvent(
    [value(), new Uint8Array()],
    metadata(2, { keyArray: ["\u0000\u0003\ufffd", null] }),
  );
  assertEquals(records.map(({ key }) => key), [null, null]);
  assertEquals(records[1].value, null);
  assertEquals(told(records)[1], "messages[1]: a record without a value");
});

Deno.test("the extension's own JSON is read as text and as an object, with base64, JSON or nothing as its value", () => {
  const envelope = (Value: unknown, Offset: number) => ({
    ...{ Key: null, Offset, Partition: 1, Topic: "dhcpkit.json", Timestamp: "2026-11-30T12:00:00.000Z", Value },
    ...{ Headers: [{ Key: "h", Value: "eA==" }], ConsumerGroup: "edge" },
  });
  const json = JSON.stringify(transaction({ server: "dhcp02" }));
  const messages = [envelope(base64(), 1), JSON.stringify(envelope(json, 2)), envelope(json, 3)];
  const records = decodeAzureEvent(messages);
  assertEquals(told(records), ["dhcp01", "dhcp02", "dhcp02"]);
  assertEquals(records.map(({ partition, offset, topic }) => [partition, offset, topic]), [
    [1, 1n, "dhcpkit.json"],
    [1, 2n, "dhcpkit.json"],
    [1, 3n, "dhcpkit.json"],
  ]);
  assertEquals(records[1].value, value({ server: "dhcp02" }));
  assertEquals(records[0].headers, [{ name: "h", value: utf8("x") }]);
});

Deno.test("a topic in JSON, as transcode writes it, is read as bytes and as the extension's JSON", () => {
  const text = JSON.stringify(recordToJson(value()).json), options = { valueFromJson: recordFromJson };
  for (const message of [utf8(text), { Value: text, Offset: 1, Partition: 0 }, text]) {
    assertEquals(decodeAzureEvent([message], undefined, options)[0].value, value());
  }
});

Deno.test("bytes of this project that the extension has read as text are refused with what to set, since they are lost", () => {
  const lost = new TextDecoder().decode(value()), envelope = { Value: lost, Offset: 1, Partition: 0 };
  for (const messages of [lost, [lost], [lost, lost], [envelope], [JSON.stringify(envelope), lost]]) {
    const error = assertThrows(() => decodeAzureEvent(messages), EdgeEventError);
    assertEquals(error.message.replace(/^.*?: /, ""), error.reason);
    assertEquals(error.reason.endsWith('set dataType: "binary" in the trigger'), true);
  }
});

Deno.test("one text that is lost is a record that cannot be read, and spoils none of the others", () => {
  const lost = new TextDecoder().decode(value()),
    fault = "a text made of bytes that were none, so the bytes are lost; " +
      'set dataType: "binary" in the trigger';
  const good = { Offset: 1, Partition: 0, Value: base64() };
  assertEquals(told(decodeAzureEvent([good, "garbage \ufffd", JSON.stringify(good), lost, { ...good, Value: lost }])), [
    "dhcp01",
    `messages[1].value: ${fault}`,
    "dhcp01",
    `messages[3].value: ${fault}`,
    `messages[4].Value: ${fault}`,
  ]);
  // What is alone in its batch, and none of this project's, must not come again for ever.
  assertEquals(told(decodeAzureEvent(["garbage \ufffd"])), [`messages[0].value: ${fault}`]);
});

Deno.test("a key that was no text spoils no record of the extension's own JSON", () => {
  const envelope = JSON.stringify({ Key: "\u0000\u0003\u0000\u0001\ufffd", Offset: 1, Partition: 0, Value: base64() });
  const [record] = decodeAzureEvent([envelope]);
  assertEquals([told([record]), record.key], [["dhcp01"], null]);
});

Deno.test("base64 as text is a value, and any other text is a record that cannot be read", () => {
  const records = decodeAzureEvent([base64(), "no value!", { a: 1 }, 7, null], metadata(5));
  assertEquals(told(records), [
    "dhcp01",
    "messages[1].value: no base64",
    "messages[2].value: not a transaction: server-name is not text",
    "messages[3].value: neither base64 nor an object",
    "messages[4]: a record without a value",
  ]);
  assertEquals(records[1].offset, 101n);
});

Deno.test("lists that are not as long as the batch are an error, and a bad place is one of its record", () => {
  assertThrows(
    () => decodeAzureEvent([value(), value()], metadata(3)),
    EdgeEventError,
    "triggerMetadata.topicArray: not a list of as many as there are messages, 2",
  );
  const records = decodeAzureEvent([value(), value()], metadata(2, { offsetArray: ["x", 2] }));
  assertEquals(told(records), ["messages[0].offset: no offset", "dhcp01"]);
});
