import type { PartitionPosition, TransactionWriter, WriteOutcome } from "../store/mod.ts";
import type { AssignedPartition, ConsumerSource, RecordBatch, StartingPoint } from "./consumer_source.ts";
import { pause } from "../kafka/waiting.ts";
import { PartitionProgress } from "./partition_progress.ts";
import { PendingBatch } from "./pending_batch.ts";
import { Starts } from "./_starts.ts";
import { StoreWriter } from "./store_writer.ts";

/**
 * Where a collector starts in partitions that its store does not know, or in all of them: once, in those that it is given first. Those that
 * the group gives it later are read on from where the store is, or from their oldest record.
 */
export interface CollectorStart {
  /** The oldest record, the next one, or the first one from a time on (milliseconds). */
  readonly at: Exclude<StartingPoint, bigint>;
  /** Whether it starts there also in partitions that the store knows. */
  readonly evenIfKnown: boolean;
}

/** What a {@linkcode Collector} is made of. */
export interface CollectorInit {
  /** Where records come from. */
  source: ConsumerSource;
  /** Where transactions go. */
  store: TransactionWriter;
  /** Default: the oldest record of partitions that the store does not know. */
  start?: CollectorStart;
  /** Records that are written together, at most, about. Default: what the store prefers, or 2000. */
  batchRecords?: number;
  /** How long the first record of a batch waits for others, in milliseconds. Default: 20. */
  lingerMs?: number;
  /** Told of what happens, for logs and metrics. It must not throw. */
  observer?: CollectorObserver;
  /** Milliseconds since 1970-01-01 UTC. Default: `Date.now`. */
  now?: () => number;
  /** How long to wait before something that failed is tried again, at first and at most. Default: 500 and 30,000. */
  retryMs?: readonly [first: number, longest: number];
}

/** Told of what a {@linkcode Collector} does. */
export interface CollectorObserver {
  /** Whether it looks at the `facts` of batches that were written, which are not kept otherwise. */
  readonly countsTransactions?: boolean;
  /** Records were read, of so many bytes of keys and values. */
  read?(records: number, bytes: number): void;
  /** A batch is in the store; `seconds` is how long that took. */
  wrote?(batch: PendingBatch, outcome: WriteOutcome, seconds: number): void;
  /** The store did not take a batch; it is tried again in `retryInMs`. */
  storeFailed?(error: Error, retryInMs: number): void;
  /** The source could not go on; the group is joined anew in `retryInMs`. */
  sourceFailed?(error: Error, retryInMs: number): void;
  /** What this collector has from now on. */
  assigned?(partitions: readonly AssignedPartition[]): void;
}

/** How far a collector is in a partition. */
export interface PartitionLag {
  /** The partition. */
  readonly partition: number;
  /** Offset of the record to read next. */
  readonly next: bigint;
  /** Records that are still to be read. */
  readonly lag: number;
}

/** What a collector has done so far. */
export interface CollectorStats {
  /** Records that were read: stored + duplicates + quarantined + pending, but for what another collector stored. */
  readonly read: number;
  /** Transactions that are new in the store. */
  readonly stored: number;
  /** Transactions that were there already. */
  readonly duplicates: number;
  /** Records that are no transactions. */
  readonly quarantined: number;
  /** Places where records were missing. */
  readonly gaps: number;
  /** Records that are read and not in the store yet. */
  readonly pending: number;
  /** The partitions that this collector has. */
  readonly partitions: readonly PartitionLag[];
  /** What went wrong last and is not right again; `undefined` while all is well. */
  readonly problem: string | undefined;
  /** Why the store does not take what it is given; `undefined` while it does. */
  readonly storeProblem: string | undefined;
}

/** Batches that may wait for the store before no more are read. */
const READ_AHEAD_BATCHES = 2;
/** Offsets are noted in Kafka not more often than this, in milliseconds. */
const COMMIT_INTERVAL = 1000;

/**
 * Reads the transactions of a topic into a store, each exactly once: the store keeps, in one transaction with the rows, how far each
 * partition was read, and goes on from there whatever happens. What fails is tried again until it works; a record that is no
 * transaction is kept aside.
 *
 * @example
 * ```ts
 * import { Collector, memoryConsumer } from "@dhcpkit/kafka/collector";
 * import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
 * import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
 * import { MemoryTopic } from "@dhcpkit/kafka/publisher";
 * import { assertEquals } from "@std/assert";
 *
 * const topic = new MemoryTopic();
 * topic.append({ key: null, value: new DHCPKafkaMessage({ serverName: "dhcp01" }).save() });
 * await using store = await sqliteStore(":memory:");
 * const collector = new Collector({ source: memoryConsumer(topic), store });
 * const { promise: caughtUp, resolve } = Promise.withResolvers<void>(), stop = new AbortController();
 * const running = collector.run({ signal: stop.signal, onCaughtUp: resolve });
 * await caughtUp;
 * stop.abort();
 * await running;
 * assertEquals((await store.servers()).map(({ name }) => name), ["dhcp01"]);
 * ```
 */
export class Collector {
  readonly #source: ConsumerSource;
  readonly #store: TransactionWriter;
  readonly #observer: CollectorObserver;
  readonly #now: () => number;
  readonly #retryMs: readonly [number, number];
  readonly #writer: StoreWriter;
  readonly #batchRecords: number;
  readonly #starts: Starts;
  #partitions = new Map<number, PartitionProgress>();
  #pending: PendingBatch;
  #read = 0;
  #committedAt = 0;
  /** What is in the store and not noted in Kafka. */
  readonly #uncommitted = new Map<number, bigint>();
  #sourceProblem: string | undefined;
  #onCaughtUp: (() => void) | undefined;

  /** Nothing happens before {@linkcode Collector.run}. */
  constructor(init: CollectorInit) {
    const { source, store, start, observer = {}, now = Date.now, lingerMs = 20 } = init;
    const batchRecords = init.batchRecords ?? store.preferredBatch ?? 2000;
    this.#source = source;
    this.#store = store;
    this.#starts = new Starts(start ?? { at: "beginning", evenIfKnown: false });
    this.#observer = observer;
    this.#now = now;
    this.#retryMs = init.retryMs ?? [500, 30_000];
    this.#batchRecords = batchRecords;
    this.#pending = this.#newBatch();
    this.#writer = new StoreWriter({
      store,
      ...{ batchRecords, lingerMs, retryMs: this.#retryMs, observer, now },
      take: () => this.#take(),
      written: (positions) => this.#written(positions),
    });
  }

  /** What was done so far, and how far it is. */
  get stats(): CollectorStats {
    const { stored, duplicates, quarantined, gaps, problem } = this.#writer;
    const partitions = [...this.#partitions].map(([partition, { next, lag }]) => ({ partition, next, lag }));
    const pending = this.#pending.records + this.#writer.underWay;
    return {
      ...{ read: this.#read, stored, duplicates, quarantined, gaps, pending },
      partitions: partitions.sort((a, b) => a.partition - b.partition),
      problem: problem ?? this.#sourceProblem,
      storeProblem: problem,
    };
  }

  /**
   * Collects until `signal` aborts; what is read by then is written, for at most `closeMs` (default 5000): a write that hangs is left to
   * the store, whose closing ends it. `onCaughtUp` is called once, when all that was there is in the store.
   *
   * Rejects only when the source fails before it has given anything: later, and when the store fails, it is tried again.
   */
  async run(
    { signal, onCaughtUp, closeMs = 5000 }: { signal: AbortSignal; onCaughtUp?: () => void; closeMs?: number },
  ): Promise<void> {
    this.#onCaughtUp = onCaughtUp;
    this.#writer.start();
    try {
      await this.#readAll(signal);
    } finally {
      await this.#writer.end(closeMs);
    }
  }

  async #readAll(signal: AbortSignal): Promise<void> {
    let wasReading = false;
    for (let failures = 0; !signal.aborted;) {
      try {
        const onAssigned = (partitions: readonly AssignedPartition[]) => {
          wasReading = true;
          failures = 0;
          this.#sourceProblem = undefined;
          this.#assign(partitions);
        };
        const startingPoints = (partitions: readonly number[]) => this.#startingPoints(partitions);
        await this.#readOn({ signal, startingPoints, onAssigned });
      } catch (error) {
        const problem = error instanceof Error ? error : new Error(String(error));
        if (!wasReading) throw problem;
        const [first, longest] = this.#retryMs, retryInMs = Math.min(first * 2 ** failures++, longest);
        this.#sourceProblem = problem.message;
        this.#observer.sourceFailed?.(problem, retryInMs);
        await pause(retryInMs, signal);
      }
    }
  }

  async #readOn(options: Parameters<ConsumerSource["consume"]>[0]): Promise<void> {
    for await (const batch of this.#source.consume(options)) {
      const progress = this.#partitions.get(batch.partition);
      if (progress === undefined) continue;
      for (const part of this.#parts(batch)) {
        const before = this.#pending.records;
        progress.read(part, this.#pending, this.#now() * 1000);
        this.#read += this.#pending.records - before;
        this.#observer.read?.(part.records.length, bytesOf(part));
        this.#writer.wake(this.#pending.records);
        while (this.#pending.records >= READ_AHEAD_BATCHES * this.#batchRecords && !options.signal.aborted) {
          await this.#writer.changed;
        }
      }
    }
  }

  /** What is decoded and waits for long outlives the garbage of a moment; so a large batch is read in parts. */
  #parts(batch: RecordBatch): readonly RecordBatch[] {
    const { records } = batch, size = this.#batchRecords;
    if (records.length <= size) return [batch];
    return Array.from({ length: Math.ceil(records.length / size) }, (_, i) => {
      return { ...batch, records: records.slice(i * size, (i + 1) * size) };
    });
  }

  /** Asked by the source at each assignment. What was read by then is written first, so that the store knows how far it is. */
  async #startingPoints(partitions: readonly number[]): Promise<ReadonlyMap<number, StartingPoint>> {
    await this.#writer.flush();
    return this.#starts.points(partitions, await this.#store.positions(this.#source.topic));
  }

  #assign(partitions: readonly AssignedPartition[]): void {
    const { topic } = this.#source;
    this.#partitions = new Map();
    for (const assigned of partitions) {
      const { partition, next } = assigned, before = this.#starts.known(partition);
      const isAnew = this.#starts.isAnew(assigned);
      const progress = new PartitionProgress({ topic, partition, next, before, isAnew });
      this.#partitions.set(partition, progress);
      // The store leaves out what is before its own place, so it has to hear of one further back. One that is ahead is written with the
      // first batch, and with what is missing before it: who ends in between has skipped nothing.
      if (before === undefined || next < before.next) this.#writer.moveTo(progress.position);
    }
    this.#starts.assigned(partitions);
    this.#observer.assigned?.(partitions);
  }

  #take(): PendingBatch {
    const taken = this.#pending;
    this.#pending = this.#newBatch();
    return taken;
  }

  #newBatch(): PendingBatch {
    return new PendingBatch({
      isMadeAhead: this.#store.isRemote ?? false,
      keepsFacts: this.#observer.countsTransactions ?? false,
    });
  }

  #written(positions: readonly PartitionPosition[]): void {
    this.#starts.written(positions);
    for (const { partition, next } of positions) this.#uncommitted.set(partition, next);
    const isCaughtUp = this.#pending.isEmpty && this.#partitions.size > 0 &&
      [...this.#partitions.values()].every((progress) => progress.isCaughtUp);
    if (isCaughtUp) {
      this.#onCaughtUp?.();
      this.#onCaughtUp = undefined;
    }
    if (isCaughtUp || performance.now() - this.#committedAt >= COMMIT_INTERVAL) void this.#commit();
  }

  async #commit(): Promise<void> {
    this.#committedAt = performance.now();
    const partitions = [...this.#uncommitted].map(([partition, next]) => ({ partition, next }));
    this.#uncommitted.clear();
    await this.#source.commit(partitions.filter(({ partition }) => this.#partitions.has(partition)));
  }
}

function bytesOf({ records }: RecordBatch): number {
  let bytes = 0;
  for (const { key, value } of records) bytes += (key?.length ?? 0) + (value?.length ?? 0);
  return bytes;
}
