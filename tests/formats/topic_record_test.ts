import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { JsonError, toHex } from "@dhcpkit/kafka/dhcpv6";
import {
  ndjsonLine,
  recordFromNdjson,
  type RecordOfTopic,
  recordToJson,
  toBinaryRecord,
  toJsonRecord,
} from "@dhcpkit/kafka/formats";
import { cloudEventHeaders, recordId } from "@dhcpkit/kafka/publisher/cloud-events";
import { answered, RECEIVED_AT } from "./_values.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const KEY = bytes("a key");
const names = ({ headers = [] }: RecordOfTopic) => headers.map(({ name }) => name);

Deno.test("a record of the JSON topic has key, time and headers of the binary one, and tells what it is", () => {
  const message = answered(), value = message.save();
  const headers = [...cloudEventHeaders()(value, message), { name: "mine", value: bytes("x") }];
  const { record, problem } = toJsonRecord({ key: KEY, value, timestamp: 5, headers }, { id: recordId });
  assert(record?.value && problem === undefined);
  assertEquals([record.key, record.timestamp], [KEY, 5]);
  assertEquals(JSON.parse(new TextDecoder().decode(record.value))["server-name"], "dhcp01.example.com");
  const told = new Map(record.headers!.map(({ name, value }) => [name, value]));
  assertEquals([told.get("ce_id"), told.get("content-type"), told.get("mine")], [
    recordId(value),
    "application/json",
    bytes("x"),
  ]);
  assertEquals(new Set(names(record)).size, names(record).length);
  const back = toBinaryRecord(record).record!;
  assertEquals([back.key, back.value, back.timestamp], [KEY, value, 5]);
  const again = new Map(back.headers!.map(({ name, value }) => [name, value]));
  assertEquals([again.get("ce_id"), again.get("content-type")], [recordId(value), "application/vnd.dhcpkit.kafka"]);
});

Deno.test("what cannot be read is written with its bytes and told, and comes back", () => {
  for (const value of [new Uint8Array(), new Uint8Array([1, 9]), answered().save().subarray(0, 100)]) {
    const { record, problem } = toJsonRecord({ key: null, value }, { id: recordId });
    assertStringIncludes(problem!, "not readable: ");
    assertEquals(names(record!), ["content-type"]);
    assertEquals(toBinaryRecord(record!).record?.value, value);
  }
  const { record, problem } = toJsonRecord({ key: null, value: new Uint8Array([255, 1]) }, { id: recordId });
  assertEquals([problem, toBinaryRecord(record!).record?.value], [undefined, new Uint8Array([255, 1])]);
});

Deno.test("tombstones stay tombstones", () => {
  const tombstone = { key: KEY, value: null };
  assertEquals(toJsonRecord(tombstone, { id: recordId }), { record: tombstone, problem: undefined });
  assertEquals(toBinaryRecord(tombstone), { record: tombstone, problem: undefined });
});

Deno.test("what is no JSON of a record is told with the place", () => {
  const cases: readonly (readonly [value: Uint8Array, says: string])[] = [
    [new Uint8Array(), "not JSON: "],
    [bytes("{"), "not JSON: "],
    [new Uint8Array([0x22, 0xff, 0x22]), "not JSON: not UTF-8"],
    [bytes("[]"), "a list is not an object"],
    [bytes('{"server-name":1}'), "/server-name: 1 is not text"],
    [bytes('{"message-type":7,"message-data":"0"}'), "/message-data: "],
  ];
  for (const [value, says] of cases) {
    const { record, problem } = toBinaryRecord({ key: KEY, value });
    assertEquals(record, undefined);
    assertStringIncludes(problem!, says);
  }
});

Deno.test("a line of NDJSON tells where it comes from, and makes the same record", () => {
  const value = answered().save(), place = { topic: "t", partition: 2, offset: 9007199254740993n };
  const line = ndjsonLine({ key: KEY, value, timestamp: 1767225600123, ...place }, recordToJson(value).json);
  assertEquals(JSON.parse(line).record, {
    topic: "t",
    partition: 2,
    offset: "9007199254740993",
    timestamp: "2026-01-01T00:00:00.123000Z",
    key: toHex(KEY),
  });
  assertEquals(recordFromNdjson(line), { key: KEY, value, timestamp: 1767225600123 });
});

Deno.test("a line of others has the key and the time that a server would have published it with", () => {
  const message = answered(), { json } = recordToJson(message.save());
  assertEquals(recordFromNdjson(JSON.stringify(json)), {
    key: Uint8Array.fromHex("0003000102005e000001"),
    value: message.save(),
    timestamp: Math.round(RECEIVED_AT * 1000),
  });
  assertEquals(recordFromNdjson('{"message-type":9,"message-data":"01"}'), {
    key: null,
    value: new Uint8Array([9, 1]),
  });
  for (
    const [line, says] of [
      ["{", "not JSON: "],
      ['{"message-type":9,"message-data":"","record":1}', "/record: 1 is not an object"],
      ['{"message-type":9,"message-data":"","record":{"key":"x"}}', "/record/key: "],
      ['{"message-type":9,"message-data":"","record":{"timestamp":"now"}}', "/record/timestamp: "],
    ]
  ) assertThrows(() => recordFromNdjson(line), JsonError, says);
});
