import { KafkaHandler, type KafkaHandlerInit } from "./kafka_handler.ts";
import { PARTS, plainInit, type SendToKafkaSection, withExtras } from "./section_parts.ts";

export type { SendToKafkaSection };

/**
 * Makes a {@linkcode KafkaHandler} from a `<send-to-kafka>` section.
 *
 * It loads nothing beside the handler. What a section asks for beyond that (another transport, headers, pseudonyms) has to be among the
 * extras; `kafkaHandlerFrom` of `@dhcpkit/kafka/publisher/settings` brings all of it. Passwords and certificates are read where the section
 * says, at each attempt to connect.
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

  /**
   * A new handler; it is not connected yet. Throws `TypeError` when the section asks for something that only an extra can
   * give and that is not there: nothing of it is ever left out in silence.
   */
  create(): KafkaHandler {
    const init = plainInit(this.section), extras = this.#extras;
    for (const { isWanted, key, property, maker } of PARTS) {
      if (!isWanted(this.section) || property in extras) continue;
      throw new TypeError(
        `${key} needs more than the section: import { ${maker[0]} } from "${
          maker[1]
        }" and pass \`${property}\`, or make the handler with ` +
          'kafkaHandlerFrom of "@dhcpkit/kafka/publisher/settings"',
      );
    }
    return new KafkaHandler(withExtras(init, extras));
  }
}
