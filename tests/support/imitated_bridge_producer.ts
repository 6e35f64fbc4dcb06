import { Buffer } from "node:buffer";
import type { Producer } from "kafkajs";
import { createKafkaJsClient, type KafkaJsClient } from "../../src/kafka/kafkajs_client.ts";
import { hasErrorType } from "../../src/kafka/kafka_error.ts";

/** A record that came in through an imitated bridge. */
export interface BridgedRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly timestamp?: number;
  readonly headers: readonly (readonly [name: string, value: Uint8Array])[];
}

/** Where a record is, or the exception of Kafka's Java producer that a bridge would have got for it. */
export type BridgedResult =
  | { readonly partition: number; readonly offset: number }
  | { readonly exception: "RecordTooLarge" | "Timeout" | "Network" | "MissingTopic"; readonly message: string };

/** How patient the producer is, in milliseconds; the defaults are those of Kafka's Java producer. */
export interface BridgedPatience {
  readonly deliveryTimeoutMs?: number;
  readonly maxBlockMs?: number;
}

/**
 * What the producer inside a bridge does: it keeps records in order, tries each until `delivery.timeout.ms` is over,
 * whether or not somebody still waits for the answer, and has one result for each.
 */
export class ImitatedBridgeProducer implements AsyncDisposable {
  readonly #broker: string;
  readonly #patience: Required<BridgedPatience>;
  #queue: Promise<unknown> = Promise.resolve();
  #client: KafkaJsClient | undefined;
  #producer: Producer | undefined;
  #isOver = false;

  constructor(broker: string, patience: BridgedPatience = {}) {
    this.#broker = broker;
    this.#patience = { deliveryTimeoutMs: 120_000, maxBlockMs: 60_000, ...patience };
  }

  send(topic: string, records: readonly BridgedRecord[]): Promise<BridgedResult[]> {
    const sending = this.#queue.then(async () => {
      const results: BridgedResult[] = [];
      for (const record of records) results.push(await this.#sendOne(topic, record));
      return results;
    });
    this.#queue = sending.catch(() => {});
    return sending;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#drop();
    await this.#queue;
    this.#drop();
  }

  async #sendOne(topic: string, record: BridgedRecord): Promise<BridgedResult> {
    const { deliveryTimeoutMs, maxBlockMs } = this.#patience, start = performance.now();
    for (;;) {
      const spent = performance.now() - start;
      try {
        const [{ partition, baseOffset }] = await (await this.#connected()).send({
          topic,
          acks: -1,
          messages: [message(record)],
        });
        return { partition, offset: Number(baseOffset) };
      } catch (error) {
        if (hasErrorType(error, ["MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE"])) {
          return {
            exception: "RecordTooLarge",
            message: "The request included a message larger than the max message size the server will accept.",
          };
        }
        const isMissing = hasErrorType(error, ["UNKNOWN_TOPIC_OR_PARTITION"]);
        if (isMissing && spent > maxBlockMs) {
          return {
            exception: "MissingTopic",
            message: `Topic ${topic} not present in metadata after ${maxBlockMs} ms.`,
          };
        }
        if (this.#isOver || spent > deliveryTimeoutMs) {
          return {
            exception: "Timeout",
            message: `Expiring 1 record(s) for ${topic}-0:${deliveryTimeoutMs} ms has passed`,
          };
        }
        if (!isMissing) this.#drop();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  async #connected(): Promise<Producer> {
    if (this.#producer) return this.#producer;
    if (this.#isOver) throw new Error("over");
    this.#client = createKafkaJsClient({ brokers: [this.#broker], connectTimeoutMs: 500, requestTimeoutMs: 1000 });
    const producer = this.#client.kafka.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 });
    await producer.connect();
    return this.#producer = producer;
  }

  #drop(): void {
    this.#producer?.disconnect().catch(() => {});
    this.#client?.destroy();
    this.#producer = this.#client = undefined;
  }
}

function message({ key, value, timestamp, headers }: BridgedRecord) {
  const grouped: Record<string, Buffer[]> = {};
  for (const [name, bytes] of headers) (grouped[name] ??= []).push(Buffer.from(bytes));
  return {
    key: key && Buffer.from(key),
    value: value && Buffer.from(value),
    timestamp: timestamp?.toString(),
    headers: grouped,
  };
}
