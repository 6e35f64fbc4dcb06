/** Events as in with-msk and with-kafka of the AWS Lambda developer guide. */
import { assertEquals, assertThrows } from "@std/assert";
import { decodeLambdaEvent, EdgeEventError } from "@dhcpkit/kafka/edge";
import { recordFromJson, recordToJson } from "@dhcpkit/kafka/formats";
import { lambdaEvent, lambdaRecord } from "./_lambda.ts";
import { told, utf8, value } from "./_transactions.ts";

Deno.test("a record of Amazon MSK has its place, time, key, value, header and identifier", () => {
  const [record, ...others] = decodeLambdaEvent(lambdaEvent({ "dhcpkit.messages-0": [lambdaRecord(15)] }));
  assertEquals(others, []);
  const { topic, partition, offset, timestamp, timestampType } = record;
  assertEquals({ topic, partition, offset }, { topic: "dhcpkit.messages", partition: 0, offset: 15n });
  assertEquals([timestamp, timestampType], [1545084650987, "CREATE_TIME"]);
  assertEquals(record.key, new Uint8Array([0, 3, 0, 1, 0x34, 0x31, 0xc4, 0x3c, 0xb2, 0xf1]));
  assertEquals(record.value, value());
  assertEquals(record.headers, [{ name: "headerKey", value: utf8("headerValue") }]);
  assertEquals(record.lambdaItem, { partition: "dhcpkit.messages-0", offset: 15 });
  assertEquals(record.summary?.messageOut?.leases.map(({ address }) => String(address)), ["2001:db8::42"]);
  assertEquals([record.problem, record.cloudEvent, record.schema], [undefined, undefined, undefined]);
});

Deno.test("one's own cluster sends the same, by either name, without an ARN, and with servers missing", () => {
  for (const eventSource of ["SelfManagedKafka", "aws:SelfManagedKafka", "aws:kafka"]) {
    for (const bootstrapServers of [undefined, null, "abc.xyz.com:9092"]) {
      const event = { eventSource, bootstrapServers, records: { "t-0": [lambdaRecord(1)] } };
      assertEquals(told(decodeLambdaEvent(event)), ["dhcp01"]);
    }
  }
});

Deno.test("partitions are mixed, a partition or an offset may be a text, and names of lists are never taken apart", () => {
  const records = decodeLambdaEvent(lambdaEvent({
    "a-topic-7-12": [lambdaRecord(9, {}, { topic: "a-topic-7", partition: "12", offset: "9007199254740993" })],
    "b-0": [lambdaRecord(2, {}, { topic: "b" }), lambdaRecord(1, {}, { topic: "b" })],
  }));
  assertEquals(records.map(({ topic, partition, offset }) => [topic, partition, offset]), [
    ["a-topic-7", 12, 9007199254740993n],
    ["b", 0, 2n],
    ["b", 0, 1n],
  ]);
  assertEquals(records[0].lambdaItem?.partition, "a-topic-7-12");
});

Deno.test("headers keep their order and their duplicates, and bytes with a sign are bytes", () => {
  const headers = [{ a: [-1, -128, 0, 127] }, { b: [200] }, { a: [] }, { a: [1], c: null }];
  const [record] = decodeLambdaEvent(lambdaEvent({ "t-0": [lambdaRecord(1, {}, { headers })] }));
  assertEquals(record.headers.map(({ name, value }) => [name, [...value]]), [
    ["a", [255, 128, 0, 127]],
    ["b", [200]],
    ["a", []],
    ["a", [1]],
    ["c", []],
  ]);
});

Deno.test("a record without a value is a tombstone, one without key and headers has none", () => {
  const bare = { topic: "t", partition: 0, offset: 1, timestamp: 1 };
  const records = decodeLambdaEvent(lambdaEvent({ "t-0": [bare, { ...bare, value: null, key: null }] }));
  assertEquals(records.map(({ value, key, headers }) => [value, key, headers]), [[null, null, []], [null, null, []]]);
  assertEquals(records[0].problem, {
    place: 'records["t-0"][0]',
    reason: "a record without a value",
    bytes: new Uint8Array(),
  });
});

Deno.test("a record that cannot be read has its place, reason and bytes, and the others are read", () => {
  const bad: [Record<string, unknown> | unknown, string][] = [
    [lambdaRecord(1, {}, { value: "AQ*=" }), 'records["t-0"][1].value: no base64'],
    [lambdaRecord(1, {}, { value: 7 }), 'records["t-0"][1].value: no base64'],
    [lambdaRecord(1, {}, { key: {} }), 'records["t-0"][1].key: no base64'],
    [lambdaRecord(1, {}, { partition: -1 }), 'records["t-0"][1].partition: no number of a partition'],
    [lambdaRecord(1, {}, { partition: "1e3" }), 'records["t-0"][1].partition: no number of a partition'],
    [lambdaRecord(1.5), 'records["t-0"][1].offset: no offset'],
    [lambdaRecord(1, {}, { topic: null }), 'records["t-0"][1].topic: not text'],
    [lambdaRecord(1, {}, { headers: "x" }), 'records["t-0"][1].headers: not a list'],
    ...[256, -129, 1.5, "1", null, true, [], {}, 2 ** 32].map((byte): [unknown, string] => [
      lambdaRecord(1, {}, { headers: [{ h: [0, -128, 255, byte] }] }),
      'records["t-0"][1].headers[0]["h"]: no list of bytes',
    ]),
    [lambdaRecord(1, {}, { headers: [7] }), 'records["t-0"][1].headers[0]: not an object'],
    [null, 'records["t-0"][1]: not an object'],
    ["AQ==", 'records["t-0"][1]: not an object'],
    [
      lambdaRecord(1, {}, { value: "/wE=" }),
      'records["t-0"][1]: dhcp-kafka-message > message-type: The buffer does not contain DHCPKafkaMessage data: its type is 255',
    ],
  ];
  for (const [item, expected] of bad) {
    const records = decodeLambdaEvent(lambdaEvent({ "t-0": [lambdaRecord(0), item, lambdaRecord(2)] }));
    assertEquals(told(records), ["dhcp01", expected, "dhcp01"]);
  }
  const [broken] = decodeLambdaEvent(lambdaEvent({ "t-0": [lambdaRecord(1, {}, { value: "AQ*=" })] }));
  assertEquals([broken.offset, broken.problem?.bytes], [1n, utf8("AQ*=")]);
});

Deno.test("a topic in JSON, as transcode writes it, is read with the function for that", () => {
  const text = (json: unknown) => utf8(JSON.stringify(json)).toBase64();
  const items = [recordToJson(value()).json, {}].map((json, i) => lambdaRecord(i, {}, { value: text(json) }));
  const event = lambdaEvent({ "t-0": [...items, lambdaRecord(2)] });
  const records = decodeLambdaEvent(event, { valueFromJson: recordFromJson });
  assertEquals(told(records), [
    "dhcp01",
    'records["t-0"][1].value: not a transaction: "server-name" is missing',
    "dhcp01",
  ]);
  assertEquals(records[0].value, value());
  assertEquals(told(decodeLambdaEvent(event))[0]?.endsWith("its type is 123"), true);
});

Deno.test("a topic in JSON with the framing of a schema registry is read, and its schema is told", () => {
  const json = utf8(JSON.stringify(recordToJson(value()).json)), framed = new Uint8Array([0, 0, 0, 0, 7, ...json]);
  const event = lambdaEvent({
    "t-0": [json, framed].map((bytes, i) => lambdaRecord(i, {}, { value: bytes.toBase64() })),
  });
  const records = decodeLambdaEvent(event, { valueFromJson: recordFromJson });
  assertEquals(records.map((record) => [record.value, record.schema]), [[value(), undefined], [value(), 7]]);
});

Deno.test("the schema that Lambda has looked up is told", () => {
  const schemas = [
    { dataFormat: "JSON", schemaId: "1234" },
    { dataFormat: "AVRO", schemaId: "a-b" },
    { schemaId: 7 },
    null,
  ];
  const items = schemas.map((valueSchemaMetadata, i) => lambdaRecord(i, {}, { valueSchemaMetadata }));
  const records = decodeLambdaEvent(lambdaEvent({ "t-0": items }));
  assertEquals(records.map(({ schema }) => schema), [1234, "a-b", 7, undefined]);
});

Deno.test("what is no event of a Kafka trigger is an error with its place", () => {
  const wrong: [unknown, string][] = [
    [null, "eventSource: neither aws:kafka nor SelfManagedKafka"],
    [{ Records: [{ eventSource: "aws:sqs" }] }, "eventSource: neither"],
    [{ eventSource: "aws:kinesis", records: {} }, "eventSource: neither"],
    [lambdaEvent([] as never), "records: no object of lists"],
    [lambdaEvent({ 't"-0': {} }), 'records["t\\"-0"]: not a list'],
  ];
  for (const [event, message] of wrong) assertThrows(() => decodeLambdaEvent(event), EdgeEventError, message);
  assertEquals(decodeLambdaEvent(lambdaEvent({})), []);
});
