/** Bodies as in the documentation of Confluent's HTTP Sink Connector (`batch.*`), and of Aiven's HTTP Connector for Apache Kafka. */
import { assertEquals, assertThrows } from "@std/assert";
import { decodeConnectBody, EdgeEventError } from "@dhcpkit/kafka/edge";
import { recordFromJson, recordToJson } from "@dhcpkit/kafka/formats";
import { base64, told, transaction, utf8, value } from "./_transactions.ts";

const json = (server: string) => JSON.stringify(transaction({ server }));
const decode = (body: string) => decodeConnectBody({ body: utf8(body) });

Deno.test("values stand after one another with any separator, or in a list", () => {
  const [a, b] = [json("a"), json("b")];
  const bodies = [
    `${a},${b}`,
    `${a}${b}`,
    `${a}\n${b}\n`,
    `[${a}, ${b}]`,
    ` ${a} ; ${b} `,
    `${a}|${b}`,
    `[ ${a}\r\n,${b}\n]\n`,
  ];
  for (const body of bodies) assertEquals(told(decode(body)), ["a", "b"], body.slice(0, 20));
  assertEquals(told(decode(a)), ["a"]);
});

Deno.test("values are base64 in texts, in lines, or separated", () => {
  const [a, b] = [base64({ server: "a" }), base64({ server: "b" })];
  for (const body of [`"${a}","${b}"`, `["${a}","${b}"]`, `${a}\n${b}`, `${a},${b}`]) {
    assertEquals(told(decode(body)), ["a", "b"]);
  }
});

Deno.test("a transaction in JSON is the very value that it was made of", () => {
  assertEquals(decode(JSON.stringify(transaction()))[0].value, value());
  const odd = transaction({ server: 'ä"\udc80[{', at: 0.1 });
  assertEquals(decode(JSON.stringify(odd))[0].value, odd.save());
  const bare = { "server-name": "a", "timestamp-in": 1, "timestamp-out": 0, "message-in": null };
  assertEquals(told(decode(JSON.stringify(bare))), ["a"]);
  assertEquals(decode('{"message-type":255,"message-data":"0102"}')[0].value, new Uint8Array([255, 1, 2]));
});

Deno.test("a topic in JSON, as transcode writes it, is read with the function for that", () => {
  const body = utf8(`${JSON.stringify(recordToJson(value()).json)}\n{"message-type":1}`);
  const records = decodeConnectBody({ body }, { valueFromJson: recordFromJson });
  assertEquals(records[0].value, value());
  assertEquals(records[1].problem?.reason, 'not a transaction: "server-name" is missing');
  const [without] = decodeConnectBody({ body });
  assertEquals(
    without.problem?.reason,
    "not a transaction: packets that are objects take recordFromJson of ./formats as valueFromJson",
  );
});

Deno.test("what is a CloudEvent or has a place in Kafka is read as such", () => {
  const event = { specversion: "1.0", id: "1", source: "s", type: "t", data_base64: base64({ server: "a" }) };
  const placed = { topic: "t", partition: 1, offset: 2, value: base64({ server: "b" }) };
  const records = decode(JSON.stringify([event, placed]));
  assertEquals(told(records), ["a", "b"]);
  assertEquals([records[0].cloudEvent?.id, records[1].offset], ["1", 2n]);
});

Deno.test("a value that cannot be read has its place, reason and bytes, and spoils none of the others", () => {
  const body = `[${json("a")},{"server-name":1},{x},7,"*",{},null,${json("b")}]`;
  const records = decode(body);
  assertEquals(told(records), [
    "a",
    "body[1]: not a transaction: server-name is not text",
    "body[2]: no JSON",
    "body[3]: no base64",
    "body[4]: no base64",
    "body[5]: not a transaction: server-name is not text",
    "body[6]: a record without a value",
    "b",
  ]);
  assertEquals(records[2].problem?.bytes, utf8("{x}"));
});

Deno.test("each wrong field of a transaction in JSON is told", () => {
  const good = transaction().toJSON();
  const wrong: [Record<string, unknown>, string][] = [
    [{ "message-type": 2 }, "not a transaction: message-type is not 1"],
    [{ "timestamp-in": "1" }, "not a transaction: timestamp-in is not a number"],
    [{ "timestamp-out": null }, "not a transaction: timestamp-out is not a number"],
    [
      { "server-name": "x".repeat(256) },
      "not a transaction: 256 bytes do not fit behind an 8-bit length, which ends at 255",
    ],
    [{ "message-in": "0z" }, 'not a transaction: "0z" at position 0 is not a pair of hexadecimal digits'],
    [
      { "message-out": "00".repeat(65_536) },
      "not a transaction: 65536 bytes do not fit behind a 16-bit length, which ends at 65535",
    ],
    [{ "message-in": { type: "solicit" } }, "not a transaction: message-in is no hexadecimal digits"],
    [{ "message-in": "01" }, "dhcp-kafka-message > message-in: needed 4 bytes at offset 18, 1 available"],
  ];
  for (const [change, reason] of wrong) {
    const [{ problem }] = decode(JSON.stringify({ ...good, ...change }));
    assertEquals(problem?.reason.slice(0, reason.length), reason, JSON.stringify(change).slice(0, 40));
  }
});

Deno.test("a body that is empty, cut short or no text is an error", () => {
  const wrong: [string, string][] = [["", "empty"], [" \n", "empty"], ["[]", "empty"], ['{"a":', "cut short"], [
    "[{}",
    "cut short",
  ]];
  for (const [body, message] of wrong) assertThrows(() => decode(body), EdgeEventError, `body: ${message}`);
  assertThrows(() => decodeConnectBody({ body: value() }), EdgeEventError, "body: not UTF-8");
});
