import type { Microseconds, PartitionPosition } from "../store/mod.ts";

/** How far a store has what was published. */
export interface ReadUpTo {
  /** Everything that was published by then was read. */
  readonly time: Microseconds;
  /** Whether there is more to read that was published a while ago. */
  readonly isBehind: boolean;
}

/** A collector that keeps up is not further behind than this: it asks of each partition every few seconds. */
const BEHIND: Microseconds = 60e6;

/**
 * Tells up to when everything was read, by the partition that is furthest behind; one that nobody reads any more is not waited for.
 */
export class ReadingProgress {
  readonly #patienceMs: number;
  readonly #partitions = new Map<string, { readonly covered: Microseconds; readonly since: number }>();

  /** A partition that does not move for `patienceMs` is not read any more. */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** Takes what the store says at a time, in milliseconds since 1970; `undefined` while nothing is read at all. */
  look(coverage: readonly PartitionPosition[], now: number): ReadUpTo | undefined {
    let time = Infinity;
    for (const { topic, partition, coveredUntil } of coverage) {
      const key = `${partition} ${topic}`, before = this.#partitions.get(key);
      const known = before?.covered === coveredUntil ? before : { covered: coveredUntil, since: now };
      if (known !== before) this.#partitions.set(key, known);
      if (now - known.since < this.#patienceMs) time = Math.min(time, coveredUntil);
    }
    return time === Infinity ? undefined : { time, isBehind: time < now * 1000 - BEHIND };
  }
}
