/**
 * The default way to Kafka: the npm package kafkajs.
 *
 * @example
 * ```ts
 * import { kafkaJsTransport } from "@dhcpkit/kafka/publisher/kafkajs";
 * import { Publisher } from "@dhcpkit/kafka/publisher";
 *
 * const transport = kafkaJsTransport({ brokers: ["localhost:9092"], topic: "dhcpkit.messages" });
 * await using publisher = new Publisher({ transport });
 * console.log(publisher.stats.state);
 * ```
 *
 * @module
 */
import { openKafkaJsBroker } from "../kafka/kafkajs_broker.ts";
import type { KafkaJsClientInit } from "../kafka/kafkajs_client.ts";
import { batchTransport } from "./_batch_transport.ts";
import type { ClusterSettings, OutgoingRecord, SendResult, TopicRecord, TopicWriter, Transport } from "./transport.ts";

export type { ClusterSettings, OutgoingRecord, SendResult, TopicRecord, TopicWriter, Transport };

/** How to publish through kafkajs. */
export interface KafkaJsTransportInit extends ClusterSettings, KafkaJsClientInit {}

/**
 * A transport that publishes to a topic of Kafka through kafkajs. Throws `TypeError` when it is to be idempotent, which kafkajs
 * calls an experiment and which it does not do right (its issues 1005 and 598).
 */
export function kafkaJsTransport(init: KafkaJsTransportInit): TopicWriter {
  if (init.idempotent) throw new TypeError("kafkajs is no idempotent producer; @platformatic/kafka is");
  return batchTransport(
    "kafkajs",
    init,
    (address, settings, signal) => openKafkaJsBroker(address, { ...settings, onLog: init.onLog, signal }),
  );
}
