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
  DHCPKafkaMessage,
  type DHCPKafkaMessageInit,
  KafkaMessage,
  kafkaMessageRegistry,
  UnknownKafkaMessage,
  type UnknownKafkaMessageInit,
} from "./kafka_message.ts";
export { type KafkaMessageClass, KafkaMessageRegistry } from "./message_registry.ts";
export { digestRecordId } from "./record_id.ts";
export { DHCP_MESSAGE } from "./transaction_fields.ts";
export { summarizeTransaction, type TransactionSummary } from "./transaction_summary.ts";
export type { LeaseSummary, MessageSummary, StatusSummary } from "../dhcpv6/message_summary_types.ts";
