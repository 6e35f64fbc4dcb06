import type { LogGap, Microseconds, PartitionPosition } from "../store/mod.ts";
import { checkTransaction } from "../store/mod.ts";
import { WireError } from "../wire/mod.ts";
import type { RecordBatch } from "./consumer_source.ts";
import type { PendingBatch } from "./pending_batch.ts";
import type { SourceRecord } from "./record_source.ts";

/** Whether records are missing in a gap, or may be; there are none where a log merely begins. */
export function isMissing({ fromOffset, toOffset, from }: LogGap): boolean {
  return toOffset > fromOffset || from > 0;
}

/** Where reading starts. */
export interface ProgressInit {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the first record to read. */
  readonly next: bigint;
  /** How far the store has it; `undefined` for a partition that it does not know. */
  readonly before: PartitionPosition | undefined;
  /** Whether this is another log than the one that the store has read. */
  readonly isAnew: boolean;
}

/** How far a partition was read, in memory: ahead of the store by what is pending. */
export class PartitionProgress {
  readonly #topic: string;
  readonly #partition: number;
  #next: bigint;
  #coveredUntil: Microseconds;
  /** The same of this time alone: less where records are read again. */
  #readUntil: Microseconds;
  #expected: bigint | undefined;
  /** Up to here there are only marks behind what is expected. */
  #markedUntil: bigint | undefined;
  #endOffset: bigint;
  #isCaughtUp = false;

  /** Nothing is read yet. */
  constructor({ topic, partition, next, before, isAnew }: ProgressInit) {
    this.#topic = topic;
    this.#partition = partition;
    this.#next = next;
    this.#endOffset = next;
    this.#coveredUntil = before?.coveredUntil ?? 0;
    // Records in between are gone when reading starts behind where it ended, and those of another log behind that place. What was before
    // the first one was never read, or is known to the store where this is not the first time.
    const goesOn = before !== undefined && before.coveredUntil > 0 && (isAnew || before.next <= next);
    this.#readUntil = goesOn ? before.coveredUntil : 0;
    if (!goesOn) this.#expected = next;
    else if (before.next !== next) this.#expected = before.next;
  }

  /** Offset of the record to read next. */
  get next(): bigint {
    return this.#next;
  }

  /** Records that are still to be read. */
  get lag(): number {
    return Number(this.#endOffset > this.#next ? this.#endOffset - this.#next : 0n);
  }

  /** Whether all was read that there was when records last came. */
  get isCaughtUp(): boolean {
    return this.#isCaughtUp;
  }

  /** Where reading goes on. */
  get position(): PartitionPosition {
    return { topic: this.#topic, partition: this.#partition, next: this.#next, coveredUntil: this.#coveredUntil };
  }

  /** Reads records into `pending`. Those before the place where reading goes on are left out. `now` is the wall clock. */
  read({ records, marks = [], endOffset, askedAt }: RecordBatch, pending: PendingBatch, now: Microseconds): void {
    const isMark = new Set(marks);
    for (const record of records) {
      if (record.offset < this.#next) continue;
      this.#passMarks(isMark);
      this.#readOne(record, pending, now);
    }
    this.#passMarks(isMark);
    if (endOffset > this.#endOffset) this.#endOffset = endOffset;
    this.#isCaughtUp = this.#next >= endOffset;
    if (this.#isCaughtUp) {
      const time = Math.min(askedAt * 1000, now);
      this.#closeGap(this.#next, time, pending);
      this.#covers(time);
    }
    pending.reached(this.position);
  }

  #passMarks(isMark: ReadonlySet<bigint>): void {
    if (isMark.size === 0) return;
    const before = this.#next;
    while (isMark.has(this.#next)) this.#next++;
    if (before === (this.#markedUntil ?? this.#expected)) this.#markedUntil = this.#next;
  }

  #readOne(record: SourceRecord, pending: PendingBatch, now: Microseconds): void {
    const recordedAt = Math.min(Math.round(record.timestamp * 1000), now);
    if (this.#expected !== undefined) this.#closeGap(record.offset, recordedAt, pending);
    else if (record.offset > this.#next) {
      this.#expected = this.#next;
      this.#closeGap(record.offset, recordedAt, pending);
    }
    this.#next = record.offset + 1n;
    const place = { topic: this.#topic, partition: this.#partition, offset: record.offset };
    try {
      if (record.value === null) throw new WireError("a record without a value", 0);
      const answeredAt = checkTransaction(record.value, recordedAt);
      pending.transactions.push(place, record.value, recordedAt);
      // A record is published once its answer is out.
      this.#covers(Math.min(Math.max(answeredAt, recordedAt), now));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      const { key, value } = record;
      this.#covers(recordedAt);
      const bytes = { key: key ?? undefined, value: value ?? undefined };
      pending.quarantined.push({ place, recordedAt, reason: error.message, ...bytes });
    }
  }

  #covers(time: Microseconds): void {
    if (time > this.#coveredUntil) this.#coveredUntil = time;
    if (time > this.#readUntil) this.#readUntil = time;
  }

  /** Tells what is missing before the record at `offset`: once for each place. */
  #closeGap(toOffset: bigint, time: Microseconds, pending: PendingBatch): void {
    if (this.#expected === undefined) return;
    const fromOffset = this.#expected, from = this.#readUntil;
    const isWhole = toOffset < fromOffset || toOffset === this.#markedUntil;
    this.#expected = this.#markedUntil = undefined;
    pending.gaps.push({
      topic: this.#topic,
      partition: this.#partition,
      fromOffset,
      toOffset: isWhole ? fromOffset : toOffset,
      from,
      to: Math.max(time, from),
    });
  }
}
