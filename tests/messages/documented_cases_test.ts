import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { Message, WireError } from "../../src/dhcpv6/mod.ts";
import { DHCP_MESSAGE, DHCPKafkaMessage, KafkaMessage, UnknownKafkaMessage } from "../../src/messages/mod.ts";
import { testWith } from "../support/requirements.ts";
import { fixture } from "../vectors/fixtures.ts";
import { checkUnsignedIntegerProperty, set, test, testAll, type TestCase } from "./documented_cases.ts";

const newUnknown = () =>
  new UnknownKafkaMessage({ messageType: 255, messageData: new TextEncoder().encode("ThisIsAnUnknownMessage") });

const kafkaMessage: TestCase<KafkaMessage> = {
  name: "KafkaMessageTestCase",
  fixture: "kafka-unknown",
  message: newUnknown,
  parsedClass: UnknownKafkaMessage,
};

testAll(kafkaMessage);

const unknown: TestCase<UnknownKafkaMessage> = {
  name: "UnknownKafkaMessageTestCase",
  fixture: "kafka-unknown",
  message: newUnknown,
  parsedClass: UnknownKafkaMessage,
};

testAll(unknown);

test(unknown, "testValidateMessageType", (message) => checkUnsignedIntegerProperty(message, "messageType", 8));

test(unknown, "testValidateData", (message) => {
  message.messageData = new Uint8Array([1, 2, 3]);
  message.validate();
  for (const data of ["text", [1, 2], 5, null]) {
    set(message, "messageData", data);
    assertThrows(() => message.validate(), TypeError, "sequence of bytes");
    assertThrows(() => message.save(), TypeError, "sequence of bytes");
  }
});

const both: TestCase<DHCPKafkaMessage> = {
  name: "DHCPKafkaMessageTestCase",
  fixture: "kafka-both",
  message: () =>
    new DHCPKafkaMessage({
      serverName: "name.example.com",
      timestampIn: 12345,
      messageIn: Message.parse(fixture("relayed-solicit")),
      timestampOut: 23456,
      messageOut: Message.parse(fixture("relayed-advertise")),
    }),
  parsedClass: DHCPKafkaMessage,
};

testAll(both);

test(both, "testLoadWrongType", () => {
  const buffer = fixture("kafka-both");
  buffer[0] = 255;
  assertThrows(() => new DHCPKafkaMessage().loadFrom(buffer), WireError, "does not contain DHCPKafkaMessage data");
});

test(both, "testValidateServerName", (message) => {
  message.serverName = "x".repeat(255);
  message.validate();
  for (const name of ["x".repeat(256), "é".repeat(128), 5, null]) {
    set(message, "serverName", name);
    assertThrows(() => message.validate(), RangeError, "255 bytes or less");
    assertThrows(() => message.save(), RangeError, "255 bytes or less");
  }
});

for (const property of ["timestampIn", "timestampOut"] as const) {
  const name = `testValidateTimestamp${property.slice("timestamp".length)}`;
  test(both, name, (message) => {
    for (const time of [0, 12345, 12345.678, -1, 2 ** 40]) {
      message[property] = time;
      message.validate();
    }
    for (const time of ["12345", undefined, null, new Date(0), 5n]) {
      set(message, property, time);
      assertThrows(() => message.validate(), TypeError, "float or integer");
      assertThrows(() => message.save(), TypeError, "float or integer");
    }
  });
}

for (const property of ["messageIn", "messageOut"] as const) {
  test(both, `testValidateMessage${property.slice("message".length)}`, (message) => {
    for (const absent of [undefined, null]) {
      set(message, property, absent);
      message.validate();
      message.save();
    }
    for (const inner of ["text", 5, {}, fixture("relayed-solicit"), newUnknown()]) {
      set(message, property, inner);
      assertThrows(() => message.validate(), TypeError, "not a valid DHCPv6 message");
      assertThrows(() => message.save(), TypeError, "not a valid DHCPv6 message");
    }
  });
}

testAll({
  name: "NoInboundMessageDHCPKafkaMessageTestCase",
  fixture: "kafka-no-inbound",
  message: () => new DHCPKafkaMessage({ ...both.message(), messageIn: undefined }),
  parsedClass: DHCPKafkaMessage,
});

testAll({
  name: "NoOutboundMessageDHCPKafkaMessageTestCase",
  fixture: "kafka-no-outbound",
  message: () => new DHCPKafkaMessage({ ...both.message(), messageOut: undefined }),
  parsedClass: DHCPKafkaMessage,
});

testWith({
  name: "documented fixtures: hold the documented packets, byte for byte",
  needs: ["shared-fixtures"],
  fn() {
    const { message } = KafkaMessage.parse(fixture("kafka-both"));
    assertInstanceOf(message, DHCPKafkaMessage);
    assertEquals(message.messageType, DHCP_MESSAGE);
    assertEquals(message.messageIn?.save(), fixture("relayed-solicit"));
    assertEquals(message.messageOut?.save(), fixture("relayed-advertise"));
  },
});
