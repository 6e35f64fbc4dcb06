import type { SourceHealth } from "../collector/consumer_source.ts";
import type { TransactionFacts } from "../store/new_transaction.ts";
import type { Swept } from "../store/retention.ts";
import type { LogGap, StoreSize, WriteOutcome } from "../store/transaction_store.ts";
import { collectorDeclarations } from "./_collector_declarations.ts";
import { ServerCounts } from "./_server_counts.ts";
import { SizeOfStore } from "./_store_size.ts";
import { ValueCounts } from "./_value_counts.ts";
import type { MetricsRegistry } from "./metrics_registry.ts";
import { registerMetrics } from "./registry.ts";

/** What {@linkcode CollectorMetrics} are made of. */
export interface CollectorMetricsInit {
  /** What they are shown with. */
  readonly registry: MetricsRegistry;
  /** How many servers are told apart, those that come first; further ones are counted as `other`. Default: 200. */
  readonly maxServers?: number;
  /** Reasons for quarantine that are shown from the start, with 0, so that the first record of each is seen as an increase. */
  readonly reasons?: readonly string[];
  /** What the source is doing; asked whenever the registry is read. `undefined` while there is none. */
  readonly health?: () => SourceHealth | undefined;
  /** The size of the store; asked for when the registry is read, at most every ten seconds. */
  readonly storeSize?: () => Promise<StoreSize>;
  /** Milliseconds since 1970-01-01 UTC. Default: `Date.now`. */
  readonly now?: () => number;
}

/** Seconds that a write takes. */
const WRITE_BOUNDS: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** So many reasons are told apart. */
const MAX_REASONS = 20;

/**
 * What a collector has done, for Prometheus. A collector calls the methods, which count and do nothing else; numbers only go up
 * for as long as the object lives, whatever becomes of sources and stores.
 *
 * @example
 * ```ts
 * import { CollectorMetrics, newRegistry } from "@dhcpkit/kafka/metrics";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = newRegistry(), metrics = new CollectorMetrics({ registry });
 * metrics.quarantined(2, "not-a-transaction");
 * const text = await registry.metrics();
 * assertStringIncludes(text, 'dhcpkit_collector_quarantined_total{reason="not-a-transaction"} 2');
 * ```
 */
export class CollectorMetrics {
  readonly #servers: ServerCounts;
  readonly #quarantined = new Map<string, number>();
  readonly #lag = new Map<number, number>();
  readonly #writes = new ValueCounts(WRITE_BOUNDS);
  readonly #swept: Record<keyof Swept, number> = { transactions: 0, leases: 0, clients: 0, quarantined: 0 };
  readonly #now: () => number;
  #stored = 0;
  #duplicates = 0;
  #records = 0;
  #failedWrites = 0;
  #readRecords = 0;
  #readBytes = 0;
  #gaps = 0;
  #missing = 0;
  #restarts = 0;

  /** Throws `Error` when the registry has the metrics of a collector already. */
  constructor(init: CollectorMetricsInit) {
    const { registry, maxServers = 200, reasons = [], health, storeSize, now = Date.now } = init;
    this.#servers = new ServerCounts(maxServers);
    this.#now = now;
    for (const reason of reasons) this.quarantined(0, reason);
    const size = storeSize && new SizeOfStore(storeSize, now);
    registerMetrics(
      registry,
      collectorDeclarations({
        servers: this.#servers,
        writes: this.#writes,
        counts: () => ({
          stored: this.#stored,
          duplicates: this.#duplicates,
          writtenRecords: this.#records,
          failedWrites: this.#failedWrites,
          readRecords: this.#readRecords,
          readBytes: this.#readBytes,
          gaps: this.#gaps,
          missing: this.#missing,
          restarts: this.#restarts,
        }),
        quarantined: this.#quarantined,
        swept: this.#swept,
        lag: this.#lag,
        health,
        size: size && (() => size.read()),
      }),
    );
  }

  /** Records that a broker has sent, and the bytes of their keys and values. */
  read(records: number, bytes: number): void {
    this.#readRecords += records;
    this.#readBytes += bytes;
  }

  /** A batch that the store has taken, and what came of it. */
  stored(transactions: readonly TransactionFacts[], { stored, duplicates }: WriteOutcome): void {
    const now = this.#now() / 1000;
    for (const transaction of transactions) this.#servers.add(transaction, now);
    this.#stored += stored;
    this.#duplicates += duplicates;
  }

  /** Records that were kept aside. `reason` is one of a few words, not a message: the 21st and further ones count as `other`. */
  quarantined(count: number, reason: string): void {
    const isNew = !this.#quarantined.has(reason),
      key = isNew && this.#quarantined.size >= MAX_REASONS ? "other" : reason;
    this.#quarantined.set(key, (this.#quarantined.get(key) ?? 0) + count);
  }

  /** A write of so many records to the store, quarantined ones included, that took so many seconds. */
  wrote(seconds: number, records: number): void {
    this.#writes.add(seconds);
    this.#records += records;
  }

  /** A write that the store did not do. */
  writeFailed(): void {
    this.#failedWrites++;
  }

  /** Records that nobody will read. */
  gap({ fromOffset, toOffset }: LogGap): void {
    this.#gaps++;
    this.#missing += Math.max(Number(toOffset - fromOffset), 0);
  }

  /** How many records of a partition are still to be read. Those of partitions that somebody else has now are not shown. */
  lag(partition: number, records: number | bigint): void {
    this.#lag.set(partition, Math.max(Number(records), 0));
  }

  /** A source that broke down and was made anew. */
  sourceRestarted(): void {
    this.#restarts++;
  }

  /** What the store has deleted. */
  swept(swept: Swept): void {
    for (const what of Object.keys(this.#swept) as (keyof Swept)[]) this.#swept[what] += swept[what];
  }
}
