import { Buffer } from "node:buffer";
import {
  type CompressionAlgorithmSpecification,
  compressionsAlgorithms,
  type Connection,
  crc32c,
  findErrorBy,
  type Producer,
  produceV7,
  type ResponseError,
  Writer,
} from "@platformatic/kafka";
import { murmur2 } from "../kafka/murmur2.ts";
import { recordBatch, type RecordCompression } from "../kafka/record_batch.ts";
import { pause } from "../kafka/waiting.ts";
import type { Compression, TopicRecord } from "./transport.ts";

/** How records are sent. */
export interface PlatformaticBatchesInit {
  readonly topic: string;
  /** How many replicas have to have them; -1 for all that are in sync. */
  readonly acks: -1 | 0 | 1;
  /** How long the brokers may wait for replicas, in milliseconds. */
  readonly timeoutMs: number;
  readonly compression: Compression;
  /** Whether a topic that is not there is asked for. */
  readonly createTopic: boolean;
}

/** What a client of the package is used for here: it knows who leads, and is connected to them. */
// deno-lint-ignore no-explicit-any
type Client = Pick<Producer<any, any, any, any>, "metadata" | "clearMetadata" | "connections" | "closed">;
type Metadata = Awaited<ReturnType<Client["metadata"]>>;
type ProduceResponse = ReturnType<typeof produceV7.parseResponse>;

/** Attempts beside the first one: only what a new leader or a new connection mends at once. The rest is the publisher's. */
const RETRIES = 1;
const RETRY_DELAY_MS = 100;

/**
 * Sends records through the connections of @platformatic/kafka, in batches that are made here, by requests that brokers have known since
 * Kafka 2.1: its own way of making them takes most of the time that a record costs (docs/decisions.md).
 */
export class PlatformaticBatches {
  readonly #client: Client;
  readonly #init: PlatformaticBatchesInit;
  readonly #compression: RecordCompression | undefined;
  #sent = 0;

  /** Nothing is sent yet. */
  constructor(client: Client, init: PlatformaticBatchesInit) {
    this.#client = client;
    this.#init = init;
    this.#compression = compressionOf(init.compression);
  }

  /** Resolves when the cluster has all records. Rejects with an error of the package, or one for each of those that failed. */
  async send(records: readonly TopicRecord[]): Promise<void> {
    const { topics } = await this.#metadata(), now = Date.now();
    const batches = new Map<number, Uint8Array>();
    for (const [partition, part] of this.#byPartition(records, topics.get(this.#init.topic)!.partitionsCount)) {
      batches.set(partition, await recordBatch(part, { now, crc32c, compression: this.#compression }));
    }
    for (let retries = RETRIES; batches.size > 0; retries--) {
      const failures = await this.#sendBatches(batches);
      if (failures.length === 0) continue;
      if (retries === 0 || failures.some((error) => findErrorBy(error, "canRetry", false)) || this.#client.closed) {
        throw failures.length === 1
          ? failures[0]
          : new AggregateError(failures, "several brokers did not take records");
      }
      this.#client.clearMetadata();
      await pause(RETRY_DELAY_MS);
    }
  }

  /** Sends each batch to the leader of its partition, and takes out those that are there. Resolves with what kept others from it. */
  async #sendBatches(batches: Map<number, Uint8Array>): Promise<Error[]> {
    const { topics, brokers } = await this.#metadata(), failures: Error[] = [];
    const { partitions } = topics.get(this.#init.topic)!;
    const byLeader = Map.groupBy(batches, ([partition]) => partitions[partition]?.leader ?? -1);
    await Promise.all(Array.from(byLeader, async ([leader, part]) => {
      let stored = part.map(([partition]) => partition);
      try {
        // Where nobody leads, the package says so.
        await this.#produce(await this.#client.connections.get(brokers.get(leader)!), part);
      } catch (error) {
        failures.push(error as Error);
        stored = storedBeside(error);
      }
      for (const partition of stored) batches.delete(partition);
    }));
    return failures;
  }

  #produce(connection: Connection, batches: readonly (readonly [partition: number, batch: Uint8Array])[]) {
    const { topic, acks, timeoutMs } = this.#init, { api: { key, version }, parseResponse } = produceV7;
    const request = () => {
      const writer = Writer.create().appendString(null, false).appendInt16(acks).appendInt32(timeoutMs);
      writer.appendArray(
        [topic],
        (writer) => {
          writer.appendString(topic, false).appendArray(
            [...batches],
            (writer, [partition, batch]) => {
              writer.appendInt32(partition).appendInt32(batch.length)
                .append(buffer(batch));
            },
            false,
            false,
          );
        },
        false,
        false,
      );
      if (acks === 0) writer.context.noResponse = true;
      return writer;
    };
    return new Promise<void>((resolve, reject) => {
      connection.send(key, version, request, parseResponse, false, false, (error) => error ? reject(error) : resolve());
    });
  }

  #metadata(): Promise<Metadata> {
    const { topic, createTopic } = this.#init;
    return this.#client.metadata({ topics: [topic], autocreateTopics: createTopic });
  }

  /** Records without a key go to one partition for each batch: spread over all, they would be as many small batches. */
  #byPartition(records: readonly TopicRecord[], partitions: number): Map<number, readonly TopicRecord[]> {
    const keyless = this.#sent++ % partitions;
    if (partitions === 1) return new Map([[0, records]]);
    return Map.groupBy(records, ({ key }) => key === null ? keyless : (murmur2(key) & 0x7fffffff) % partitions);
  }
}

/** The partitions that took their batch although the answer, as a whole, is an error. */
function storedBeside(error: unknown): number[] {
  const { response } = error as ResponseError & { readonly response?: ProduceResponse };
  return (response?.responses ?? []).flatMap(({ partitionResponses }) =>
    partitionResponses.filter(({ errorCode }) => errorCode === 0).map(({ index }) => index)
  );
}

function compressionOf(name: Compression): RecordCompression | undefined {
  if (name === "none") return undefined;
  const algorithm: CompressionAlgorithmSpecification = compressionsAlgorithms[name];
  const compress = algorithm.compress ?? algorithm.compressSync;
  return { code: algorithm.bitmask, compress: (records) => compress(buffer(records)) };
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
