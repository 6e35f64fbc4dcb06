import { assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "@std/assert";
import { Reader, Writer } from "../../src/dhcpv6/mod.ts";
import {
  DHCP_MESSAGE,
  DHCPKafkaMessage,
  KafkaMessage,
  type KafkaMessageClass,
  KafkaMessageRegistry,
  kafkaMessageRegistry,
  UnknownKafkaMessage,
} from "../../src/messages/mod.ts";

/** A type of somebody else: a counter in 16 bits. */
class RouterCountKafkaMessage extends KafkaMessage {
  static override readonly messageType: number = 77;
  override readonly messageType = 77;
  count = 0;

  override loadFrom(buffer: Uint8Array, offset = 0): number {
    const reader = new Reader(buffer, offset);
    reader.u8();
    this.count = reader.u16();
    return reader.offset - offset;
  }

  override save(): Uint8Array {
    const writer = new Writer();
    writer.u8(this.messageType);
    writer.u16(this.count);
    return writer.toBytes();
  }

  override validate(): void {}

  override toJSON(): Record<string, unknown> {
    return { count: this.count };
  }
}

function classNamed(name: string, messageType = 5): KafkaMessageClass {
  const item = class extends RouterCountKafkaMessage {
    static override readonly messageType: number = messageType;
  };
  Object.defineProperty(item, "name", { value: name });
  return item;
}

const NAMES: readonly [className: string, name: string][] = [
  ["DHCPKafkaMessage", "dhcp"],
  ["UnknownKafkaMessage", "unknown"],
  ["RouterCountKafkaMessage", "router-count"],
  ["LeaseLogV2KafkaMessage", "lease-log-v2"],
  ["Plain", "plain"],
  ["KafkaMessageFilter", "kafka-message-filter"],
];

for (const [className, name] of NAMES) {
  Deno.test(`registry: the name of ${className} is ${name}`, () => {
    assertEquals(new KafkaMessageRegistry().getName(classNamed(className)), name);
  });
}

Deno.test("registry: the default one knows DHCP messages by type and name and nothing else", () => {
  assertStrictEquals(kafkaMessageRegistry.get(DHCP_MESSAGE), DHCPKafkaMessage);
  assertStrictEquals(kafkaMessageRegistry.byName.get("dhcp"), DHCPKafkaMessage);
  assertEquals([...kafkaMessageRegistry.byName.keys()], ["dhcp"]);
  assertEquals([0, 2, 77, 255].map((type) => kafkaMessageRegistry.get(type)), Array(4).fill(undefined));
  assertEquals(kafkaMessageRegistry.entryPoint, "dhcpkit_kafka.messages");
  assertEquals(DHCPKafkaMessage.messageType, 1);
});

Deno.test("registry: every type but those registered is an unknown message", () => {
  for (let type = 0; type < 256; type++) {
    const expected = type === DHCP_MESSAGE ? DHCPKafkaMessage : UnknownKafkaMessage;
    assertStrictEquals(KafkaMessage.determineClass(new Uint8Array([type])), expected);
  }
});

Deno.test("registry: others can register types of their own, under the class name or another", () => {
  const registry = new KafkaMessageRegistry();
  assertStrictEquals(registry.register(RouterCountKafkaMessage), registry);
  assertStrictEquals(registry.get(77), RouterCountKafkaMessage);
  assertStrictEquals(registry.byName.get("router-count"), RouterCountKafkaMessage);
  const short = classNamed("a", 78);
  registry.register(short, "shortened");
  assertEquals([registry.byName.get("shortened"), registry.byName.get("a")], [short, undefined]);
  assertEquals(kafkaMessageRegistry.get(77), undefined);
});

Deno.test("registry: a later class replaces an earlier one of the same type and name", () => {
  const registry = new KafkaMessageRegistry().register(RouterCountKafkaMessage);
  const better = classNamed("RouterCountKafkaMessage", 77);
  registry.register(better);
  assertStrictEquals(registry.get(77), better);
  assertEquals([...registry.byName], [["router-count", better]]);
});

Deno.test("registry: a class that is replaced by one of another name keeps no name", () => {
  const older = classNamed("OlderKafkaMessage", 77), newer = classNamed("NewerKafkaMessage", 77);
  const other = classNamed("OtherKafkaMessage", 78);
  const registry = new KafkaMessageRegistry().register(older).register(other).register(newer);
  assertEquals([...registry.byName], [["other", other], ["newer", newer]]);
});

Deno.test("registry: a type that does not fit into a byte is refused", () => {
  for (const type of [0, 255]) new KafkaMessageRegistry().register(classNamed("OddKafkaMessage", type));
  for (const type of [-1, 256, 0.5, NaN]) {
    const item = classNamed("OddKafkaMessage", type);
    assertThrows(() => new KafkaMessageRegistry().register(item), RangeError, `unsigned 8 bit integer, not ${type}`);
  }
});

Deno.test("registry: a type registered in the default registry is parsed from then on", () => {
  const buffer = new Uint8Array([77, 0x12, 0x34, 9]);
  assertInstanceOf(KafkaMessage.parse(buffer).message, UnknownKafkaMessage);
  kafkaMessageRegistry.register(RouterCountKafkaMessage);
  const { message, length } = KafkaMessage.parse(buffer);
  assertInstanceOf(message, RouterCountKafkaMessage);
  assertEquals([message.count, length], [0x1234, 3]);
});
