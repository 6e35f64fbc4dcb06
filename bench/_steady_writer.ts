/**
 * Writes so many transactions a second into a store, as a collector would, and tells of each batch how long that took: as a program,
 * `_steady_writer.ts FILE RATE SECONDS`, in lines of JSON.
 */
import type { NewTransaction, TransactionStore } from "@dhcpkit/kafka/store";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { writeBatch } from "./_filled_store.ts";
import { TransactionMix } from "./_transactions.ts";

/** A batch that was written. */
export interface WrittenBatch {
  /** When it was to begin, in milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds that it began later than it was to. */
  readonly late: number;
  /** Milliseconds that writing took. */
  readonly took: number;
  readonly records: number;
}

/** Four batches a second. */
const EVERY_MS = 250;

/** Writes for so many seconds. Records are decoded before the clock of their batch starts. */
export async function writeSteadily(
  store: TransactionStore,
  { rate, seconds, wrote }: { rate: number; seconds: number; wrote: (batch: WrittenBatch) => void },
): Promise<void> {
  const mix = new TransactionMix(), records = rate * EVERY_MS / 1000;
  for (let at = Date.now() + EVERY_MS, end = at + seconds * 1000; at < end; at += EVERY_MS) {
    const transactions: NewTransaction[] = Array.from({ length: records }, () => mix.nextTransaction());
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - Date.now())));
    const late = Date.now() - at, start = performance.now();
    await writeBatch(store, transactions);
    wrote({ at, late, took: performance.now() - start, records });
  }
}

if (import.meta.main) {
  const [file, rate, seconds] = Deno.args;
  await using store = await sqliteStore(file);
  await writeSteadily(store, {
    ...{ rate: Number(rate), seconds: Number(seconds) },
    wrote: (batch) => console.log(JSON.stringify(batch)),
  });
}
