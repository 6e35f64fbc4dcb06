/**
 * Publishing to Kafka in a way that never delays whoever has something to publish, and never loses anything silently.
 *
 * @example
 * ```ts
 * import { KafkaHandler, MemoryTopic, memoryTransport } from "@dhcpkit/kafka/publisher";
 * import { KafkaMessage } from "@dhcpkit/kafka/messages";
 * import { Pipeline, TransactionBundle } from "@dhcpkit/kafka/server";
 * import { Duid, fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const topic = new MemoryTopic();
 * const handler = new KafkaHandler({ serverName: "dhcp01", transport: memoryTransport(topic) });
 * const pipeline = new Pipeline({ serverId: Duid.parse("00030001 020000000001"), handlers: [handler] });
 * const incomingMessage = Message.parse(fromHex("0bf350d6 0001000a 00030001 3431c43cb2f1"));
 * await pipeline.handle(new TransactionBundle({ incomingMessage, receivedOverMulticast: true }));
 * await pipeline.close();
 * assertEquals(KafkaMessage.parse(topic.records[0].value).message.toJSON()["server-name"], "dhcp01");
 * ```
 *
 * @module
 */
export { Publisher } from "./publisher.ts";
export type { PublisherInit, QueuePolicy } from "./publisher_settings.ts";
export type { SpoolInit } from "./spool_settings.ts";
export type { LatencyHistogram } from "./latency.ts";
export type {
  ConnectionStatus,
  DegradedReason,
  DropReason,
  OfferResult,
  PublisherStats,
  PublisherStatus,
} from "./status.ts";
export type {
  ClusterSettings,
  Compression,
  OutgoingRecord,
  RecordHeader,
  SendResult,
  TopicRecord,
  TopicWriter,
  Transport,
} from "./transport.ts";
export type { ClusterSecurity, SaslSettings, SecurityInput, TlsSettings } from "../kafka/security.ts";
export { type BrokerAddress, brokerAddress, type BrokerInput, brokerText } from "../kafka/broker_address.ts";
export { type MemoryRecord, MemoryTopic, memoryTransport } from "./memory_transport.ts";
export type { Pseudonyms, RecordFormatInit } from "./record_format.ts";
export { KafkaHandler, type KafkaHandlerInit } from "./kafka_handler.ts";
export { KafkaHandlerFactory, type SendToKafkaSection } from "./kafka_handler_factory.ts";
