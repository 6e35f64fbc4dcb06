/** Requests as in the HTTP protocol binding and the JSON format of CloudEvents 1.0.2, and as Knative's KafkaSource sends them. */
import { assertEquals, assertThrows } from "@std/assert";
import { decodeCloudEvents, EdgeEventError } from "@dhcpkit/kafka/edge";
import { recordFromJson, recordToJson, transactionEvent } from "@dhcpkit/kafka/formats";
import { cloudEventHeaders, recordId } from "@dhcpkit/kafka/publisher/cloud-events";
import { httpEvent, knativeHeaders } from "./_http.ts";
import { base64, told, transaction, utf8, value } from "./_transactions.ts";

const event = {
  specversion: "1.0",
  id: "1",
  source: "/dhcpv6/servers/dhcp01",
  type: "org.dhcpkit.dhcpv6.transaction.v1",
};
const structured = { "content-type": "application/cloudevents+json; charset=UTF-8" };
const batch = { "content-type": "Application/CloudEvents-Batch+JSON" };

Deno.test("of a record that Knative made an event of, topic, partition, offset, key, headers and time are read again", () => {
  const headers = knativeHeaders(3, 9007199254740993, {
    ...{ "ce-key": "line-7", "ce-partitionkey": "line-7", "ce-kafkaheadercetype": "caf%C3%A9", "content-type": "x/y" },
    "ce-id": "partition:3/offset:9007199254740993",
  });
  const [record] = decodeCloudEvents(httpEvent(headers, value()));
  const { topic, partition, offset } = record;
  assertEquals([topic, partition, offset], ["dhcpkit.messages", 3, 9007199254740993n]);
  assertEquals([record.key, record.timestamp], [utf8("line-7"), Date.parse("2026-11-30T12:00:00.123Z")]);
  assertEquals(record.headers, [{ name: "cetype", value: utf8("café") }]);
  assertEquals(record.cloudEvent?.datacontenttype, "x/y");
  assertEquals([record.value, record.summary?.serverName], [value(), "dhcp01"]);
});

Deno.test("a record that this project published as a CloudEvent passes with its own attributes, which tell no place", () => {
  const headers: Record<string, string> = {};
  for (const header of cloudEventHeaders()(value(), transaction())) {
    headers[header.name.replace("_", "-")] = String(header.value);
  }
  const [record] = decodeCloudEvents(httpEvent(headers, value()));
  assertEquals([record.topic, record.partition, record.offset], [undefined, undefined, undefined]);
  assertEquals(record.cloudEvent, {
    ...{ specversion: "1.0", id: recordId(value()), source: "/dhcpv6/servers/dhcp01" },
    ...{ type: "org.dhcpkit.dhcpv6.transaction.v1", time: "2016-11-24T15:06:40.250Z", subject: "000300013431c43cb201" },
    datacontenttype: "application/vnd.dhcpkit.kafka",
  });
  assertEquals(record.summary?.serverName, "dhcp01");
});

Deno.test("a place is read only out of events that Knative made, and only where it is one", () => {
  const own = knativeHeaders(1, 2, { "ce-type": "org.example" });
  const odd = knativeHeaders(1, 2, { "ce-id": "partition:x/offset:2", "ce-source": "/without-topic" });
  for (const headers of [own, odd]) {
    const [{ topic, partition, offset }] = decodeCloudEvents(httpEvent(headers, value()));
    assertEquals([topic, partition, offset], [undefined, undefined, undefined]);
  }
});

Deno.test("a structured event has its value in base64, as a transaction in JSON, or not at all", () => {
  for (const body of [{ ...event, data_base64: base64() }, { ...event, data: transaction() }]) {
    const [record] = decodeCloudEvents(httpEvent(structured, body));
    assertEquals(record.value, value());
    assertEquals(record.cloudEvent, event);
  }
  assertEquals(told(decodeCloudEvents(httpEvent(structured, event))), ["body: a record without a value"]);
});

Deno.test("an event that transcode makes, and a value in JSON behind headers, are read with the function for that", () => {
  const options = { valueFromJson: recordFromJson }, whole = transactionEvent(transaction(), { id: "1" });
  const requests = [httpEvent(structured, whole), httpEvent(knativeHeaders(0, 1), recordToJson(value()).json)];
  for (const request of requests) assertEquals(decodeCloudEvents(request, options)[0].value, value());
  const [record] = decodeCloudEvents(httpEvent(knativeHeaders(0, 1), "{}"), options);
  assertEquals(record.problem?.reason, 'not a transaction: "server-name" is missing');
});

Deno.test("a place that Kafka cannot have is a fault of the record, which then has none", () => {
  for (const id of ["partition:9999999999/offset:1", "partition:1/offset:9999999999999999999"]) {
    const [record] = decodeCloudEvents(httpEvent(knativeHeaders(0, 1, { "ce-id": id }), value()));
    assertEquals([told([record]), record.problem?.bytes], [["body.id: no place in Kafka"], value()]);
    assertEquals([record.partition, record.offset], [undefined, undefined]);
  }
  const most = knativeHeaders(0, 1, { "ce-id": "partition:2147483647/offset:9223372036854775807" });
  assertEquals(decodeCloudEvents(httpEvent(most, value()))[0].offset, 2n ** 63n - 1n);
});

Deno.test("in a batch, an event that cannot be read spoils none of the others", () => {
  const events = [{ ...event, data_base64: base64() }, { ...event, data_base64: "*" }, 7, {
    ...event,
    id: "",
    data: 1,
  }];
  const last = { ...event, id: "5", partitionkey: "k", time: "nonsense", data_base64: base64({ server: "dhcp02" }) };
  const records = decodeCloudEvents(httpEvent(batch, [...events, last]));
  assertEquals(told(records), [
    "dhcp01",
    "body[1].data_base64: no base64",
    "body[2]: not an object",
    "body[3].id: missing, or no text",
    "dhcp02",
  ]);
  assertEquals([records[4].key, records[4].timestamp, records[4].cloudEvent?.id], [utf8("k"), undefined, "5"]);
  assertEquals(decodeCloudEvents(httpEvent(batch, [])), []);
});

Deno.test("what is no CloudEvent is an error with its place", () => {
  const wrong: [Record<string, string>, unknown, string][] = [
    [knativeHeaders(0, 1, { "ce-id": "" }), value(), 'headers["ce-id"]: missing'],
    [{ "content-type": "application/json" }, value(), 'headers["ce-specversion"]: missing'],
    [structured, "{", "body: no JSON"],
    [structured, "", "body: empty"],
    [structured, new Uint8Array([0x22, 0xff, 0x22]), "body: not UTF-8"],
    [structured, [event], "body.specversion: missing, or no text"],
    [structured, { ...event, type: undefined }, "body.type: missing, or no text"],
    [batch, event, "body: not a list"],
  ];
  for (const [headers, body, message] of wrong) {
    assertThrows(() => decodeCloudEvents(httpEvent(headers, body)), EdgeEventError, message);
  }
});

Deno.test("attributes that are not percent-encoded right are taken as they are", () => {
  const [record] = decodeCloudEvents(httpEvent(knativeHeaders(0, 1, { "ce-subject": "100%" }), value()));
  assertEquals(record.cloudEvent?.subject, "100%");
});
