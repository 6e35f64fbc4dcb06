import type { RecordBatch } from "../collector/consumer_source.ts";
import type { SourceRecord } from "../collector/record_source.ts";

/** What becomes of a record. */
export interface Made<T> {
  /** What is to be written; `undefined` for nothing. */
  readonly made: T | undefined;
  /** Why it is no good record of its topic; `undefined` for one that is. */
  readonly problem: string | undefined;
}

/** What is to be written, and of which record it was made. */
export interface Written<T> {
  readonly record: SourceRecord;
  readonly made: T;
}

/** How what was made is written. */
export interface WriteOptions {
  /** Where it was read, and how much more there is. */
  readonly batch: RecordBatch;
  /** Told of each record that will never be taken; without a record, of something that several have made. */
  readonly refused: (record: SourceRecord | undefined, why: string) => void;
  /** Gives up what does not work when it aborts. */
  readonly signal: AbortSignal;
}

/** Where records go. */
export interface Sink<T> {
  /** What to write for a record. Never throws for whatever a record holds. */
  make(record: SourceRecord): Made<T>;
  /**
   * Writes what was made of a batch, which may be nothing, and resolves when it is where it belongs: `written`. `ended` when nobody
   * wants any more, and `given-up` when `signal` has aborted before.
   */
  write(all: readonly Written<T>[], options: WriteOptions): Promise<"written" | "ended" | "given-up">;
  /** Told of the partitions that are read from now on, before any of their records. What it throws is as if reading had failed. */
  assigned?(partitions: readonly number[]): Promise<void>;
}
