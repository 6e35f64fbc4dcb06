import { assertEquals, assertInstanceOf, assertNotEquals, assertThrows } from "@std/assert";
import {
  fromHex,
  IPv6Address,
  Message,
  MessageType,
  Options,
  RelayMessage,
  StatusCode,
  WireError,
} from "@dhcpkit/kafka/dhcpv6";
import { ClientFqdn, RelayMsg, VendorClass } from "@dhcpkit/kafka/dhcpv6/options";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { answerTime, checkTransaction, leaseText, type NewTransaction, readTransaction } from "@dhcpkit/kafka/store";
import { sharedFolder } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { mutate } from "../vectors/mutate.ts";
import { SeededRandom } from "../vectors/random.ts";
import { address, ia, packet, relayed, status } from "./_packets.ts";
import { bytes, SECOND, T0, TOPIC } from "./_transactions.ts";

const peerAddress = IPv6Address.parse("fe80::1");
const place = { topic: TOPIC, partition: 0, offset: 1n };

/** The value of a record with these packets. */
function value(messageIn: Uint8Array | undefined, messageOut?: Uint8Array, timestampIn = T0 / 1e6): Uint8Array {
  return new DHCPKafkaMessage({
    serverName: "dhcp01",
    timestampIn,
    timestampOut: timestampIn + 0.25,
    ...messageIn && { messageIn: Message.parse(messageIn) },
    ...messageOut && { messageOut: Message.parse(messageOut) },
  }).save();
}

function read(record: Uint8Array): NewTransaction {
  return readTransaction(record, place, T0 + SECOND);
}

function packetOf(name: string): Uint8Array {
  return fromHex(Deno.readTextFileSync(`${sharedFolder}fixtures/${name}.hex`));
}

function ofFixture(name: string): NewTransaction {
  return read(packetOf(name));
}

testWith({
  name: "a relayed transaction is read whole",
  needs: ["shared-fixtures"],
  fn() {
    const { client, clientAddress, ...told } = ofFixture("kafka-both");
    assertEquals(client, {
      duid: fromHex("00030001 3431c43cb2f1"),
      interfaceId: bytes("Fa2/3"),
      remoteId: fromHex("00000009 020023000001000a0003000100211c7d486e"),
    });
    assertEquals(clientAddress, fromHex("fe80000000000000 3631c4fffe3cb2f1"));
    const { server, macAddress, receivedAt, duration, requestType, responseType, transactionId, outcome, reason } =
      told;
    assertEquals([server, macAddress, receivedAt, duration], [
      "name.example.com",
      "34:31:c4:3c:b2:f1",
      12345 * SECOND,
      11111 * SECOND,
    ]);
    assertEquals([requestType, responseType, transactionId, outcome, reason], [1, 2, 0xf350d6, "answered", ""]);
    assertEquals([told.request, told.response], [packetOf("relayed-solicit"), packetOf("relayed-advertise")]);
    assertEquals(told.leaseEvents, [], "an Advertise grants nothing");
    assertEquals(told.vendorClass.slice(0, 4), "872:");
    assertEquals(told.place, place);
  },
});

testWith({
  name: "a transaction without a request, and one without an answer, are read for what there is",
  needs: ["shared-fixtures"],
  fn() {
    const noRequest = ofFixture("kafka-no-inbound"), noAnswer = ofFixture("kafka-no-outbound");
    assertEquals([noRequest.outcome, noRequest.requestType, noRequest.request], ["no-request", 0, undefined]);
    assertEquals([noAnswer.outcome, noAnswer.responseType, noAnswer.response], ["unanswered", 0, undefined]);
    assertEquals([noRequest.client.duid, noRequest.client.interfaceId], [
      noAnswer.client.duid,
      noAnswer.client.interfaceId,
    ]);
    assertEquals(
      noRequest.client.remoteId,
      new Uint8Array(),
      "relay agents get no Remote-ID back (RFC 4649 section 3)",
    );
    assertThrows(() => ofFixture("kafka-unknown"), RangeError, "type is 255");
  },
});

Deno.test("a transaction with neither packet is one of nobody", () => {
  const { client, outcome, requestType, responseType, leaseEvents } = read(value(undefined));
  const empty = new Uint8Array();
  assertEquals(client, { duid: empty, interfaceId: empty, remoteId: empty });
  assertEquals([outcome, requestType, responseType, leaseEvents], ["no-request", 0, 0, []]);
});

Deno.test("a direct client has no interface and no address of a relay agent's telling", () => {
  const { client, clientAddress, macAddress } = read(value(packet("Solicit")));
  assertEquals([client.interfaceId.length, client.remoteId.length, clientAddress], [0, 0, undefined]);
  assertEquals(macAddress, "02:00:5e:00:00:01", "by its DUID");
});

Deno.test("the link-address is that of the relay agent closest to the client that gives one", () => {
  const link = (...addresses: string[]) => {
    let message = Message.parse(packet("Solicit"));
    for (const [hopCount, text] of addresses.entries()) {
      const linkAddress = IPv6Address.parse(text), options = Options.of(RelayMsg.of({ message }));
      message = new RelayMessage({ type: MessageType.RelayForward, hopCount, linkAddress, peerAddress, options });
    }
    const { linkAddress } = read(value(message.save()));
    return linkAddress && String(IPv6Address.from(linkAddress));
  };
  assertEquals(link(), undefined);
  assertEquals(link("2001:db8::1"), "2001:db8::1");
  assertEquals(link("2001:db8::1", "2001:db8::2"), "2001:db8::1", "the inner one");
  assertEquals(link("::", "2001:db8::2", "2001:db8::3"), "2001:db8::2", "a layer-2 relay agent gives none");
  assertEquals(link("::", "::"), undefined);
});

Deno.test("a status other than Success makes a refusal, and says why", () => {
  const refused = packet("Reply", ia(status(StatusCode.NoAddrsAvail, "all in use")));
  const { outcome, reason } = read(value(packet("Request"), refused));
  assertEquals([outcome, reason], ["refused", "NoAddrsAvail: all in use"]);
  const success = read(value(packet("Request"), packet("Reply", status(StatusCode.Success, "fine"))));
  assertEquals([success.outcome, success.reason], ["answered", ""]);
});

Deno.test("a lease counts from the time of the answer", () => {
  const { leaseEvents } = read(value(packet("Request"), packet("Reply", ia(address("2001:db8::1", 60)))));
  assertEquals(leaseEvents.map(({ lease, at, validUntil }) => [leaseText(lease), at, validUntil]), [
    ["2001:db8::1", T0 + SECOND / 4, T0 + SECOND / 4 + 60 * SECOND],
  ]);
});

Deno.test("a time that no clock shows is replaced by that of the record", () => {
  for (const time of [0, -1, NaN, Infinity, 1e12]) {
    assertEquals(read(value(packet("Solicit"), undefined, time)).receivedAt, T0 + SECOND, String(time));
  }
});

Deno.test("names and vendor classes are read, cut at 255 characters", () => {
  const request = packet(
    "Solicit",
    ClientFqdn.of({ flags: 0, name: "host.example.com." }),
    VendorClass.of({ enterprise: 872, classes: [bytes("one"), bytes("two".repeat(100))] }),
  );
  const { hostName, vendorClass } = read(value(request));
  assertEquals(hostName, "host.example.com");
  assertEquals([vendorClass.slice(0, 11), vendorClass.length], ["872:one,two", 255]);
});

Deno.test("the digest tells records apart that differ in anything", () => {
  const record = value(packet("Request"), packet("Reply"));
  const digest = read(record).digest;
  assertEquals(read(record.slice()).digest, digest);
  assertEquals(read(new Uint8Array([...record, 0])).digest, digest, "but for bytes behind the last field");
  for (const [at] of record.subarray(0, 40).entries()) {
    if (at < 2) continue;
    const other = record.slice();
    other[at] ^= 1;
    const told = (() => {
      try {
        return read(other).digest;
      } catch {
        return undefined;
      }
    })();
    assertNotEquals(told, digest, `byte ${at}`);
  }
});

Deno.test("a value that is cut off anywhere is refused", () => {
  const record = value(packet("Request"), packet("Reply"));
  for (let length = 0; length < record.length; length++) {
    assertThrows(() => read(record.subarray(0, length)), RangeError);
  }
});

Deno.test("an answer was out soon after its record was made, whatever the server's clock says", () => {
  const granting = (timestampIn: number) =>
    value(
      packet("Request", ia(address("2001:db8::1", 0))),
      packet("Reply", ia(address("2001:db8::1", 60))),
      timestampIn,
    );
  const eventOf = (ahead: number) => {
    const { leaseEvents: [{ at, renewAt, validUntil }] } = read(granting(T0 / 1e6 + ahead));
    return [at, renewAt - at, validUntil - at].map((time, i) => i === 0 ? time - T0 : time);
  };
  assertEquals(eventOf(0.5), [0.75 * SECOND, 10 * SECOND, 60 * SECOND]);
  // Kafka's times are whole milliseconds.
  for (const ahead of [2, 3600, 100 * 365 * 86_400]) {
    assertEquals(eventOf(ahead), [1.25 * SECOND + 1000, 10 * SECOND, 60 * SECOND], `${ahead} s ahead`);
  }
  // Our own publisher's records are of the time of their request, however long the answer took.
  const slow = { receivedAt: T0, duration: 5 * SECOND, recordedAt: T0 };
  assertEquals(answerTime(slow) - T0, 5 * SECOND);
  assertEquals(answerTime({ ...slow, duration: 86_400 * SECOND }) - T0, 60 * SECOND + 1000, "a clock that was set");
});

Deno.test("a look at a record says of any bytes what reading it says, and throws the same", () => {
  const random = new SeededRandom(1);
  const records = [
    value(packet("Solicit", ia())),
    value(packet("Request", ia()), packet("Reply", ia(address("2001:db8::1", 60)))),
    value(relayed("RelayForward", 2, packet("Renew", ia()))),
    value(undefined, packet("Reply", ia()), NaN),
  ];
  const outcomes = new Map<string, number>();
  for (let i = 0; i < 4000; i++) {
    const record = mutate(records[i % 4], records[random.below(4)], random);
    const said = resultOf(() => checkTransaction(record, T0));
    const read = resultOf(() => {
      const { receivedAt, duration } = readTransaction(record, place, T0);
      return receivedAt + duration;
    });
    assertEquals(said, read);
    const kind = typeof said === "number" ? "taken" : said.split(" > ")[1].split(":")[0];
    outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
  }
  const kinds = ["message-in", "message-out", "message-type", "server-name", "taken", "timestamp-in", "timestamp-out"];
  assertEquals([...outcomes.keys()].sort(), kinds, "each kind was there");
});

/** What a function returns, or what it says is wrong. */
function resultOf(work: () => number): number | string {
  try {
    return work();
  } catch (error) {
    assertInstanceOf(error, WireError);
    return error.message;
  }
}
