import { assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "@std/assert";
import { ClientServerMessage, MessageType, problems, WireError } from "../../src/dhcpv6/mod.ts";
import { DHCPKafkaMessage, KafkaMessage, UnknownKafkaMessage } from "../../src/messages/mod.ts";
import { testWith } from "../support/requirements.ts";
import { fixture, kafkaFixtures } from "../vectors/fixtures.ts";

/** The message with `before` and `after` bytes around it that would be messages themselves. */
function surrounded(message: Uint8Array, before: number, after: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...new Uint8Array(before).fill(1), ...message, ...new Uint8Array(after).fill(1)]);
}

for (const name of kafkaFixtures) {
  testWith({
    name: `buffer: ${name} is read at any offset, and the length counts from there`,
    needs: ["shared-fixtures"],
    fn() {
      const bytes = fixture(name), expected = KafkaMessage.parse(bytes).message.toJSON();
      for (const offset of [1, 2, 7, 300]) {
        const buffer = surrounded(bytes, offset, 40);
        assertStrictEquals(KafkaMessage.determineClass(buffer, offset), KafkaMessage.determineClass(bytes));
        const { message, length } = KafkaMessage.parse(buffer, offset, bytes.length);
        assertEquals([length, message.toJSON(), message.save()], [bytes.length, expected, bytes]);
        const other = new (KafkaMessage.determineClass(bytes))();
        assertEquals([other.loadFrom(buffer, offset, bytes.length), other.toJSON()], [bytes.length, expected]);
      }
    },
  });

  testWith({
    name: `buffer: ${name} is read from a view in the middle of a larger buffer`,
    needs: ["shared-fixtures"],
    fn() {
      const bytes = fixture(name), view = surrounded(bytes, 13, 21).subarray(13, 13 + bytes.length);
      const { message, length } = KafkaMessage.parse(view);
      assertEquals([length, message.save()], [bytes.length, bytes]);
    },
  });
}

for (const name of ["kafka-both", "kafka-no-inbound", "kafka-no-outbound"] as const) {
  testWith({
    name: `buffer: bytes behind ${name} are ignored and not counted`,
    needs: ["shared-fixtures"],
    fn() {
      const bytes = fixture(name);
      for (const [offset, after] of [[0, 1], [0, 500], [9, 3]]) {
        const { message, length } = KafkaMessage.parse(surrounded(bytes, offset, after), offset);
        assertEquals([length, message.save()], [bytes.length, bytes]);
      }
    },
  });
}

testWith({
  name: "buffer: an unknown message takes all that the length allows",
  needs: ["shared-fixtures"],
  fn() {
    const bytes = fixture("kafka-unknown"), buffer = surrounded(bytes, 3, 2);
    const all = KafkaMessage.parse(buffer, 3), some = KafkaMessage.parse(buffer, 3, 5);
    assertInstanceOf(all.message, UnknownKafkaMessage);
    assertInstanceOf(some.message, UnknownKafkaMessage);
    assertEquals([all.length, some.length], [bytes.length + 2, 5]);
    assertEquals(new TextDecoder().decode(some.message.messageData), "This");
  },
});

testWith({
  name: "buffer: messages one after the other are read one after the other",
  needs: ["shared-fixtures"],
  fn() {
    const names = ["kafka-both", "kafka-no-inbound", "kafka-no-outbound", "kafka-both"] as const;
    const stream = new Uint8Array(names.flatMap((name) => [...fixture(name)]));
    let offset = 0;
    for (const name of names) {
      const { message, length } = KafkaMessage.parse(stream, offset);
      assertEquals(message.save(), fixture(name));
      offset += length;
    }
    assertEquals(offset, stream.length);
  },
});

testWith({
  name: "buffer: offsets of problems within the DHCPv6 message count from the start of the buffer",
  needs: ["shared-fixtures"],
  fn() {
    const bytes = fixture("kafka-both");
    bytes[28 + 37]--; // the relayed message ends a byte early, so that the next option starts there too
    const [alone, within] = [0, 100].map((offset) => {
      const message = new DHCPKafkaMessage();
      message.loadFrom(surrounded(bytes, offset, 0), offset);
      return problems(message.messageIn!).map((problem) => problem.offset);
    });
    assertEquals(within, alone.map((offset) => offset + 100));
    assertEquals(alone.length > 0, true);
  },
});

const OUTSIDE: readonly [what: string, offset: number, length: number | undefined][] = [
  ["an offset behind the buffer", 30, undefined],
  ["an offset below zero", -1, undefined],
  ["a length behind the buffer", 0, 30],
  ["a length behind the buffer from an offset", 10, 14],
  ["a length below zero", 5, -1],
  ["an offset that is not a number", NaN, undefined],
  ["a length that is not a number", 0, NaN],
];

for (const [what, offset, length] of OUTSIDE) {
  Deno.test(`buffer: ${what} is refused`, () => {
    const buffer = new DHCPKafkaMessage().save();
    assertThrows(() => KafkaMessage.parse(buffer, offset, length), WireError, "not within the 22 given");
    assertThrows(
      () => new UnknownKafkaMessage().loadFrom(buffer, offset, length),
      WireError,
      "not within the 22 given",
    );
  });
}

Deno.test("buffer: the smallest message has 22 bytes and holds nothing", () => {
  const value = new DHCPKafkaMessage().save();
  assertEquals(value, new Uint8Array([1, ...new Uint8Array(21)]));
  const { message } = KafkaMessage.parse(value);
  assertEquals(message.toJSON(), {
    "message-type": 1,
    "server-name": "",
    "timestamp-in": 0,
    "message-in": null,
    "timestamp-out": 0,
    "message-out": null,
  });
});

Deno.test("buffer: what is saved is a copy, so that the message may change afterwards", () => {
  const message = new DHCPKafkaMessage({
    serverName: "a",
    messageIn: new ClientServerMessage({ type: MessageType.Solicit, transactionId: 1 }),
  });
  const saved = message.save();
  message.serverName = "b";
  saved[2] = 0x63;
  assertEquals([message.save()[2], saved[2]], [0x62, 0x63]);
});
