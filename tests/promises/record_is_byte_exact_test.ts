import { assertEquals } from "@std/assert";
import { DHCPKafkaMessage, UnknownKafkaMessage } from "@dhcpkit/kafka";
import { fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
import { sharedFolder } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";

function fixture(name: string): Uint8Array {
  return fromHex(Deno.readTextFileSync(`${sharedFolder}fixtures/${name}.hex`));
}

testWith({
  name: "a record made here has the very bytes that the documented system writes",
  needs: ["shared-fixtures"],
  fn() {
    const messageIn = Message.parse(fixture("relayed-solicit")),
      messageOut = Message.parse(fixture("relayed-advertise"));
    const common = { serverName: "name.example.com", timestampIn: 12345, timestampOut: 23456 };
    assertEquals(new DHCPKafkaMessage({ ...common, messageIn, messageOut }).save(), fixture("kafka-both"));
    assertEquals(new DHCPKafkaMessage({ ...common, messageOut }).save(), fixture("kafka-no-inbound"));
    assertEquals(new DHCPKafkaMessage({ ...common, messageIn }).save(), fixture("kafka-no-outbound"));
    const messageData = new TextEncoder().encode("ThisIsAnUnknownMessage");
    assertEquals(new UnknownKafkaMessage({ messageType: 255, messageData }).save(), fixture("kafka-unknown"));
  },
});
