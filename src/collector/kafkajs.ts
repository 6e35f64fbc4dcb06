/**
 * Reads a topic of Kafka through the npm package kafkajs: alone and from one place on, or as a member of a consumer group.
 *
 * @example
 * ```ts
 * import { kafkaJsConsumer, kafkaJsSource } from "@dhcpkit/kafka/collector/kafkajs";
 *
 * const source = kafkaJsSource({ brokers: ["localhost:9092"], topic: "dhcpkit.messages", startAt: "end" });
 * const consumer = kafkaJsConsumer({ brokers: ["localhost:9092"], topic: "dhcpkit.messages" });
 * console.log(source.name, consumer.health.state);
 * ```
 *
 * @module
 */
export { type KafkaJsClientInit, kafkaJsSource, type KafkaJsSourceInit } from "./kafkajs_source.ts";
export { kafkaJsConsumer } from "./kafkajs_consumer.ts";
export type { ConsumerInit } from "./consumer_init.ts";
export type { RecordSource, SourceRecord, StartAt } from "./record_source.ts";
export type {
  AssignedPartition,
  ConsumeOptions,
  ConsumerSource,
  GroupSource,
  RecordBatch,
  SourceHealth,
  StartingPoint,
} from "./consumer_source.ts";
