import { assert, assertEquals, assertThrows } from "@std/assert";
import { fromHex, JsonError, toHex } from "@dhcpkit/kafka/dhcpv6";
import { recordFromJson, recordToJson, transactionFromJson, transactionToJson } from "@dhcpkit/kafka/formats";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { randomTransactions } from "../interop/_random_transactions.ts";
import { testWith } from "../support/requirements.ts";
import { corpus } from "../vectors/corpus.ts";
import { fixture, kafkaFixtures } from "../vectors/fixtures.ts";
import { measuredPackets } from "../vectors/measured_packets.ts";
import { vectors } from "../vectors/mod.ts";
import { mutate, mutateOption } from "../vectors/mutate.ts";
import { randomMessage } from "../vectors/random_message.ts";
import { SeededRandom } from "../vectors/random.ts";
import { answered, RECEIVED_AT, refused, valueOf } from "./_values.ts";

/** Sends a value through JSON as text and back; fails where it is not the same, or the text is not for every tool. */
function comesBack(value: Uint8Array): ReturnType<typeof recordToJson> {
  const result = recordToJson(value), text = JSON.stringify(result.json);
  if (/\\u(d[89a-f]|0000)/i.test(text.replaceAll("\\\\", ""))) throw new Error(`not for every tool: ${text}`);
  const back = toHex(recordFromJson(JSON.parse(text)));
  if (back !== toHex(value)) assertEquals(back, toHex(value));
  return result;
}

Deno.test("a transaction in JSON has what people ask for beside the whole of both packets", () => {
  const json = transactionToJson(answered());
  const { request, response, ...rest } = json;
  assertEquals([request?.type, response?.type], ["relay-forward", "relay-reply"]);
  assertEquals(rest, {
    "message-type": 1,
    "server-name": "dhcp01.example.com",
    "timestamp-in": "2026-01-01T00:00:00.123456Z",
    "timestamp-in-seconds": RECEIVED_AT,
    "timestamp-out": "2026-01-01T00:00:00.126456Z",
    "timestamp-out-seconds": RECEIVED_AT + 0.003,
    outcome: "answered",
    reason: null,
    "duration-ms": 3,
    "transaction-id": "f350d6",
    "request-type": "request",
    "response-type": "reply",
    "client-duid": "0003000102005e000001",
    "client-mac": "02:00:5e:00:00:01",
    "client-address": "fe80::3631:c4ff:fe3c:b2f1",
    "link-address": "2001:db8:ffff::1",
    "interface-id": "Fa2/3",
    "remote-id": "9:0xc0ff",
    "host-name": null,
    "vendor-class": "872:AVM",
    addresses: ["2001:db8::12"],
    prefixes: ["2001:db8:1000::/56"],
    leases: [
      {
        lease: "2001:db8::12",
        event: "granted",
        association: "ia-na",
        iaid: 7,
        "valid-until": "2026-01-01T01:00:00.126456Z",
      },
      { lease: "2001:db8::13", event: "withdrawn", association: "ia-na", iaid: 7, "valid-until": null },
      {
        lease: "2001:db8:1000::/56",
        event: "granted",
        association: "ia-pd",
        iaid: 7,
        "valid-until": "2026-01-01T01:00:00.126456Z",
      },
    ],
  });
});

Deno.test("a transaction without packets and times has null where nothing is known", () => {
  const { outcome, reason, ...json } = transactionToJson(new DHCPKafkaMessage());
  assertEquals([outcome, reason, json["timestamp-in"]], ["no-request", null, "1970-01-01T00:00:00.000000Z"]);
  assertEquals([json["duration-ms"], json["transaction-id"], json.request, json.addresses], [null, null, null, []]);
  assertEquals(transactionToJson(refused()).reason, "NoPrefixAvail: all in use");
});

for (const { option, body } of vectors) {
  Deno.test(`a record in JSON: ${option.name} ${toHex(body)} comes back byte for byte`, () => {
    const header = [7, 0xc0, 0xff, 0xee, option.code >> 8, option.code & 0xff, body.length >> 8, body.length & 0xff];
    const packet = new Uint8Array([...header, ...body]);
    assertEquals(comesBack(valueOf(packet, packet)).kind, "transaction");
  });
}

testWith({
  name: "a record in JSON: the documented records come back, cut off at every length as well",
  needs: ["shared-fixtures"],
  fn() {
    for (const name of kafkaFixtures) {
      const value = fixture(name);
      for (let length = 0; length <= value.length; length++) comesBack(value.subarray(0, length));
    }
  },
});

testWith({
  name: "a record in JSON: every packet of the corpus and every measured one comes back",
  needs: ["shared-corpus", "shared-spec"],
  fn() {
    const measured = measuredPackets().flatMap(({ bytes }) => bytes ?? []);
    for (const packet of [...corpus().map(({ bytes }) => bytes), ...measured]) {
      for (const value of [valueOf(packet, undefined), valueOf(undefined, packet), valueOf(packet, packet)]) {
        comesBack(value);
      }
    }
  },
});

testWith({
  name: "a record in JSON: 10,000 packets of the corpus with damage, in records with damage, come back",
  needs: ["shared-corpus"],
  fn() {
    const packets = corpus().map(({ bytes }) => bytes).filter(({ length }) => length < 2000);
    const random = new SeededRandom(40), kinds = { transaction: 0, other: 0, malformed: 0 };
    for (let round = 0; round < 10_000; round++) {
      const change = random.oneIn(2) ? mutate : mutateOption;
      const packet = change(random.pick(packets), random.pick(packets), random).subarray(0, 0xffff);
      const value = valueOf(packet, random.oneIn(2) ? random.pick(packets) : undefined);
      kinds[comesBack(random.oneIn(3) ? mutate(value, packet, random) : value).kind]++;
    }
    assert(kinds.transaction > 5000 && kinds.other > 5 && kinds.malformed > 100, JSON.stringify(kinds));
  },
});

Deno.test("a record in JSON: random messages of known options and random transactions come back", () => {
  const random = new SeededRandom(41);
  for (let round = 0; round < 5000; round++) {
    comesBack(valueOf(randomMessage(random, 4).subarray(0, 0xffff), randomMessage(random, 4).subarray(0, 0xffff)));
  }
  for (const message of randomTransactions(42, 2000)) {
    const value = message.save();
    assertEquals("message-data" in comesBack(value).json, false);
    assertEquals(transactionFromJson(JSON.parse(JSON.stringify(transactionToJson(message)))).save(), value);
  }
});

Deno.test("a record in JSON: any bytes come back", () => {
  const random = new SeededRandom(43);
  for (let round = 0; round < 20_000; round++) comesBack(random.bytes(random.below(80)));
  for (let type = 0; type < 256; type++) comesBack(new Uint8Array([type]));
  assertEquals(recordToJson(new Uint8Array()).json, {
    "message-type": null,
    "message-data": "",
    malformed: "kafka-message > message-type: needed 1 byte at offset 0, 0 available",
  });
});

Deno.test("a record in JSON: times that are no numbers, and every payload of NaN, come back", () => {
  const odd = [NaN, Infinity, -Infinity, -0, 0, -1.5, 1e-300, 1e300, 253402300800, 1767225600.9999999, 2 ** 53];
  for (const timestampIn of odd) {
    for (const timestampOut of odd) comesBack(valueOf(undefined, undefined, { timestampIn, timestampOut }));
  }
  for (const bits of ["7ff0000000000001", "fff8000000000002", "7fffffffffffffff"]) {
    const value = valueOf(undefined, undefined);
    value.set(fromHex(bits), 8);
    const { json } = comesBack(value);
    assertEquals(["timestamp-in-seconds" in json && json["timestamp-in-seconds"], "message-data" in json], [
      null,
      true,
    ]);
  }
  const { json } = comesBack(valueOf(undefined, undefined, { timestampIn: 1767225600.9999999 }));
  assertEquals("timestamp-in" in json && json["timestamp-in"], "2026-01-01T00:00:01.000000Z");
});

Deno.test("a record in JSON: what no UTF-8 is, and NUL, become U+FFFD with the bytes beside them", () => {
  const named = comesBack(valueOf(undefined, undefined, { name: fromHex("6468ff00") })).json;
  assertEquals("server-name" in named && named["server-name"], "dh\ufffd\ufffd");
  assertEquals(named["message-data"]?.slice(0, 10), "046468ff00");
  const statusText = fromHex("07f350d6 000d0005 0002 c3 00 41");
  const { json } = comesBack(valueOf(undefined, statusText));
  assert("response" in json && json.response && "message-data" in json);
  assertEquals(json.response.options[0].value, { code: 2, message: "\ufffd\ufffdA" });
  assertEquals(json.reason, "NoAddrsAvail: \ufffd\ufffdA");
  // The pair of an emoji is fine.
  const { json: fine } = comesBack(valueOf(undefined, undefined, { name: new TextEncoder().encode("dhcp😀\\ud800") }));
  assertEquals("message-data" in fine, false);
});

Deno.test("a record in JSON: bytes behind a transaction come back", () => {
  const value = new Uint8Array([...valueOf(undefined, undefined), 1, 2, 3]), { kind, json } = comesBack(value);
  assertEquals([kind, "message-data" in json], ["transaction", true]);
});

Deno.test("JSON that is no transaction is refused with the place", () => {
  const good = JSON.parse(JSON.stringify(transactionToJson(answered())));
  const cases: readonly (readonly [json: unknown, says: string])[] = [
    [null, "null is not an object"],
    [[], "a list is not an object"],
    [{}, '"server-name" is missing'],
    [{ ...good, "server-name": 1 }, "/server-name: 1 is not text"],
    [{ ...good, "server-name": "x".repeat(256) }, "serverName must be text of 255 bytes or less in UTF-8"],
    [{ ...good, request: undefined }, '"request" is missing'],
    [{ ...good, response: { type: "reply" } }, '/response: "transaction-id" is missing'],
    [{ ...good, "timestamp-in-seconds": "1" }, '/timestamp-in-seconds: "1" is not a number'],
    [{ ...good, "timestamp-in-seconds": null, "timestamp-in": null }, '"timestamp-in-seconds" is missing'],
    [{ ...good, "timestamp-in-seconds": null, "timestamp-in": "now" }, '/timestamp-in: "now" is not a time'],
    [{ ...good, "message-type": 2 }, "/message-type: 2 is not the type of a transaction, 1"],
    [{ "message-type": 256, "message-data": "" }, "/message-type: 256 is not a whole number from 0 to 255"],
    [{ "message-type": null, "message-data": "00" }, "/message-type: a value without a type has no data"],
    [{ "message-data": "0" }, '/message-data: "0" at position 0 is not a pair of hexadecimal digits'],
  ];
  for (const [json, says] of cases) assertThrows(() => recordFromJson(json), JsonError, says);
  assertThrows(() => transactionFromJson({ "message-data": "01" }), JsonError, "/message-data: ");
  assertThrows(() => transactionFromJson({ "message-data": `${"00".repeat(21)}ff` }), JsonError, "/message-data: ");
});

Deno.test("a time may be given as text alone, and members of others are not looked at", () => {
  const { "timestamp-in-seconds": _, ...json } = transactionToJson(answered());
  const message = transactionFromJson({ ...json, "timestamp-in": "2026-01-01T01:00:00.5+01:00", outcome: "?", x: {} });
  assertEquals(message.timestampIn, 1767225600.5);
});
