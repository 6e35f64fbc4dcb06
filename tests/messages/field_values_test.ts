import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import {
  ClientServerMessage,
  fromHex,
  Message,
  MessageType,
  Options,
  rawOption,
  toHex,
  WireError,
} from "../../src/dhcpv6/mod.ts";
import { DHCPKafkaMessage, KafkaMessage, summarizeTransaction, UnknownKafkaMessage } from "../../src/messages/mod.ts";

function reparse(message: DHCPKafkaMessage): DHCPKafkaMessage {
  const { message: parsed } = KafkaMessage.parse(message.save());
  assertInstanceOf(parsed, DHCPKafkaMessage);
  return parsed;
}

/** IEEE 754, as `struct.pack(">d", …)` of Python 3.11 writes it. */
const TIMES: readonly [time: number, hex: string][] = [
  [0, "0000000000000000"],
  [-0, "8000000000000000"],
  [12345, "40c81c8000000000"],
  [1480000000.25, "41d60dc080100000"],
  [-1, "bff0000000000000"],
  [0.1, "3fb999999999999a"],
  [Infinity, "7ff0000000000000"],
  [-Infinity, "fff0000000000000"],
  [NaN, "7ff8000000000000"],
  [Number.MAX_VALUE, "7fefffffffffffff"],
  [5e-324, "0000000000000001"],
  [2 ** 53 + 2, "4340000000000001"],
];

for (const [time, hex] of TIMES) {
  Deno.test(`time: ${Object.is(time, -0) ? "-0" : time} survives on both sides`, () => {
    const message = new DHCPKafkaMessage({ timestampIn: time, timestampOut: time });
    assertEquals(toHex(message.save()), "0100" + hex + "0000" + hex + "0000");
    const parsed = reparse(message);
    assert(Object.is(parsed.timestampIn, time) && Object.is(parsed.timestampOut, time));
    assertEquals(parsed.save(), message.save());
  });
}

const NAMES: readonly [what: string, hex: string, text: string][] = [
  ["empty", "", ""],
  ["ASCII", "64686370", "dhcp"],
  ["UTF-8", "c3a9e282acf09f9880", "é€😀"],
  ["Latin-1", "636166e9", "caf\udce9"],
  ["cut UTF-8", "61e282", "a\udce2\udc82"],
  ["bytes that never occur in UTF-8", "fffefdfc", "\udcff\udcfe\udcfd\udcfc"],
  ["with NUL and line break", "61000a62", "a\0\nb"],
  ["with a byte order mark", "efbbbf61", "\ufeffa"],
];

for (const [what, hex, text] of NAMES) {
  Deno.test(`server name: ${what}: survives byte for byte`, () => {
    const length = (hex.length / 2).toString(16).padStart(2, "0");
    const value = "01" + length + hex + "00".repeat(20);
    const { message } = KafkaMessage.parse(fromHex(value));
    assertInstanceOf(message, DHCPKafkaMessage);
    assertEquals([message.serverName, toHex(message.save())], [text, value]);
    message.validate();
    assertEquals(toHex(new DHCPKafkaMessage({ serverName: text }).save()), value);
    assert(JSON.stringify(message).isWellFormed());
  });
}

Deno.test("server name: 255 bytes are counted in UTF-8, bytes that are none as one each", () => {
  for (const name of ["x".repeat(255), "é".repeat(127) + "x", "\udcff".repeat(255), "😀".repeat(63) + "abc"]) {
    assertEquals(reparse(new DHCPKafkaMessage({ serverName: name })).serverName, name);
    assertThrows(() => new DHCPKafkaMessage({ serverName: name + "x" }).save(), RangeError, "255 bytes or less");
  }
});

/** A DHCPv6 message of so many bytes. */
function messageOf(size: number): Message {
  return new ClientServerMessage({
    type: MessageType.Reply,
    transactionId: 1,
    options: Options.of(rawOption(65000, new Uint8Array(size - 12)), rawOption(65001, new Uint8Array())),
  });
}

for (const side of ["messageIn", "messageOut"] as const) {
  const field = side === "messageIn" ? "message-in" : "message-out";

  Deno.test(`message size: ${field} of 65535 bytes is saved and one of 65536 is refused`, () => {
    const largest = messageOf(65535);
    assertEquals(reparse(new DHCPKafkaMessage({ [side]: largest }))[side]?.save(), largest.save());
    const error = assertThrows(() => new DHCPKafkaMessage({ [side]: messageOf(65536) }).save(), WireError);
    assertEquals(error.message, `${field}: 65536 bytes do not fit behind a 16-bit length, which ends at 65535`);
  });

  Deno.test(`message size: ${field} parsed from more than 65535 bytes is refused too`, () => {
    const huge = Message.parse(new Uint8Array(70_000));
    assertThrows(() => new DHCPKafkaMessage({ [side]: huge }).save(), WireError, `${field}: 70000 bytes do not fit`);
  });
}

Deno.test("message: what is malformed within a DHCPv6 message is kept as it was", () => {
  for (const packet of ["01f350d6ff", "01f350d6000800010a", "01f350d600080005", "00000000", "ff000000deadbeef"]) {
    const length = (packet.length / 2).toString(16).padStart(4, "0");
    const value = "0100" + "00".repeat(8) + length + packet + "00".repeat(8) + length + packet;
    const { message } = KafkaMessage.parse(fromHex(value));
    assertEquals(toHex(message.save()), value);
    assertEquals(message.toJSON()["message-in"], packet);
  }
});

Deno.test("unknown message: every type and any data survive", () => {
  for (let type = 0; type < 256; type++) {
    const message = new UnknownKafkaMessage({ messageType: type, messageData: fromHex("00ff") });
    const saved = message.save(), other = new UnknownKafkaMessage();
    assertEquals(toHex(saved), type.toString(16).padStart(2, "0") + "00ff");
    assertEquals([other.loadFrom(saved), other.toJSON()], [3, { "message-type": type, "message-data": "00ff" }]);
  }
  assertEquals(new UnknownKafkaMessage().save(), new Uint8Array([0]));
});

Deno.test("field values: names of servers are told apart whatever came before, of the same length or not ASCII", () => {
  const names = ["dhcp01", "dhcp02", "dhcp01", "dhcp1", "", "dhcp01", "dhcpé", "dhcp\udce9", "dhcpé", "dhcp01"];
  const values = names.map((serverName) => new DHCPKafkaMessage({ serverName }).save());
  for (const [i, value] of [...values, ...values].entries()) {
    const { message } = KafkaMessage.parse(value), summary = summarizeTransaction(value);
    assertEquals(
      [(message as DHCPKafkaMessage).serverName, summary.serverName],
      Array(2).fill(names[i % names.length]),
    );
  }
});
