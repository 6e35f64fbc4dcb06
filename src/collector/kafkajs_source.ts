import type { Consumer, EachMessagePayload } from "kafkajs";
import { createKafkaJsClient, type KafkaJsClientInit } from "../kafka/kafkajs_client.ts";
import { letKafkaJsDecompress } from "../kafka/kafkajs_compression.ts";
import { checkedSecurity } from "../kafka/credentials_check.ts";
import { explainKafkaError, hasErrorType } from "../kafka/kafka_error.ts";
import type { RecordSource, SourceRecord, StartAt } from "./record_source.ts";

export type { KafkaJsClientInit };

/** How to read through kafkajs. */
export interface KafkaJsSourceInit extends KafkaJsClientInit {
  /** The topic. */
  readonly topic: string;
  /** Where to start. Default: `"end"`, so only what comes from now on. */
  readonly startAt?: StartAt;
  /** Consumer group. Default: one of its own, so that every reader sees everything and leaves no trace. */
  readonly groupId?: string;
}

/** Records read ahead of the reader, at most; more are not fetched before these are taken. */
const READ_AHEAD = 1000;

/** How long a broker may wait for records before it answers; leaving takes as long, since kafkajs waits for the answer. */
const LONG_POLL_MS = 500;

/** What a broker that was just started, or has just taken groups over, says of them; kafkajs then starts its consumer anew by itself. */
const COORDINATOR_IS_COMING = [
  "GROUP_LOAD_IN_PROGRESS",
  "GROUP_COORDINATOR_NOT_AVAILABLE",
  "NOT_COORDINATOR_FOR_GROUP",
];

/** How long that may be said before it is a fault. */
const COORDINATOR_PATIENCE_MS = 30_000;

/** A source that reads a topic of Kafka through kafkajs. It commits nothing. */
export function kafkaJsSource(init: KafkaJsSourceInit): RecordSource {
  return {
    name: "kafkajs",
    async *read({ signal, onReady }): AsyncGenerator<SourceRecord> {
      const security = await checkedSecurity(init.security),
        { brokers, topic, sourceAddress, connectTimeoutMs: timeoutMs } = init;
      letKafkaJsDecompress();
      const client = createKafkaJsClient(init, security);
      const consumer = client.kafka.consumer({
        groupId: init.groupId ?? `dhcpkit-reader-${crypto.randomUUID()}`,
        allowAutoTopicCreation: false,
        maxWaitTimeInMs: LONG_POLL_MS,
        // Half a minute in all: a broker that was just started takes its time until it knows of groups.
        retry: { retries: 8, initialRetryTime: 100 },
      });
      const mailbox = new Mailbox();
      const stop = () => mailbox.end();
      signal.addEventListener("abort", stop);
      try {
        if (signal.aborted) return;
        await consumer.connect();
        await start(consumer, init, mailbox, onReady);
        yield* mailbox.records();
      } catch (error) {
        throw await explainKafkaError(error, { brokers, topic, toDo: "read from", security, sourceAddress, timeoutMs });
      } finally {
        signal.removeEventListener("abort", stop);
        mailbox.end();
        await leave(consumer);
        client.destroy();
      }
    },
  };
}

async function start(consumer: Consumer, init: KafkaJsSourceInit, mailbox: Mailbox, onReady?: () => void) {
  const patientUntil = performance.now() + COORDINATOR_PATIENCE_MS;
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    const isComing = restart && hasErrorType(error, COORDINATOR_IS_COMING) && performance.now() < patientUntil;
    if (!isComing) mailbox.fail(error);
  });
  consumer.on(consumer.events.FETCH_START, () => {
    onReady?.();
    onReady = undefined;
  });
  await consumer.subscribe({ topic: init.topic, fromBeginning: init.startAt === "beginning" });
  await consumer.run({ autoCommit: false, eachMessage: (payload) => mailbox.put(toRecord(payload)) });
}

/** Leaves the group, so that it is gone at once; a broker that does not answer is not waited for. */
async function leave(consumer: Consumer): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => timer = setTimeout(resolve, 2000));
  await Promise.race([consumer.disconnect().catch(() => {}), patience]);
  clearTimeout(timer);
}

function toRecord({ topic, partition, message }: EachMessagePayload): SourceRecord {
  const { offset, timestamp, key, value } = message;
  return { topic, partition, offset: BigInt(offset), timestamp: Number(timestamp), key, value };
}

/** Records between kafkajs, which pushes, and the reader, who pulls. */
class Mailbox {
  #waiting: SourceRecord[] = [];
  #over = false;
  #error: unknown;
  #changed = Promise.withResolvers<void>();

  /** Resolves when there is room for more. */
  async put(record: SourceRecord): Promise<void> {
    this.#waiting.push(record);
    this.#notify();
    while (this.#waiting.length >= READ_AHEAD && !this.#over) await this.#changed.promise;
  }

  fail(error: unknown): void {
    this.#error = error;
    this.end();
  }

  end(): void {
    this.#over = true;
    this.#notify();
  }

  async *records(): AsyncGenerator<SourceRecord> {
    while (!this.#over) {
      const records = this.#waiting.splice(0);
      if (records.length > 0) {
        this.#notify();
        yield* records;
      } else await this.#changed.promise;
    }
    if (this.#error) throw this.#error;
  }

  #notify(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
