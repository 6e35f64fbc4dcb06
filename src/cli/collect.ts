import { Collector, type CollectorStart, type CollectorStats } from "../collector/collector.ts";
import type { ConsumerSource } from "../collector/consumer_source.ts";
import { type RetentionSettings, sweepRegularly } from "../collector/retention.ts";
import type { TransactionStore } from "../store/mod.ts";
import type { Watch } from "../watch/mod.ts";
import { pause } from "../kafka/waiting.ts";
import type { MetricsOfCollector } from "./_collector_metrics.ts";
import { batchSpans } from "./_batch_spans.ts";
import { CollectorProgress } from "./_progress.ts";
import { tellRegularly } from "./_tell_regularly.ts";

/** How to collect. */
export interface CollectOptions {
  /** Where records come from. */
  readonly source: ConsumerSource;
  /** Where they go. */
  readonly store: TransactionStore;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Where to start. Default: where the store says, or with the oldest record. */
  readonly start?: CollectorStart;
  /** What is kept. */
  readonly retention?: RetentionSettings;
  /** End when all that was there is stored. Default: false. */
  readonly untilCaughtUp?: boolean;
  /** How long it may take to end, in milliseconds, before what hangs is left to itself. Default: 5000. */
  readonly closeMs?: number;
  /** Takes a line about what happens. */
  readonly say: (line: string) => void;
  /** Shows how far it is in place of what it showed before; absent where there is no terminal, then it is said now and then. */
  readonly show?: (line: string) => void;
  /** Milliseconds between two lines about how far it is. Default: 250 on a terminal, otherwise 30,000. */
  readonly everyMs?: number;
  /** Shows what is done. */
  readonly metrics?: MetricsOfCollector;
  /** Looks for trouble in what is stored. */
  readonly watch?: Watch;
}

/** Collects until the signal aborts, and tells how far it is; resolves with what was done. */
export async function collect(options: CollectOptions): Promise<CollectorStats> {
  const { source, store, start, say, show, everyMs = show ? 250 : 30_000, retention, closeMs = 5000 } = options;
  const progress = new CollectorProgress(),
    done = new AbortController(),
    metrics = options.metrics?.observer,
    spans = batchSpans();
  const signal = AbortSignal.any([options.signal, done.signal]);
  const seconds = (milliseconds: number) => `trying again in ${milliseconds / 1000} s`;
  const collector = new Collector({
    source,
    store,
    ...(start === undefined ? {} : { start }),
    observer: {
      ...metrics,
      assigned(partitions) {
        const list = partitions.map(({ partition }) => partition).join(", ");
        // From now on the rate is taken.
        progress.line(collector.stats, performance.now());
        say(partitions.length === 0 ? "no partitions: others have them all" : `reading partitions ${list}`);
      },
      wrote(batch, outcome, seconds) {
        metrics?.wrote?.(batch, outcome, seconds);
        spans.wrote(batch, outcome, seconds);
      },
      storeFailed(error, retryInMs) {
        spans.storeFailed(error, retryInMs);
        say(`the store failed (${error.message}); ${seconds(retryInMs)}`);
        metrics?.storeFailed?.(error, retryInMs);
      },
      sourceFailed(error, retryInMs) {
        say(`reading was interrupted (${error.message}); ${seconds(retryInMs)}`);
        metrics?.sourceFailed?.(error, retryInMs);
      },
    },
  });
  options.metrics?.of(collector);
  const onCaughtUp = () => {
    progress.caughtUp();
    say(`caught up: ${progress.line(collector.stats, performance.now())}`);
    if (options.untilCaughtUp) done.abort();
  };
  const telling = tellRegularly(
    () => (show ?? say)(progress.line(collector.stats, performance.now())),
    everyMs,
    done.signal,
  );
  const sweeping = sweepRegularly(store, {
    signal,
    ...(retention === undefined ? {} : { settings: retention }),
    swept(swept) {
      const { transactions, leases, clients, quarantined } = swept;
      options.metrics?.swept(swept);
      if (transactions + leases + clients + quarantined === 0) return;
      say(`deleted ${transactions} transactions, ${leases} leases, ${clients} clients, ${quarantined} kept aside`);
    },
    failed: (error) => say(`could not delete what is old: ${error.message}`),
  });
  const watched = new AbortController(), watching = options.watch?.run({ signal: watched.signal });
  try {
    await collector.run({ signal, onCaughtUp, closeMs });
    if (options.untilCaughtUp) await options.watch?.settled({ signal: options.signal });
  } finally {
    done.abort();
    watched.abort();
    const ended = new AbortController();
    // A store that hangs has to be closed, which is not before this is done.
    await Promise.race([Promise.all([telling, sweeping, watching]), pause(closeMs, ended.signal)])
      .finally(() => ended.abort());
  }
  return collector.stats;
}
