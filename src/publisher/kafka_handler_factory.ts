import { KafkaHandler, type KafkaHandlerInit } from "./kafka_handler.ts";

/** A `<send-to-kafka>` section, as `parseSendToKafka` gives it; everything left out has its default. */
export type SendToKafkaSection =
  & Omit<KafkaHandlerInit, "topicName" | "transport" | "logger" | "clock">
  & { readonly topic?: string };

/**
 * Makes a {@linkcode KafkaHandler} from a `<send-to-kafka>` section.
 *
 * @example
 * ```ts
 * import { KafkaHandlerFactory } from "@dhcpkit/kafka";
 * import { parseSendToKafka } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * const section = parseSendToKafka("<send-to-kafka>\n server-name dhcp01\n broker host1\n</send-to-kafka>");
 * const handler = new KafkaHandlerFactory(section).create();
 * assertEquals(handler.brokers, [{ host: "host1", port: 9092 }]);
 * ```
 */
export class KafkaHandlerFactory {
  /** The section. */
  readonly section: SendToKafkaSection;

  readonly #extras: Partial<KafkaHandlerInit>;

  /** `extras` are what a file cannot say, such as the transport and the logger. */
  constructor(section: SendToKafkaSection, extras: Partial<KafkaHandlerInit> = {}) {
    this.section = section;
    this.#extras = extras;
  }

  /** A new handler; it is not connected yet. */
  create(): KafkaHandler {
    const { topic, ...rest } = this.section;
    return new KafkaHandler({ ...rest, ...(topic === undefined ? {} : { topicName: topic }), ...this.#extras });
  }
}
