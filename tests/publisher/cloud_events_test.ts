import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { DHCPKafkaMessage } from "@dhcpkit/kafka";
import { ClientServerMessage, Duid, MessageType, Options, toHex } from "@dhcpkit/kafka/dhcpv6";
import { encode } from "../../src/wire/mod.ts";
import { ClientId } from "@dhcpkit/kafka/dhcpv6/options";
import { digestRecordId } from "@dhcpkit/kafka/messages";
import { cloudEventHeaders, type CloudEventInit, recordId } from "@dhcpkit/kafka/publisher/cloud-events";
import { runCommand } from "../support/command.ts";
import { supportFolder } from "../support/paths.ts";
import { pythonEnvironment } from "../support/python_environment.ts";
import { testWith } from "../support/requirements.ts";

const MESSAGE = new DHCPKafkaMessage({
  serverName: "dhcp01.example.com",
  timestampIn: 1480000000.25,
  messageIn: new ClientServerMessage({
    type: MessageType.Solicit,
    transactionId: 1,
    options: Options.of(ClientId.of({ duid: Duid.parse("000300013431c43cb2f1") })),
  }),
});

function headersOf(message: DHCPKafkaMessage, init?: CloudEventInit): Record<string, string> {
  const headers = cloudEventHeaders(init)(message.save(), message);
  assertEquals(new Set(headers.map(({ name }) => name)).size, headers.length);
  return Object.fromEntries(headers.map(({ name, value }) => [name, `${value}`]));
}

Deno.test("a record says what it is in CloudEvents attributes", () => {
  assertEquals(headersOf(MESSAGE), {
    "ce_specversion": "1.0",
    "ce_id": recordId(MESSAGE.save()),
    "ce_source": "/dhcpv6/servers/dhcp01.example.com",
    "ce_type": "org.dhcpkit.dhcpv6.transaction.v1",
    "ce_time": "2016-11-24T15:06:40.250Z",
    "ce_subject": "000300013431c43cb2f1",
    "content-type": "application/vnd.dhcpkit.kafka",
  });
  const own = headersOf(MESSAGE, { type: "com.example.dhcp", source: ({ serverName }) => `urn:${serverName}` });
  assertEquals([own.ce_type, own.ce_source], ["com.example.dhcp", "urn:dhcp01.example.com"]);
});

Deno.test("what a record cannot tell has no header", () => {
  for (const timestampIn of [NaN, Infinity, 1e15, -1e15, 253402300800]) {
    const headers = headersOf(new DHCPKafkaMessage({ serverName: "x", timestampIn }));
    assertEquals([headers.ce_time, headers.ce_subject], [undefined, undefined]);
  }
  assertEquals(headersOf(new DHCPKafkaMessage({ timestampIn: 253402300799 })).ce_time, "9999-12-31T23:59:59.000Z");
});

Deno.test("any name of a server makes a URI-reference", () => {
  for (
    const [serverName, path] of [["a b/c?d#e%", "a%20b%2Fc%3Fd%23e%25"], ["dhcp-ü_~.", "dhcp-%C3%BC_~."], [
      "\udc80",
      "%80",
    ], ["", ""]]
  ) {
    assertEquals(headersOf(new DHCPKafkaMessage({ serverName })).ce_source, `/dhcpv6/servers/${path}`);
  }
});

Deno.test("the id of a record is the same for the same bytes, whoever computes it, and another for others", async () => {
  const value = MESSAGE.save(), larger = encode((writer) => writer.bytes(new Uint8Array([1, 2, 3])));
  assertEquals(recordId(value), recordId(value.slice()));
  for (const bytes of [value, larger, new Uint8Array()]) assertEquals(await digestRecordId(bytes), recordId(bytes));
  assert(/^[0-9a-f]{32}$/.test(recordId(value)));
  assertNotEquals(recordId(value), recordId(new DHCPKafkaMessage({ ...MESSAGE, timestampOut: 1 }).save()));
});

testWith({
  name: "the CloudEvents implementation of the CNCF reads a record as it was meant",
  needs: ["python"],
  async fn() {
    const python = await pythonEnvironment("python-cloudevents", ["cloudevents==2.2.0"]);
    const plain = new DHCPKafkaMessage({ serverName: "dhcp 01/ü", timestampIn: NaN });
    const lines = [MESSAGE, plain].map((message) => {
      const headers = Object.entries(headersOf(message)).map((
        [name, value],
      ) => [name, toHex(new TextEncoder().encode(value))]);
      return JSON.stringify({ headers: Object.fromEntries(headers), value: toHex(message.save()) });
    });
    const { stdout } = await runCommand([python, `${supportFolder}python/cloud_event.py`], { stdin: lines.join("\n") });
    const [event, other] = stdout.trim().split("\n").map((line) => JSON.parse(line));
    assertEquals(event, {
      id: recordId(MESSAGE.save()),
      source: "/dhcpv6/servers/dhcp01.example.com",
      type: "org.dhcpkit.dhcpv6.transaction.v1",
      specversion: "1.0",
      datacontenttype: "application/vnd.dhcpkit.kafka",
      subject: "000300013431c43cb2f1",
      time: 1480000000.25,
      data: toHex(MESSAGE.save()),
    });
    // It makes up a time where none is told.
    assertEquals([other.source, other.subject], ["/dhcpv6/servers/dhcp%2001%2F%C3%BC", null]);
    assertEquals(other.data, toHex(plain.save()));
  },
});
