import { assertEquals, assertInstanceOf } from "@std/assert";
import { DHCPKafkaMessage, KafkaHandler, KafkaMessage } from "@dhcpkit/kafka";
import { Duid, fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
import { MemoryTopic, memoryTransport } from "@dhcpkit/kafka/publisher";
import { Handler, Pipeline, silentLogger, TransactionBundle } from "@dhcpkit/kafka/server";

const REQUEST = fromHex("01f350d6 0001000a 00030001 3431c43cb2f1 00080002 0000");

/** A handler that overwrites the packet in a phase, before or after the one that publishes. */
class Vandal extends Handler {
  readonly #packet: Uint8Array;
  readonly #phase: "pre" | "handle" | "post";

  constructor(packet: Uint8Array, phase: "pre" | "handle" | "post") {
    super();
    this.#packet = packet;
    this.#phase = phase;
  }

  override pre(): void {
    if (this.#phase === "pre") this.#packet.fill(0xee, 4);
  }

  override handle(): void {
    if (this.#phase === "handle") this.#packet.fill(0xee, 4);
  }

  override post(): void {
    if (this.#phase === "post") this.#packet.fill(0xee, 4);
  }
}

for (const phase of ["pre", "handle", "post"] as const) {
  for (const order of ["before", "after"] as const) {
    Deno.test(`a handler ${order} the publisher that changes the packet in ${phase} does not change the record`, async () => {
      const packet = REQUEST.slice(), topic = new MemoryTopic(), vandal = new Vandal(packet, phase);
      const kafka = new KafkaHandler({ serverName: "x", transport: memoryTransport(topic), logger: silentLogger });
      const handlers = order === "before" ? [vandal, kafka] : [kafka, vandal];
      await using pipeline = new Pipeline({
        serverId: Duid.parse("00030001 020000000001"),
        handlers,
        logger: silentLogger,
      });
      const incomingMessage = Message.parse(packet);
      await pipeline.handle(new TransactionBundle({ incomingMessage, receivedOverMulticast: true }));
      await pipeline.close();
      assertEquals(packet[4], 0xee, "the packet was changed");
      const { message } = KafkaMessage.parse(topic.records[0].value);
      assertInstanceOf(message, DHCPKafkaMessage);
      assertEquals(message.messageIn?.save(), REQUEST);
    });
  }
}
