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
import { Buffer } from "node:buffer";
import { CompressionTypes, type ICustomPartitioner, type IHeaders, type Message, type Producer } from "kafkajs";
import { startingAt } from "../kafka/broker_address.ts";
import { createKafkaJsClient, type KafkaJsClient, type KafkaJsClientInit } from "../kafka/kafkajs_client.ts";
import { checkedSecurity } from "../kafka/credentials_check.ts";
import { kafkaJsCompression } from "../kafka/kafkajs_compression.ts";
import { describeKafkaError, explainKafkaError } from "../kafka/kafka_error.ts";
import { murmur2 } from "../kafka/murmur2.ts";
import { recordTime } from "../kafka/record_time.ts";
import type { ClusterSecurity } from "../kafka/security.ts";
import { sendEach } from "./_send_each.ts";
import { UnderWay } from "./_under_way.ts";
import type {
  ClusterSettings,
  OutgoingRecord,
  RecordHeader,
  SendResult,
  TopicRecord,
  TopicWriter,
  Transport,
} from "./transport.ts";

export type { ClusterSettings, OutgoingRecord, SendResult, TopicRecord, TopicWriter, Transport };

/** How to publish through kafkajs. */
export interface KafkaJsTransportInit extends ClusterSettings, KafkaJsClientInit {}

/**
 * A transport that publishes to a topic of Kafka through kafkajs. Throws `TypeError` when it is to be idempotent, which kafkajs
 * calls an experiment and which it does not do right (its issues 1005 and 598).
 */
export function kafkaJsTransport(init: KafkaJsTransportInit): TopicWriter {
  if (init.idempotent) throw new TypeError("kafkajs is no idempotent producer; @platformatic/kafka is");
  let client: KafkaJsClient | undefined, producer: Producer | undefined, attempts = 0, disconnects = 0, batches = 0;
  let compression = CompressionTypes.None, security: ClusterSecurity = {};
  const underWay = new UnderWay();
  const describe = (error: unknown) =>
    describeKafkaError(error, { brokers: init.brokers, topic: init.topic, toDo: "write to", security });
  const acks = init.acks === undefined || init.acks === "all" ? -1 : init.acks;

  async function connect(): Promise<void> {
    const before = disconnects, current = await checkedSecurity(init.security);
    if (disconnects !== before) throw new Error("given up while connecting");
    security = current;
    const brokers = startingAt(init.brokers, attempts++), { topic, sourceAddress, connectTimeoutMs: timeoutMs } = init;
    const connecting = client = createKafkaJsClient({ ...init, brokers }, security);
    try {
      await checkAnswers(connecting);
      if (client !== connecting) throw new Error("given up while connecting");
      compression = await kafkaJsCompression(init.compression ?? "none");
      producer = connecting.kafka.producer({
        allowAutoTopicCreation: init.createTopic ?? true,
        createPartitioner: batchPartitioner(() => batches),
        maxInFlightRequests: 1,
        // A retry of its own can lose records silently: see docs/decisions.md.
        retry: { retries: 0 },
      });
      await producer.connect();
    } catch (error) {
      if (client !== connecting) throw describe(error);
      throw await explainKafkaError(error, { brokers, topic, toDo: "write to", security, sourceAddress, timeoutMs });
    }
  }

  async function sendTogether(records: readonly TopicRecord[]): Promise<void> {
    if (!producer) throw new Error("not connected");
    batches++;
    await producer.send({ topic: init.topic, acks, compression, messages: records.map(toMessage) });
  }

  return {
    name: "kafkajs",
    connect: () => underWay.note(connect()),
    send: (records) => underWay.note(sendEach(records, sendTogether, describe)),
    async disconnect() {
      const [oldClient, oldProducer] = [client, producer];
      client = producer = undefined;
      disconnects++;
      oldClient?.destroy();
      if (oldProducer) underWay.note(oldProducer.disconnect().catch(() => {}));
      await underWay.over();
    },
  };
}

/** A connection to a broker that never answers counts as made in kafkajs, so something has to be asked. */
async function checkAnswers({ kafka }: KafkaJsClient): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.describeCluster();
  await admin.disconnect();
}

/** kafkajs writes a Uint8Array as text (`1,16,255`) and hashes it as such; only a Buffer will do. */
function toMessage({ key, value, timestamp, headers }: TopicRecord): Message {
  const message: Message = { key: key && buffer(key), value: value && buffer(value) };
  if (timestamp !== undefined) message.timestamp = String(recordTime(timestamp));
  if (headers) message.headers = toHeaders(headers);
  return message;
}

function toHeaders(headers: readonly RecordHeader[]): IHeaders {
  const byName: Record<string, (string | Buffer)[]> = Object.create(null);
  for (const { name, value } of headers) {
    (byName[name] ??= []).push(typeof value === "string" ? value : buffer(value));
  }
  return byName;
}

/**
 * Records with a key go where Java's clients would put them; kafkajs does the same with numbers of any size, which takes ten times
 * as long. Those without go to one partition for each batch: kafkajs spreads them over all, which makes as many small batches.
 */
function batchPartitioner(batch: () => number): ICustomPartitioner {
  return () => ({ message: { key }, partitionMetadata }) => {
    if (key) return (murmur2(key as Buffer) & 0x7fffffff) % partitionMetadata.length;
    const led = partitionMetadata.filter(({ leader }) => leader >= 0);
    const choice = led.length > 0 ? led : partitionMetadata;
    return choice[batch() % choice.length].partitionId;
  };
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
