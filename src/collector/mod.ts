/**
 * Reading transactions from a topic.
 *
 * @example
 * ```ts
 * import { memorySource, transactionLine, transactionRecord } from "@dhcpkit/kafka/collector";
 * import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka/messages";
 * import { MemoryTopic } from "@dhcpkit/kafka/publisher";
 *
 * const topic = new MemoryTopic();
 * topic.append({ key: null, value: new DHCPKafkaMessage({ serverName: "dhcp01" }).save() });
 * topic.close();
 * for await (const { value } of memorySource(topic).read({ signal: new AbortController().signal })) {
 *   const message = value && KafkaMessage.parse(value).message;
 *   if (message instanceof DHCPKafkaMessage) console.log(transactionLine(transactionRecord(message)));
 * }
 * ```
 *
 * @module
 */
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
export {
  Collector,
  type CollectorInit,
  type CollectorObserver,
  type CollectorStart,
  type CollectorStats,
  type PartitionLag,
} from "./collector.ts";
export { retentionAt, type RetentionSettings, type SweepOptions, sweepRegularly } from "./retention.ts";
export type { PendingBatch, PendingBatchInit, PendingTransactions } from "./pending_batch.ts";
export { memorySource, type ReadableTopic } from "./memory_source.ts";
export { type ConsumableRecord, type ConsumableTopic, memoryConsumer } from "./memory_consumer.ts";
export { type Lease, type TransactionRecord, transactionRecord } from "./transaction_record.ts";
export { durationText, idText, transactionJson, transactionLine } from "./present.ts";
export type { TransactionStore } from "../store/mod.ts";
