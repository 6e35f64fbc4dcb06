import type { DropReason } from "./status.ts";
import type { OutgoingRecord } from "./transport.ts";

/** Records in the order in which they came, for a {@linkcode Publisher} to send. */
export interface RecordQueue {
  /** Records in memory, those on their way included. */
  readonly size: number;
  /** Bytes of those. */
  readonly bytes: number;
  /** How many of them can be sent now, or are on their way. */
  readonly ready: number;
  /** How many of them would be lost if this process were killed. */
  readonly unwritten: number;
  /** Records on disk only. */
  readonly spooled: number;
  /** Bytes that the queue takes on disk. */
  readonly diskBytes: number;
  /** Whether it is not known yet what is on disk. */
  readonly isOpening: boolean;
  /** Whether nothing more should be on its way before all that is has been settled: something waits for that moment. */
  readonly wantsSettling: boolean;
  /** When the first record came, by `performance.now()`; `undefined` when none is ready. */
  readonly since: number | undefined;
  /** When a record came that is on its way, counted from the first one. */
  timeAt(index: number): number;
  /** Gets ready to give records, where that takes something. Returns at once. */
  open(): void;
  /** Adds a record at the end; otherwise tells why not. `now` is told by `since`. */
  push(record: OutgoingRecord, now: number): DropReason | undefined;
  /** The first records that are not on their way, within these bounds. They are from then on, until they are settled. */
  send(count: number, bytes: number): OutgoingRecord[];
  /** What became of those on their way is known, or will never be: what is still within waits again. */
  settle(): void;
  /** Takes out the first `count` records, which are delivered or refused. */
  remove(count: number): void;
  /** Ends the queue. Nothing is in memory afterwards; what is on disk is counted as spooled. */
  close(): Promise<void>;
}

/** What a queue tells its publisher, at any time. */
export interface QueueEvents {
  /** There may be more to send. */
  ready(): void;
  /** Records were lost that had been taken. */
  dropped(reason: DropReason, count: number): void;
  /** Records of an earlier process were found, and bytes that were none. */
  recovered(count: number, tornBytes: number): void;
  /** What is wrong with the disk, or `undefined` when it works again. */
  diskProblem(problem: string | undefined): void;
}
