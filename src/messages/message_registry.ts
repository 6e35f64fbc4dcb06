import type { KafkaMessage } from "./kafka_message.ts";

/** A class of Kafka messages: made without arguments and then loaded. */
export interface KafkaMessageClass {
  /** Makes an empty message. */
  new (): KafkaMessage;
  /** The first byte of its messages. */
  readonly messageType: number;
  /** The class's name. */
  readonly name: string;
}

/**
 * Which class a Kafka message type has, and which name a class has.
 *
 * @example
 * ```ts
 * import { DHCPKafkaMessage, kafkaMessageRegistry } from "@dhcpkit/kafka";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(kafkaMessageRegistry.get(1), DHCPKafkaMessage);
 * assertEquals(kafkaMessageRegistry.byName.get("dhcp"), DHCPKafkaMessage);
 * ```
 */
export class KafkaMessageRegistry {
  /** The group under which the documented system looks for classes. */
  readonly entryPoint = "dhcpkit_kafka.messages";

  readonly #byType = new Map<number, KafkaMessageClass>();
  readonly #byName = new Map<string, KafkaMessageClass>();

  /** The classes by name. */
  get byName(): ReadonlyMap<string, KafkaMessageClass> {
    return this.#byName;
  }

  /** The name of a class: dashed lower case without `-kafka-message`, so `DHCPKafkaMessage` is `dhcp`. */
  getName(item: KafkaMessageClass): string {
    return item.name
      .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
      .replace(/([A-Z]+)([A-Z][a-z])/g, "$1-$2")
      .toLowerCase()
      .replace(/-kafka-message$/, "");
  }

  /** The class of a message type, or `undefined`. */
  get(messageType: number): KafkaMessageClass | undefined {
    return this.#byType.get(messageType);
  }

  /**
   * Adds a class, or replaces the one that its type had, which loses its name as well. `name` is for bundles in which class names are
   * shortened. Throws `RangeError` when the type is not 0 to 255.
   */
  register(item: KafkaMessageClass, name: string = this.getName(item)): this {
    const { messageType } = item;
    if (!Number.isInteger(messageType) || messageType < 0 || messageType > 255) {
      throw new RangeError(`${item.name}.messageType must be an unsigned 8 bit integer, not ${messageType}`);
    }
    const replaced = this.#byType.get(messageType);
    for (const [old, one] of this.#byName) if (one === replaced) this.#byName.delete(old);
    this.#byType.set(messageType, item);
    this.#byName.set(name, item);
    return this;
  }
}
