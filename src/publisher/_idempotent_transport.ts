import { Buffer } from "node:buffer";
import { type MessageToProduce, Producer } from "@platformatic/kafka";
import { brokerAddress } from "../kafka/broker_address.ts";
import { checkedSecurity } from "../kafka/credentials_check.ts";
import { describeKafkaError, explainKafkaError } from "../kafka/kafka_error.ts";
import { murmur2 } from "../kafka/murmur2.ts";
import { platformaticSecurity } from "../kafka/platformatic_security.ts";
import { recordTime } from "../kafka/record_time.ts";
import type { ClusterSecurity } from "../kafka/security.ts";
import { sendEach } from "./_send_each.ts";
import { UnderWay } from "./_under_way.ts";
import type { ClusterSettings, TopicRecord, TopicWriter } from "./transport.ts";

type BytesProducer = Producer<Uint8Array, Uint8Array, Buffer, Buffer>;
type BytesMessage = MessageToProduce<Uint8Array, Uint8Array, Buffer, Buffer>;

/** Attempts of the client itself: only what a new leader or a new connection mends at once. The rest is the publisher's. */
const RETRIES = 1;
const RETRY_DELAY_MS = 100;

/**
 * A transport through the producer of @platformatic/kafka, which counts the records of each partition, so that brokers leave out what
 * they have already, and begins anew when they have forgotten it.
 */
export function idempotentTransport(settings: ClusterSettings): TopicWriter {
  const { topic, brokers, connectTimeoutMs: timeoutMs } = settings;
  let producer: BytesProducer | undefined, disconnects = 0, batches = 0, security: ClusterSecurity = {};
  const describe = (error: unknown) => describeKafkaError(error, { brokers, topic, toDo: "write to", security });

  async function connect(): Promise<void> {
    const before = disconnects, current = await checkedSecurity(settings.security);
    if (disconnects !== before) throw new Error("given up while connecting");
    security = current;
    const connecting = producer = newProducer(settings, security);
    try {
      await connecting.metadata({ topics: [topic], autocreateTopics: settings.createTopic ?? true });
    } catch (error) {
      if (producer !== connecting) throw describe(error);
      throw await explainKafkaError(error, { brokers, topic, toDo: "write to", security, timeoutMs });
    }
    if (producer !== connecting) throw new Error("given up while connecting");
  }

  async function sendTogether(records: readonly TopicRecord[]): Promise<void> {
    if (!producer) throw new Error("not connected");
    const partition = batches++ & 0x7fffffff, now = Date.now();
    for (const part of closeInTime(records, now)) {
      await producer.send({ acks: -1, messages: part.map((record) => toMessage(record, topic, partition)) });
    }
  }

  const underWay = new UnderWay();
  return {
    name: "platformatic",
    connect: () => underWay.note(connect()),
    send: (records) => underWay.note(sendEach(records, sendTogether, describe)),
    async disconnect() {
      const old = producer;
      producer = undefined;
      disconnects++;
      if (old) {
        const connections = [...old.connections].map(([, connection]) => connection);
        underWay.note(old.close(true).catch(() => {}));
        for (const { socket } of connections) socket?.destroy();
      }
      await underWay.over();
    },
  };
}

function newProducer(settings: ClusterSettings, security: ClusterSecurity): BytesProducer {
  const { clientId = "dhcpkit-kafka", connectTimeoutMs = 5000, requestTimeoutMs = 10_000 } = settings;
  return new Producer<Uint8Array, Uint8Array, Buffer, Buffer>({
    clientId,
    bootstrapBrokers: settings.brokers.map(brokerAddress),
    idempotent: true,
    compression: settings.compression ?? "none",
    autocreateTopics: settings.createTopic ?? true,
    // The package's own does the same with numbers of any size, which takes ten times as long.
    partitioner: (_, key) => key === undefined ? 0 : murmur2(key) & 0x7fffffff,
    connectTimeout: connectTimeoutMs,
    requestTimeout: requestTimeoutMs,
    timeout: requestTimeoutMs,
    retries: RETRIES,
    retryDelay: RETRY_DELAY_MS,
    ...platformaticSecurity(security),
  });
}

/** The package writes times of records wrongly that are further than this from that of the first one in a batch; 25 days go. */
const LONGEST_TIME_DIFFERENCE_MS = 2 ** 31 - 1;

/** The records in parts, in order, within which times differ little; mostly one. */
function closeInTime(records: readonly TopicRecord[], now: number): TopicRecord[][] {
  const parts: TopicRecord[][] = [];
  let first = NaN;
  for (const record of records) {
    const { timestamp = now } = record;
    if (Math.abs(timestamp - first) <= LONGEST_TIME_DIFFERENCE_MS) {
      parts.at(-1)!.push(record);
    } else {
      parts.push([record]);
      first = timestamp;
    }
  }
  return parts;
}

/** Records without a key go to one partition for each batch: spread over all, they would be as many small batches. */
function toMessage({ key, value, timestamp, headers }: TopicRecord, topic: string, partition: number): BytesMessage {
  const message: BytesMessage = value === null ? { topic } : { topic, value };
  if (key) message.key = key;
  else message.partition = partition;
  if (timestamp !== undefined) message.timestamp = BigInt(recordTime(timestamp));
  if (headers) message.headers = new Map(headers.map(({ name, value }) => [Buffer.from(name), headerBytes(value)]));
  return message;
}

function headerBytes(value: string | Uint8Array): Buffer {
  if (typeof value === "string") return Buffer.from(value);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
