import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { WireError } from "../../src/dhcpv6/mod.ts";
import { DHCPKafkaMessage, KafkaMessage, UnknownKafkaMessage } from "../../src/messages/mod.ts";
import { testWith } from "../support/requirements.ts";
import { fixture } from "../vectors/fixtures.ts";

/** Name of a field, and the offset of its first byte. */
type Field = readonly [name: string, start: number];

/** Where each field of the documented messages starts: the server name has 16 bytes. */
const FIELDS: Record<"kafka-both" | "kafka-no-inbound" | "kafka-no-outbound", readonly Field[]> = {
  "kafka-both": [["message-type", 0], ["server-name", 1], ["timestamp-in", 18], ["message-in", 26], [
    "timestamp-out",
    297,
  ], ["message-out", 305]],
  "kafka-no-inbound": [["message-type", 0], ["server-name", 1], ["timestamp-in", 18], ["message-in", 26], [
    "timestamp-out",
    28,
  ], ["message-out", 36]],
  "kafka-no-outbound": [["message-type", 0], ["server-name", 1], ["timestamp-in", 18], ["message-in", 26], [
    "timestamp-out",
    297,
  ], ["message-out", 305]],
};

const COMPLETE =
  /^(?:dhcp-kafka-message|kafka-message) > ([a-z-]+): needed (\d+) bytes? at offset (\d+), (\d+) available$/;

for (const [name, fields] of Object.entries(FIELDS) as [keyof typeof FIELDS, readonly Field[]][]) {
  testWith({
    name: `truncation: ${name} cut at any byte is a WireError that names field, offset, needed and available`,
    needs: ["shared-fixtures"],
    fn() {
      const whole = fixture(name);
      for (let length = 0; length < whole.length; length++) {
        const cut = whole.slice(0, length);
        const error = assertThrows(() => KafkaMessage.parse(cut), WireError);
        assertMatch(error.message, COMPLETE);
        const [, field, needed, offset, available] = COMPLETE.exec(error.message)!;
        const expected = fields.findLast(([, start]) => start <= length)!;
        assertEquals([field, error.offset], [expected[0], Number(offset)], `cut at ${length}: ${error.message}`);
        assertEquals(Number(offset) + Number(available), length, error.message);
        assert(Number(needed) > Number(available), error.message);
        assert(Number(offset) >= expected[1], error.message);
      }
      assertEquals(KafkaMessage.parse(whole).length, whole.length);
    },
  });

  testWith({
    name: `truncation: ${name} is cut by the length argument as it is by the end of the buffer`,
    needs: ["shared-fixtures"],
    fn() {
      const whole = fixture(name), message = new DHCPKafkaMessage();
      for (let length = 0; length < whole.length; length++) {
        const byLength = assertThrows(() => message.loadFrom(whole, 0, length), WireError).message;
        assertEquals(byLength, assertThrows(() => message.loadFrom(whole.slice(0, length)), WireError).message);
      }
    },
  });
}

testWith({
  name: "truncation: an unknown message cut at any byte but the first is a shorter unknown message",
  needs: ["shared-fixtures"],
  fn() {
    const whole = fixture("kafka-unknown");
    for (let length = 1; length < whole.length; length++) {
      const { message, length: used } = KafkaMessage.parse(whole.slice(0, length));
      assertEquals([used, message.save()], [length, whole.slice(0, length)]);
    }
    const nothing = new Uint8Array(), problem = "message-type: needed 1 byte at offset 0, 0 available";
    assertEquals(assertThrows(() => KafkaMessage.parse(nothing), WireError).message, `kafka-message > ${problem}`);
    assertEquals(
      assertThrows(() => new UnknownKafkaMessage().loadFrom(nothing), WireError).message,
      `unknown-kafka-message > ${problem}`,
    );
  },
});

Deno.test("truncation: a DHCPv6 message without a whole header within a whole Kafka message is named with its place", () => {
  const value = new Uint8Array([1, 0, ...new Uint8Array(8), 0, 3, 1, 0xf3, 0x50, ...new Uint8Array(10)]);
  assertThrows(
    () => KafkaMessage.parse(value),
    WireError,
    "dhcp-kafka-message > message-in > solicit: needed 4 bytes at offset 12, 3 available",
  );
});

Deno.test("truncation: a message that cannot be loaded leaves the object as it was", () => {
  const values = { serverName: "before", timestampIn: 1, timestampOut: 2 };
  const message = new DHCPKafkaMessage(values),
    other = new DHCPKafkaMessage({ serverName: "after", timestampIn: 9 }).save();
  for (let length = 0; length < other.length; length++) {
    assertThrows(() => message.loadFrom(other.subarray(0, length)), WireError);
    assertEquals(message.toJSON(), new DHCPKafkaMessage(values).toJSON());
  }
  assertEquals(message.loadFrom(other), other.length);
  assertEquals(message.serverName, "after");
});
