import { assertEquals, assertStringIncludes } from "@std/assert";
import { transactionJson, transactionLine, type TransactionRecord, transactionRecord } from "@dhcpkit/kafka/collector";
import {
  ClientServerMessage,
  Duid,
  fromHex,
  IPv6Address,
  Message,
  MessageType,
  Options,
  RelayMessage,
  StatusCode,
} from "@dhcpkit/kafka/dhcpv6";
import { ClientId, IaAddress, IaNa, InterfaceId, RelayMsg, Status } from "@dhcpkit/kafka/dhcpv6/options";
import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka/messages";
import { readLeaseEvents } from "@dhcpkit/kafka/store";
import { sharedFolder } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";

function ofFixture(name: string): TransactionRecord {
  const { message } = KafkaMessage.parse(fromHex(Deno.readTextFileSync(`${sharedFolder}fixtures/${name}.hex`)));
  return transactionRecord(message as DHCPKafkaMessage);
}

testWith({
  name: "a relayed transaction is read whole: who, where, what was asked and what was given",
  needs: ["shared-fixtures"],
  fn() {
    assertEquals(transactionJson(ofFixture("kafka-both")), {
      server: "name.example.com",
      "received-at": "1970-01-01T03:25:45.000Z",
      "duration-ms": 11111000,
      request: "solicit",
      response: "advertise",
      duid: "000300013431c43cb2f1",
      "mac-address": "34:31:c4:3c:b2:f1",
      "client-address": "fe80::3631:c4ff:fe3c:b2f1",
      "interface-id": "Fa2/3",
      "remote-id": "9:0x020023000001000a0003000100211c7d486e",
      relays: 2,
      leases: [
        { address: "2001:db8:ffff:1:c::e09c", "preferred-lifetime": 375, "valid-lifetime": 600 },
        { prefix: "2001:db8:ffcc:fe00::/56", "preferred-lifetime": 375, "valid-lifetime": 600 },
      ],
      statuses: [],
      problems: [],
    });
  },
});

testWith({
  name: "a transaction without a request, and one without an answer, are read for what there is",
  needs: ["shared-fixtures"],
  fn() {
    const noRequest = ofFixture("kafka-no-inbound"), noAnswer = ofFixture("kafka-no-outbound");
    assertEquals([noRequest.requestType, noRequest.responseType], [undefined, "advertise"]);
    assertEquals(String(noRequest.clientId), "000300013431c43cb2f1");
    assertEquals([noAnswer.requestType, noAnswer.responseType, noAnswer.leases], ["solicit", undefined, []]);
    assertStringIncludes(transactionLine(noRequest), "no request → advertise");
    assertStringIncludes(transactionLine(noAnswer), "solicit → no answer");
  },
});

Deno.test("refusals are collected from the message, its IAs and their leases; Success is none", () => {
  const status = (code: number, message = "") => Status.of({ code, message });
  const lease = IaAddress.of({
    address: IPv6Address.parse("2001:db8::1"),
    preferredLifetime: 0,
    validLifetime: 0,
    options: Options.of(status(StatusCode.NotOnLink)),
  });
  const ia = IaNa.of({ iaid: 1, t1: 0, t2: 0, options: Options.of(lease, status(StatusCode.NoBinding, "gone")) });
  const options = Options.of(status(StatusCode.Success), ia);
  const messageOut = new ClientServerMessage({ type: MessageType.Reply, transactionId: 1, options });
  const record = transactionRecord(new DHCPKafkaMessage({ messageOut }));
  assertEquals(record.statuses.map(({ code }) => code), [StatusCode.NotOnLink, StatusCode.NoBinding]);
  assertStringIncludes(transactionLine(record), '2001:db8::1 (withdrawn)  NotOnLink  NoBinding "gone"');
});

Deno.test("the port is told by the relay agent closest to the client that names one", () => {
  const relay = (message: Message, ...names: string[]) =>
    new RelayMessage({
      type: MessageType.RelayForward,
      hopCount: 0,
      linkAddress: IPv6Address.unspecified,
      peerAddress: IPv6Address.parse("fe80::7"),
      options: Options.of(
        ...names.map((name) => InterfaceId.of({ id: new TextEncoder().encode(name) })),
        RelayMsg.of({ message }),
      ),
    });
  const request = new ClientServerMessage({ type: MessageType.Solicit, transactionId: 1 });
  const record = transactionRecord(new DHCPKafkaMessage({ messageIn: relay(relay(relay(request), "port 7"), "eth0") }));
  assertEquals(new TextDecoder().decode(record.interfaceId), "port 7");
  assertEquals([record.relays, String(record.clientAddress)], [3, "fe80::7"]);
});

Deno.test("a registered address is told with its transaction, and is no lease of the history: no server gave it", () => {
  const options = "0001000a 00030001 3431c43cb2f1 00050018 20010db8000000000000000000000007 00000e10 00001c20";
  const messageIn = Message.parse(fromHex(`24f350d6 ${options}`)),
    messageOut = Message.parse(fromHex(`25f350d6 ${options}`));
  const record = transactionRecord(new DHCPKafkaMessage({ messageIn, messageOut }));
  assertEquals([record.requestType, record.responseType], ["addr-reg-inform", "addr-reg-reply"]);
  assertEquals(record.leases, [
    { kind: "address", value: "2001:db8::7", preferredLifetime: 3600, validLifetime: 7200 },
  ]);
  assertEquals(readLeaseEvents(messageIn.save(), messageOut.save(), 0), []);
});

Deno.test("what is malformed is listed, and the rest is read all the same", () => {
  const messageIn = Message.parse(fromHex("01f350d6 0001000a 00030001 3431c43cb2f1"));
  const messageOut = Message.parse(fromHex("07f350d6 0001000a 00030001 3431c43cb2f1 00030004 00000001"));
  const record = transactionRecord(new DHCPKafkaMessage({ serverName: "x", messageIn, messageOut }));
  assertEquals([record.requestType, record.responseType, String(record.clientId)], [
    "solicit",
    "reply",
    "000300013431c43cb2f1",
  ]);
  assertEquals(record.problems.length > 0, true);
  assertStringIncludes(transactionLine(record), "malformed: reply > ia-na: needed 4 bytes at offset");
});

Deno.test("of a packet with thousands of malformed options the first ten are listed, and that there are more", () => {
  const broken = fromHex("0003000d 00000001 00000000 00000000 00".repeat(3000));
  const packet = Message.parse(new Uint8Array([7, 0xf3, 0x50, 0xd6, ...broken]));
  const { problems } = transactionRecord(new DHCPKafkaMessage({ messageIn: packet, messageOut: packet }));
  const told = Array.from(
    { length: 10 },
    (_, i) => `reply > ia-na: needed 4 bytes for an option header at offset ${20 + 17 * i}, 1 available`,
  );
  told.push("reply: behind 10 malformed options, not read any further");
  assertEquals(problems, [...told, ...told]);
});

Deno.test("names from the network cannot steer a terminal", () => {
  const line = transactionLine({
    serverName: "evil\x1b[2J\u202etxt",
    receivedAt: 0,
    duration: 0,
    relays: 0,
    interfaceId: new TextEncoder().encode("\x07<b>"),
    clientId: new Duid(new Uint8Array([0, 3])),
    leases: [],
    statuses: [{ code: 2, message: "\nno\u0007" }],
    problems: ["\x1b"],
  }, { timeZone: "UTC" });
  assertEquals(/[\p{C}\p{Zl}\p{Zp}]/u.test(line), false, JSON.stringify(line));
});

Deno.test("a transaction that ended before it began, or at no time at all, has a line too", () => {
  for (const [timestampIn, timestampOut] of [[5, 1], [NaN, 0], [Infinity, -Infinity], [-1e300, 1e300]]) {
    const record = transactionRecord(new DHCPKafkaMessage({ timestampIn, timestampOut }));
    assertStringIncludes(transactionLine(record), "no request → no answer");
    JSON.stringify(transactionJson(record));
  }
});

Deno.test("the client's DUID is found in the request, otherwise in the answer", () => {
  const message = (type: number, duid: string) =>
    new ClientServerMessage({ type, transactionId: 1, options: Options.of(ClientId.of({ duid: Duid.parse(duid) })) });
  const both = { messageIn: message(1, "0003000101"), messageOut: message(2, "0003000102") };
  assertEquals(String(transactionRecord(new DHCPKafkaMessage(both)).clientId), "0003000101");
  const { messageOut } = both;
  assertEquals(String(transactionRecord(new DHCPKafkaMessage({ messageOut })).clientId), "0003000102");
});
