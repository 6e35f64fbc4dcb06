/** Answers as in openapi.json of Strimzi's Kafka bridge and in the API reference of Confluent's REST proxy, v2. */
import { assertEquals, assertThrows } from "@std/assert";
import { decodeBridgeRecords, EdgeEventError } from "@dhcpkit/kafka/edge";
import { base64, told, transaction, utf8, value } from "./_transactions.ts";

const confluent = { topic: "test", key: "a2V5", value: base64(), partition: 1, offset: 100 };
const strimzi = {
  ...confluent,
  timestamp: 1764504000123,
  headers: [{ key: "h", value: "eA==" }, { key: "h", value: "" }],
};

Deno.test("records of both bridges have their places, keys and values, those of Strimzi's also time and headers", () => {
  const [first, second] = decodeBridgeRecords([confluent, strimzi]);
  for (const { topic, partition, offset, key, value: bytes } of [first, second]) {
    assertEquals([topic, partition, offset], ["test", 1, 100n]);
    assertEquals([key, bytes], [utf8("key"), value()]);
  }
  assertEquals([first.timestamp, first.headers], [undefined, []]);
  assertEquals(second.timestamp, 1764504000123);
  assertEquals(second.headers, [{ name: "h", value: utf8("x") }, { name: "h", value: new Uint8Array() }]);
});

Deno.test("the format json has transactions in JSON as values, and null is a tombstone", () => {
  const records = decodeBridgeRecords([{ ...confluent, value: transaction().toJSON() }, { ...confluent, value: null }]);
  assertEquals(told(records), ["dhcp01", "records[1]: a record without a value"]);
});

Deno.test("a record that cannot be read spoils none of the others", () => {
  const bad = [
    { ...confluent, value: "%" },
    { ...confluent, offset: null },
    { ...confluent, partition: 2 ** 31 },
    { ...strimzi, headers: [{ name: "h" }] },
    { ...strimzi, headers: {} },
    7,
  ];
  assertEquals(told(decodeBridgeRecords([confluent, ...bad, strimzi])), [
    "dhcp01",
    "records[1].value: no base64",
    "records[2].offset: no offset",
    "records[3].partition: no number of a partition",
    "records[4].headers[0]: no header with a key",
    "records[5].headers: not a list",
    "records[6]: not an object",
    "dhcp01",
  ]);
});

Deno.test("a place that Kafka cannot have is none, and the value is told all the same", () => {
  const most = { ...confluent, partition: "2147483647", offset: "9223372036854775807" };
  const beyond = [{ ...most, offset: "9223372036854775808" }, { ...most, offset: "9999999999999999999" }, {
    ...most,
    partition: "2147483648",
  }];
  const records = decodeBridgeRecords([most, ...beyond]);
  assertEquals(told(records), [
    "dhcp01",
    "records[1].offset: no offset",
    "records[2].offset: no offset",
    "records[3].partition: no number of a partition",
  ]);
  assertEquals([records[0].partition, records[0].offset], [2 ** 31 - 1, 2n ** 63n - 1n]);
  assertEquals(records.slice(1).map(({ partition, offset }) => partition === undefined || offset === undefined), [
    ...[true, true, true],
  ]);
  assertEquals(records.slice(1).map(({ problem }) => problem?.bytes), Array(3).fill(value()));
});

Deno.test("an answer that is no list is an error", () => {
  assertThrows(() => decodeBridgeRecords({ error_code: 404, message: "x" }), EdgeEventError, "records: not a list");
  assertEquals(decodeBridgeRecords([]), []);
});
