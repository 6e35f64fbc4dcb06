/**
 * DHCPv6 transactions in Kafka: the messages, their registry, and the handler that publishes them from a server.
 *
 * @example
 * ```ts
 * import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka";
 * import { assertInstanceOf } from "@std/assert";
 *
 * const value = new DHCPKafkaMessage({ serverName: "dhcp01.example.com", timestampIn: 1480000000 }).save();
 * const { message } = KafkaMessage.parse(value);
 * assertInstanceOf(message, DHCPKafkaMessage);
 * ```
 *
 * @module
 */
export {
  DHCPKafkaMessage,
  type DHCPKafkaMessageInit,
  KafkaMessage,
  kafkaMessageRegistry,
  UnknownKafkaMessage,
  type UnknownKafkaMessageInit,
} from "./src/messages/kafka_message.ts";
export { DHCP_MESSAGE } from "./src/messages/transaction_fields.ts";
export { type KafkaMessageClass, KafkaMessageRegistry } from "./src/messages/message_registry.ts";
export { KafkaHandler, type KafkaHandlerInit } from "./src/publisher/kafka_handler.ts";
export { KafkaHandlerFactory, type SendToKafkaSection } from "./src/publisher/kafka_handler_factory.ts";
export { topicName } from "./src/config/topic_name.ts";
