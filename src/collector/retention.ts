import { pause } from "../kafka/waiting.ts";
import type { Retention, Swept, TransactionWriter } from "../store/mod.ts";

/** How long things are kept; ages in milliseconds, `Infinity` = for ever. */
export interface RetentionSettings {
  /** Transactions, but for the proofs of leases. Default: 7 days. */
  readonly transactionAgeMs?: number;
  /** Transactions of each client at each server, the latest, but for the proofs of leases. Default: 20. */
  readonly transactionsPerClient?: number;
  /** Leases that have ended, with their proofs. Default: 365 days. */
  readonly leaseAgeMs?: number;
  /** Records that are no transactions. Default: 30 days. */
  readonly quarantineAgeMs?: number;
  /** Traffic by the hour. Default: 400 days, so that a month can be held against that of a year ago. */
  readonly trafficAgeMs?: number;
  /** Traffic by the minute, by relay agent, and numbers of clients. Default: 8 days: today beside the same day a week ago. */
  readonly fineTrafficAgeMs?: number;
  /** Findings that are over. Default: 400 days. */
  readonly findingAgeMs?: number;
  /** Entries of the audit. Default: 400 days. */
  readonly auditAgeMs?: number;
}

const DAY_MS = 86_400_000;

/** What is to be kept at a time, in milliseconds since 1970-01-01 UTC. */
export function retentionAt(now: number, settings: RetentionSettings = {}): Retention {
  const { transactionAgeMs = 7 * DAY_MS, leaseAgeMs = 365 * DAY_MS, quarantineAgeMs = 30 * DAY_MS } = settings;
  const { trafficAgeMs = 400 * DAY_MS, fineTrafficAgeMs = 8 * DAY_MS } = settings;
  const { findingAgeMs = 400 * DAY_MS, auditAgeMs = 400 * DAY_MS } = settings;
  const from = (ageMs: number) => Math.max(0, Math.floor((now - ageMs) * 1000));
  return {
    transactionsFrom: from(transactionAgeMs),
    transactionsPerClient: settings.transactionsPerClient ?? 20,
    leasesFrom: from(leaseAgeMs),
    quarantineFrom: from(quarantineAgeMs),
    trafficFrom: from(trafficAgeMs),
    fineTrafficFrom: from(fineTrafficAgeMs),
    findingsFrom: from(findingAgeMs),
    auditFrom: from(auditAgeMs),
  };
}

/** How to sweep. */
export interface SweepOptions {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** What is kept. */
  readonly settings?: RetentionSettings;
  /** Milliseconds between the end of a sweep and the next one. Default: 10 minutes. */
  readonly everyMs?: number;
  /** Told of what was deleted. */
  readonly swept?: (swept: Swept, seconds: number) => void;
  /** Told of what failed; it is tried again at the next time. */
  readonly failed?: (error: Error) => void;
  /** Milliseconds since 1970-01-01 UTC. Default: `Date.now`. */
  readonly now?: () => number;
}

/** Deletes what need not be kept, at once and then at intervals, until `signal` aborts. Never rejects. */
export async function sweepRegularly(store: TransactionWriter, options: SweepOptions): Promise<void> {
  const { signal, settings, everyMs = 600_000, swept, failed, now = Date.now } = options;
  while (!signal.aborted) {
    try {
      const startedAt = performance.now(), result = await store.sweep(retentionAt(now(), settings), { signal });
      swept?.(result, (performance.now() - startedAt) / 1000);
    } catch (error) {
      failed?.(error instanceof Error ? error : new Error(String(error)));
    }
    await pause(everyMs, signal);
  }
}
