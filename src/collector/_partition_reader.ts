import type { BrokerAddress } from "../kafka/broker_address.ts";
import type { FetchedPartition } from "../kafka/broker_requests.ts";
import type { ClusterConnections } from "../kafka/cluster_connections.ts";
import { Perseverance } from "../kafka/perseverance.ts";
import type { ConsumerSettings } from "./consumer_init.ts";
import type { Handover } from "./_handover.ts";
import { partitionsByLeader, type TopicOffsets } from "./_topic_offsets.ts";

/** How long a broker may wait for something to come. */
const LONG_POLL_MS = 500;

/** A partition that has nothing new is told of so often; the contract says five seconds. */
const QUIET_MS = 4000;

/** Bytes of a partition in an answer, at least: of many, not all have their turn in each. */
const LEAST_SHARE = 16 * 1024;

/** What a reader needs. */
export interface PartitionReaderInit {
  /** Connections. */
  readonly cluster: ClusterConnections;
  /** How to read. */
  readonly settings: ConsumerSettings;
  /** For offsets that are not there any more. */
  readonly offsets: TopicOffsets;
  /** Where batches go. */
  readonly handover: Handover;
  /** Told at each answer of a broker. */
  readonly onFetched: () => void;
  /** Told of partitions whose log was made anew: what stood before the place to read next is of another one. */
  readonly onBeganAnew: (partitions: readonly number[]) => void;
}

/** Reads partitions from where they are, each from the broker that leads it, and follows the leaders when they move. */
export class PartitionReader {
  readonly #init: PartitionReaderInit;
  readonly #positions: Map<number, bigint>;
  readonly #toldAt = new Map<number, number>();
  readonly #perseverance: Perseverance;

  /** Starts at these offsets. */
  constructor(init: PartitionReaderInit, positions: ReadonlyMap<number, bigint>) {
    this.#init = init;
    this.#positions = new Map(positions);
    this.#perseverance = new Perseverance(init.settings.sessionTimeoutMs);
  }

  /** Reads until `signal` aborts. Rejects with what keeps it from going on. */
  async read(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#followLeaders(signal);
      } catch (error) {
        if (signal.aborted) return;
        await this.#perseverance.bear(error, signal);
      }
    }
  }

  /** Reads from all leaders at the same time, until one of them fails or is none any more. */
  async #followLeaders(signal: AbortSignal): Promise<void> {
    const { cluster, settings: { topic } } = this.#init;
    const places = await cluster.places(topic), round = new AbortController();
    const over = AbortSignal.any([signal, round.signal]);
    const loops = Array.from(partitionsByLeader(places, this.#positions.keys()), async ([leader, partitions]) => {
      const broker = places.brokers.get(leader);
      if (!broker) throw new Error(`nobody leads partition ${partitions[0]} of ${topic}`);
      for (let turn = 0; !over.aborted; turn++) await this.#fetch(broker, turned(partitions, turn), over);
    });
    try {
      await Promise.all(loops);
    } finally {
      round.abort();
      await Promise.allSettled(loops);
    }
  }

  async #fetch(broker: BrokerAddress, partitions: readonly number[], signal: AbortSignal): Promise<void> {
    const { cluster, handover, settings: { topic, maxBytes, requestTimeoutMs }, onFetched } = this.#init;
    await handover.room(signal);
    if (signal.aborted) return;
    const askedAt = Date.now(), partitionMaxBytes = Math.max(LEAST_SHARE, Math.ceil(maxBytes / partitions.length));
    const positions = new Map(partitions.map((partition) => [partition, this.#positions.get(partition)!]));
    const answer = await cluster.ask(
      broker,
      "records",
      (broker) => broker.fetch({ topic, positions, maxBytes, partitionMaxBytes, maxWaitMs: LONG_POLL_MS }),
      requestTimeoutMs + LONG_POLL_MS,
    );
    if (signal.aborted) return;
    onFetched();
    const gone = new Map<number, bigint>();
    let failed: string | undefined;
    for (const part of answer) {
      if (part.error === undefined) this.#give(part, askedAt);
      else if (part.error === "OFFSET_OUT_OF_RANGE") gone.set(part.partition, positions.get(part.partition)!);
      else failed = part.error;
    }
    if (gone.size > 0) await this.#goOn(gone, signal);
    if (failed !== undefined) throw Object.assign(new Error(`reading ${topic} failed: ${failed}`), { type: failed });
    this.#perseverance.worked();
  }

  /** Goes on with the oldest records where those to be read are not there. */
  async #goOn(gone: ReadonlyMap<number, bigint>, signal: AbortSignal): Promise<void> {
    const oldest = await this.#init.offsets.oldest(gone.keys(), signal);
    for (const [partition, offset] of oldest) this.#positions.set(partition, offset);
    const anew = [...oldest].filter(([partition, offset]) => offset < gone.get(partition)!);
    if (anew.length > 0) this.#init.onBeganAnew(anew.map(([partition]) => partition));
  }

  #give({ partition, records, marks, endOffset, next, bytes }: FetchedPartition, askedAt: number): void {
    const { handover, settings: { topic } } = this.#init;
    this.#positions.set(partition, next);
    const now = performance.now(), toldAt = this.#toldAt.get(partition);
    const isQuiet = next >= endOffset && (toldAt === undefined || now - toldAt >= QUIET_MS);
    if (records.length === 0 && marks.length === 0 && !isQuiet) return;
    this.#toldAt.set(partition, now);
    handover.put({ topic, partition, records, marks, endOffset, askedAt }, bytes);
  }
}

/**
 * The partitions with another one first each time. A broker fills its answer in this order, and only the first one is sure of a batch
 * that is larger than its share: otherwise one partition would be read to its end before the next.
 */
function turned(partitions: readonly number[], turn: number): number[] {
  const first = turn % partitions.length;
  return [...partitions.slice(first), ...partitions.slice(0, first)];
}
