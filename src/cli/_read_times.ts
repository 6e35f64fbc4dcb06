import type { RecordBatch } from "../collector/consumer_source.ts";
import type { Microseconds } from "../store/mod.ts";

/** Records of a partition whose times are looked at together. */
const RECENT = 1000;

interface ReadTime {
  until: Microseconds;
  /** Times of the last records, in a ring. */
  readonly recent: Microseconds[];
  count: number;
}

/**
 * Up to which time all partitions have been read. Where a partition is behind, the times of its records tell, which are those of servers:
 * the least one of many, so that a server whose clock is ahead does not speak for the others. Where there is nothing more to read, it
 * is when the broker was asked.
 */
export class ReadTimes {
  readonly #partitions: ReadonlyMap<number, ReadTime>;

  /** Nothing has been read of these partitions. */
  constructor(partitions: readonly number[]) {
    this.#partitions = new Map(partitions.map((partition) => [partition, { until: 0, recent: [], count: 0 }]));
  }

  /** The time up to which everything has been read; 0 before it is known of every partition. */
  get until(): Microseconds {
    return Math.min(...Array.from(this.#partitions.values(), ({ until }) => until));
  }

  /** Notes a batch that was read when it was `present`. */
  read({ partition, records, endOffset, askedAt }: RecordBatch, present: Microseconds): void {
    const time = this.#partitions.get(partition);
    if (time === undefined) return;
    for (const { timestamp } of records) time.recent[time.count++ % RECENT] = Math.min(timestamp * 1000, present);
    if (time.recent.length === RECENT) time.until = Math.max(time.until, Math.min(...time.recent));
    const next = (records.at(-1)?.offset ?? endOffset - 1n) + 1n;
    if (next >= endOffset) time.until = Math.max(time.until, Math.min(askedAt * 1000, present));
  }
}
