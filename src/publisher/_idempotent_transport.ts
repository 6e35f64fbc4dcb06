import { Buffer } from "node:buffer";
import { type MessageToProduce, Producer } from "@platformatic/kafka";
import { asBuffer } from "../kafka/as_buffer.ts";
import { brokerAddress } from "../kafka/broker_address.ts";
import { murmur2 } from "../kafka/murmur2.ts";
import { platformaticSecurity } from "../kafka/platformatic_security.ts";
import { recordTime } from "../kafka/record_time.ts";
import { type Sender, type SenderInit, senderTransport } from "./_sender_transport.ts";
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
  return senderTransport("platformatic", settings, (init) => new IdempotentSender(settings, init));
}

class IdempotentSender implements Sender {
  readonly #settings: ClusterSettings;
  readonly #producer: BytesProducer;
  #batches = 0;

  constructor(settings: ClusterSettings, init: SenderInit) {
    this.#settings = settings;
    this.#producer = newProducer(settings, init);
  }

  async connect(): Promise<void> {
    const { topic, createTopic = true } = this.#settings;
    await this.#producer.metadata({ topics: [topic], autocreateTopics: createTopic });
  }

  async send(records: readonly TopicRecord[]): Promise<void> {
    const { topic } = this.#settings, partition = this.#batches++ & 0x7fffffff;
    // All of them first: one that cannot be written down keeps the others from being sent.
    const parts = closeInTime(records, Date.now()).map((part) =>
      part.map((record) => toMessage(record, topic, partition))
    );
    for (const messages of parts) await this.#producer.send({ acks: -1, messages });
  }

  async destroy(): Promise<void> {
    const connections = [...this.#producer.connections].map(([, connection]) => connection);
    const closed = this.#producer.close(true).catch(() => {});
    for (const { socket } of connections) socket?.destroy();
    await closed;
  }
}

function newProducer(settings: ClusterSettings, { brokers, security }: SenderInit): BytesProducer {
  const { clientId = "dhcpkit-kafka", connectTimeoutMs = 5000, requestTimeoutMs = 10_000 } = settings;
  return new Producer<Uint8Array, Uint8Array, Buffer, Buffer>({
    clientId,
    bootstrapBrokers: brokers.map(brokerAddress),
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
  if (headers) {
    const bytes = (text: string | Uint8Array) => typeof text === "string" ? Buffer.from(text) : asBuffer(text);
    message.headers = new Map(headers.map(({ name, value }) => [bytes(name), bytes(value)]));
  }
  return message;
}
