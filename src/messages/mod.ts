/**
 * The values of Kafka records, byte for byte those of DHCPKit Kafka.
 *
 * @example
 * ```ts
 * import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka/messages";
 * import { assertEquals } from "@std/assert";
 *
 * const sent = new DHCPKafkaMessage({ serverName: "dhcp01", timestampIn: 1480000000.25 });
 * const { message } = KafkaMessage.parse(sent.save());
 * assertEquals(message.toJSON(), sent.toJSON());
 * ```
 *
 * @module
 */
export {
  DHCP_MESSAGE,
  DHCPKafkaMessage,
  type DHCPKafkaMessageInit,
  KafkaMessage,
  kafkaMessageRegistry,
  UnknownKafkaMessage,
  type UnknownKafkaMessageInit,
} from "./kafka_message.ts";
export { type KafkaMessageClass, KafkaMessageRegistry } from "./message_registry.ts";
