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
import { type Message, Partitioners, type Producer } from "kafkajs";
import { createKafkaJsClient, type KafkaJsClient, type KafkaJsClientInit } from "../kafka/kafkajs_client.ts";
import { checkedSecurity } from "../kafka/credentials_check.ts";
import { describeKafkaError, explainKafkaError, hasErrorType } from "../kafka/kafkajs_error.ts";
import type { ClusterSecurity } from "../kafka/security.ts";
import type { ClusterSettings, OutgoingRecord, SendResult, Transport } from "./transport.ts";

export type { ClusterSettings, OutgoingRecord, SendResult, Transport };

/** How to publish through kafkajs. */
export interface KafkaJsTransportInit extends ClusterSettings, KafkaJsClientInit {}

/** Errors of the protocol after which the same record would fail again. */
const REJECTIONS: readonly string[] = [
  "MESSAGE_TOO_LARGE",
  "RECORD_LIST_TOO_LARGE",
  "INVALID_RECORD",
  "INVALID_TIMESTAMP",
  "CORRUPT_MESSAGE",
];

/** A transport that publishes to a topic of Kafka through kafkajs. */
export function kafkaJsTransport(init: KafkaJsTransportInit): Transport {
  let client: KafkaJsClient | undefined, producer: Producer | undefined, attempts = 0, disconnects = 0;
  let security: ClusterSecurity = {};
  let underWay: Promise<unknown> = Promise.resolve();
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
      producer = connecting.kafka.producer({
        allowAutoTopicCreation: init.createTopic ?? true,
        createPartitioner: Partitioners.DefaultPartitioner,
        maxInFlightRequests: 1,
      });
      await producer.connect();
    } catch (error) {
      if (client !== connecting) throw describe(error);
      throw await explainKafkaError(error, { brokers, topic, toDo: "write to", security, sourceAddress, timeoutMs });
    }
  }

  const describe = (error: unknown): Error =>
    describeKafkaError(error, { brokers: init.brokers, topic: init.topic, toDo: "write to", security });

  async function sendTogether(records: readonly OutgoingRecord[]): Promise<void> {
    if (!producer) throw new Error("not connected");
    await producer.send({ topic: init.topic, acks, messages: records.map(toMessage) });
  }

  async function send(records: readonly OutgoingRecord[]): Promise<readonly SendResult[]> {
    try {
      await sendTogether(records);
      return records.map(() => ({ status: "delivered" }));
    } catch (error) {
      if (!isRejection(error)) throw describe(error);
      return await oneByOne(records, sendTogether, describe);
    }
  }

  const noting = <T>(call: Promise<T>): Promise<T> => {
    underWay = call;
    return call;
  };
  return {
    name: "kafkajs",
    connect: () => noting(connect()),
    send: (records) => noting(send(records)),
    async disconnect() {
      const [oldClient, oldProducer] = [client, producer];
      client = producer = undefined;
      disconnects++;
      oldClient?.destroy();
      await Promise.allSettled([underWay, oldProducer?.disconnect()]);
    },
  };
}

/** The brokers in another order each time, so that a silent one does not stand in the way of the others. */
function startingAt<T>(brokers: readonly T[], attempt: number): T[] {
  const first = attempt % brokers.length;
  return [...brokers.slice(first), ...brokers.slice(0, first)];
}

/** A connection to a broker that never answers counts as made in kafkajs, so something has to be asked. */
async function checkAnswers({ kafka }: KafkaJsClient): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.describeCluster();
  await admin.disconnect();
}

/** A broker refuses a request as a whole, so the record at fault is found by sending each alone. */
async function oneByOne(
  records: readonly OutgoingRecord[],
  send: (records: readonly OutgoingRecord[]) => Promise<void>,
  describe: (error: unknown) => Error,
): Promise<SendResult[]> {
  const results: SendResult[] = [];
  for (const record of records) {
    try {
      await send([record]);
      results.push({ status: "delivered" });
    } catch (error) {
      results.push({ status: isRejection(error) ? "rejected" : "failed", error: describe(error) });
      if (!isRejection(error)) return results;
    }
  }
  return results;
}

/** kafkajs writes a Uint8Array as text (`1,16,255`) and hashes it as such; only a Buffer will do. */
function toMessage({ key, value, timestamp }: OutgoingRecord): Message {
  return {
    key: key && buffer(key),
    value: buffer(value),
    ...(timestamp === undefined ? {} : { timestamp: String(Math.round(timestamp)) }),
  };
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function isRejection(error: unknown): boolean {
  return hasErrorType(error, REJECTIONS);
}
