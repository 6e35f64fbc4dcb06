import type { Collector, CollectorObserver } from "../collector/collector.ts";
import type { ConsumerSource } from "../collector/consumer_source.ts";
import { isMissing } from "../collector/partition_progress.ts";
import {
  CollectorMetrics,
  collectorReadiness,
  detectionMetrics,
  type HealthServer,
  healthServer,
  type MetricsRegistry,
  newRegistry,
} from "../metrics/mod.ts";
import type { Watching } from "./watching.ts";
import type { ListenAddress } from "../metrics/mod.ts";
import type { QuarantinedRecord, Swept, TransactionStore } from "../store/mod.ts";

/** Kinds of what is kept aside. */
const KINDS = ["no-value", "other-type", "unreadable", "refused-by-store"] as const;

/** Shows what a collector does to Prometheus, and whether it is well. */
export class MetricsOfCollector implements AsyncDisposable {
  readonly #registry: MetricsRegistry;
  readonly #metrics: CollectorMetrics;
  readonly #server: HealthServer;
  #collector: Collector | undefined;

  /** Listens at once. Throws what the operating system says. */
  constructor(address: ListenAddress, source: ConsumerSource, store: TransactionStore) {
    const registry = this.#registry = newRegistry();
    this.#metrics = new CollectorMetrics({
      registry,
      reasons: KINDS,
      health: () => source.health,
      storeSize: () => store.size(),
    });
    this.#server = healthServer({
      ...address,
      registry: { contentType: registry.contentType, metrics: () => this.#scraped(() => registry.metrics()) },
      ready: () =>
        collectorReadiness(source.health, { problem: this.#collector?.stats.storeProblem }, performance.now()),
    });
  }

  /** Where it is served, for people. */
  get url(): string {
    return this.#server.url;
  }

  /** What the collector is to tell. */
  get observer(): CollectorObserver {
    const metrics = this.#metrics;
    return {
      countsTransactions: true,
      read: (records, bytes) => metrics.read(records, bytes),
      wrote(batch, outcome, seconds) {
        metrics.stored(batch.facts, outcome);
        metrics.wrote(seconds, batch.records);
        for (const record of batch.quarantined) metrics.quarantined(1, kindOf(record));
        for (const gap of batch.gaps.filter(isMissing)) metrics.gap(gap);
      },
      storeFailed: () => metrics.writeFailed(),
      sourceFailed: () => metrics.sourceRestarted(),
    };
  }

  /** Has the lag of this collector shown. */
  of(collector: Collector): void {
    this.#collector = collector;
  }

  /** Has shown what this finds. */
  ofWatch({ watch, webhook }: Watching): void {
    detectionMetrics(() => ({ stats: watch.stats, webhook: webhook?.stats }), { registry: this.#registry });
  }

  /** What was deleted. */
  swept(swept: Swept): void {
    this.#metrics.swept(swept);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.close();
  }

  #scraped(metrics: () => Promise<string>): Promise<string> {
    for (const { partition, lag } of this.#collector?.stats.partitions ?? []) this.#metrics.lag(partition, lag);
    return metrics();
  }
}

function kindOf({ value, reason }: QuarantinedRecord): typeof KINDS[number] {
  if (reason.startsWith("the store refuses it")) return "refused-by-store";
  if (value === undefined) return "no-value";
  return value.length > 0 && value[0] !== 1 ? "other-type" : "unreadable";
}
