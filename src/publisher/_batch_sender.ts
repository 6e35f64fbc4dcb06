import type { BrokerInput } from "../kafka/broker_address.ts";
import type { OpenBroker, TopicPlaces } from "../kafka/broker_requests.ts";
import { ClusterConnections } from "../kafka/cluster_connections.ts";
import { hasErrorType, isRejection } from "../kafka/kafka_error.ts";
import { murmur2 } from "../kafka/murmur2.ts";
import { recordBatch, type RecordCompression } from "../kafka/record_batch.ts";
import { pause } from "../kafka/waiting.ts";
import type { Sender } from "./_sender_transport.ts";
import type { TopicRecord } from "./transport.ts";

/** How records are sent. Times in milliseconds. */
export interface BatchSenderInit {
  readonly brokers: readonly BrokerInput[];
  readonly open: OpenBroker;
  readonly topic: string;
  readonly acks: 0 | 1 | "all";
  /** How long a broker may take to answer. */
  readonly requestTimeoutMs: number;
  /** Whether a topic that is not there is asked for. */
  readonly createTopic: boolean;
  readonly compression: RecordCompression | undefined;
}

/** After so long it is asked anew who leads, so that partitions that were added get records. */
const PLACES_AGE_MS = 300_000;
/** Attempts beside the first one: only what a new leader or a new connection mends at once. The rest is the publisher's. */
const RETRIES = 1;
const RETRY_DELAY_MS = 100;
/** How often it is asked for a topic that is being made. */
const CREATION_ATTEMPTS = 10;

/**
 * Sends records to the leaders of a topic's partitions, in batches that are made here: client libraries lend connections and requests. A
 * connection is opened when it is needed, and again after it was closed.
 */
export class BatchSender implements Sender {
  readonly #init: BatchSenderInit;
  readonly #cluster: ClusterConnections;
  readonly #over = new AbortController();
  #known: { readonly places: TopicPlaces; readonly at: number } | undefined;
  #sent = 0;

  /** Nothing is connected yet. */
  constructor(init: BatchSenderInit) {
    this.#init = init;
    this.#cluster = new ClusterConnections(init);
  }

  async connect(): Promise<void> {
    for (let attempt = 1; !this.#known; attempt++) {
      try {
        await this.#places();
      } catch (error) {
        const isComing = hasErrorType(error, ["LEADER_NOT_AVAILABLE"]) ||
          this.#init.createTopic && hasErrorType(error, ["UNKNOWN_TOPIC_OR_PARTITION"]);
        if (!isComing || attempt === CREATION_ATTEMPTS || this.#over.signal.aborted) throw error;
        await pause(RETRY_DELAY_MS, this.#over.signal);
      }
    }
  }

  async send(records: readonly TopicRecord[]): Promise<void> {
    const { compression } = this.#init, now = Date.now(), batches = new Map<number, Uint8Array>();
    for (const [partition, part] of this.#byPartition(records, (await this.#places()).leaders)) {
      batches.set(partition, await recordBatch(part, { now, compression }));
    }
    for (let retries = RETRIES; batches.size > 0; retries--) {
      const failures = await this.#sendBatches(batches);
      if (failures.length === 0) continue;
      if (retries === 0 || failures.some(isRejection) || this.#over.signal.aborted) {
        throw failures.length === 1 ? failures[0] : new AggregateError(failures, "brokers did not take records");
      }
      this.#known = undefined;
      await pause(RETRY_DELAY_MS, this.#over.signal);
    }
  }

  destroy(): Promise<void> {
    this.#over.abort();
    this.#cluster.destroy();
    return Promise.resolve();
  }

  /** Sends each batch to the leader of its partition, and takes out those that are there. Resolves with what kept others from it. */
  async #sendBatches(batches: Map<number, Uint8Array>): Promise<unknown[]> {
    const { brokers, leaders } = await this.#places(), failures: unknown[] = [];
    const byLeader = Map.groupBy(batches, ([partition]) => leaders.get(partition) ?? -1);
    await Promise.all(Array.from(byLeader, async ([leader, part]) => {
      const broker = brokers.get(leader);
      try {
        if (broker === undefined) throw new Error(`nobody leads the partition ${part[0][0]}`);
        const said = await this.#cluster.ask(
          broker,
          "records",
          (connection) => connection.produce(this.#request(part)),
        );
        for (const [partition] of part) {
          const isKnown = this.#init.acks === 0 || said.has(partition), error = said.get(partition);
          if (!isKnown) failures.push(new Error(`the broker said nothing of the partition ${partition}`));
          else if (error) failures.push(error);
          else batches.delete(partition);
        }
      } catch (error) {
        failures.push(error);
      }
    }));
    return failures;
  }

  #request(batches: Iterable<readonly [number, Uint8Array]>) {
    const { topic, acks, requestTimeoutMs: timeoutMs } = this.#init;
    return { topic, acks: acks === "all" ? -1 : acks, timeoutMs, batches: new Map(batches) } as const;
  }

  async #places(): Promise<TopicPlaces> {
    if (this.#known && performance.now() - this.#known.at < PLACES_AGE_MS) return this.#known.places;
    const { topic, createTopic: create } = this.#init;
    const places = await this.#cluster.places(topic, { create, purpose: "records" });
    this.#known = { places, at: performance.now() };
    return places;
  }

  /**
   * Records with a key go where Java's clients would put them. Those without go to one partition for each batch: spread over all, they
   * would be as many small batches.
   */
  #byPartition(
    records: readonly TopicRecord[],
    leaders: ReadonlyMap<number, number>,
  ): Map<number, readonly TopicRecord[]> {
    const led = [...leaders].filter(([, leader]) => leader >= 0), among = led.length > 0 ? led : [...leaders];
    const [keyless] = among[this.#sent++ % among.length];
    if (leaders.size === 1) return new Map([[keyless, records]]);
    return Map.groupBy(records, ({ key }) => key === null ? keyless : (murmur2(key) & 0x7fffffff) % leaders.size);
  }
}
