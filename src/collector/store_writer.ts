import type { PartitionPosition, TransactionWriter } from "../store/mod.ts";
import type { CollectorObserver } from "./collector.ts";
import { isMissing } from "./partition_progress.ts";
import type { PendingBatch } from "./pending_batch.ts";
import { aborted, pause } from "../kafka/waiting.ts";
import { writeAround } from "./write_around.ts";

/** What a {@linkcode StoreWriter} is made of. */
export interface StoreWriterInit {
  readonly store: TransactionWriter;
  readonly batchRecords: number;
  readonly lingerMs: number;
  readonly retryMs: readonly [first: number, longest: number];
  readonly observer: CollectorObserver;
  readonly now: () => number;
  /** Takes what is pending. */
  readonly take: () => PendingBatch;
  /** Called when positions are in the store. */
  readonly written: (positions: readonly PartitionPosition[]) => void;
}

/** After so many failures of the same batch in a row, it is looked whether one record is to blame. */
const FAILURES_BEFORE_SEARCH = 3;

/** Writes one batch after the other, each until the store takes it. */
export class StoreWriter {
  readonly #init: StoreWriterInit;
  readonly #ended = new AbortController();
  readonly #givenUp = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #waiting = 0;
  #moves: PartitionPosition[] = [];
  #wakeUp = Promise.withResolvers<void>();
  #changed = Promise.withResolvers<void>();
  #isFull = false;
  stored = 0;
  duplicates = 0;
  quarantined = 0;
  gaps = 0;
  /** Records that are being written. */
  underWay = 0;
  /** Why the store does not take what it is given; `undefined` while it does. */
  problem: string | undefined;

  constructor(init: StoreWriterInit) {
    this.#init = init;
  }

  /** Resolves when something was written, or when it ends. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  /** Says that there is something to write: so many records, none where only a place was reached. */
  wake(records: number): void {
    this.#waiting = Math.max(records, 1);
    this.#isFull = records >= this.#init.batchRecords;
    this.#wakeUp.resolve();
  }

  /** Has the store move to another place before anything else is written. */
  moveTo(position: PartitionPosition): void {
    this.#moves.push(position);
    this.#wakeUp.resolve();
  }

  /** Resolves when what is pending now is written. */
  async flush(): Promise<void> {
    while ((this.#waiting > 0 || this.underWay > 0 || this.#moves.length > 0) && !this.#givenUp.signal.aborted) {
      this.#isFull = true;
      this.#wakeUp.resolve();
      await this.#changed.promise;
    }
  }

  /** Writes until {@linkcode StoreWriter.end}. */
  start(): void {
    this.#running = this.#run();
  }

  /** Writes what is pending, for at most so many milliseconds: a write that takes longer is left to itself. */
  async end(deadlineMs: number): Promise<void> {
    this.#ended.abort();
    this.#wakeUp.resolve();
    const timer = setTimeout(() => this.#givenUp.abort(), deadlineMs);
    await Promise.race([this.#running, aborted(this.#givenUp.signal)]);
    clearTimeout(timer);
    this.#givenUp.abort();
    this.#change();
  }

  async #run(): Promise<void> {
    while (!this.#givenUp.signal.aborted) {
      if (this.#waiting === 0 && this.#moves.length === 0) {
        if (this.#ended.signal.aborted) break;
        await this.#wakeUp.promise;
      }
      this.#wakeUp = Promise.withResolvers();
      if (this.#waiting > 0 && !this.#isFull) await pause(this.#init.lingerMs, this.#ended.signal);
      await this.#move();
      const batch = this.#init.take();
      this.#waiting = 0;
      this.#isFull = false;
      this.underWay = batch.records;
      if (!batch.isEmpty) await this.#write(batch);
      this.underWay = 0;
      this.#change();
    }
    this.#givenUp.abort();
    this.#change();
  }

  async #move(): Promise<void> {
    const moves = this.#moves;
    if (moves.length === 0) return;
    this.#moves = [];
    await this.#untilItWorks(() => this.#init.store.moveTo(moves));
  }

  async #write(batch: PendingBatch): Promise<void> {
    const { store, observer, written } = this.#init, startedAt = performance.now();
    const outcome = await this.#untilItWorks((failures) => {
      return failures < FAILURES_BEFORE_SEARCH ? store.write(batch) : writeAround(store, batch, this.#init.now);
    });
    if (outcome === undefined) return;
    this.stored += outcome.stored;
    this.duplicates += outcome.duplicates;
    this.quarantined += batch.quarantined.length;
    this.gaps += batch.gaps.filter(isMissing).length;
    observer.wrote?.(batch, outcome, (performance.now() - startedAt) / 1000);
    written(batch.positions);
  }

  /** `undefined` when it was given up. */
  async #untilItWorks<T>(attempt: (failures: number) => Promise<T>): Promise<T | undefined> {
    const { retryMs: [first, longest], observer } = this.#init;
    for (let failures = 0; !this.#givenUp.signal.aborted;) {
      try {
        const result = await attempt(failures);
        this.problem = undefined;
        return result;
      } catch (error) {
        const problem = error instanceof Error ? error : new Error(String(error));
        const retryInMs = Math.min(first * 2 ** failures++, longest);
        this.problem = problem.message;
        observer.storeFailed?.(problem, retryInMs);
        await pause(retryInMs, this.#givenUp.signal);
      }
    }
    return undefined;
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
