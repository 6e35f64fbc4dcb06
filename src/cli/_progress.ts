import type { CollectorStats } from "../collector/collector.ts";
import { durationText } from "../collector/present.ts";

/** How far a collector was at a time. */
interface Sample {
  /** By `performance.now()`. */
  readonly at: number;
  readonly read: number;
}

/** Bars of a full progress bar. */
const WIDTH = 24;
/** Over how long the rate is taken, in milliseconds. */
const RATE_WINDOW = 10_000;

/** Tells how far a collector is, in a line: while it catches up with what there was, and afterwards. */
export class CollectorProgress {
  readonly #samples: Sample[] = [];
  /** What there was to read when it was asked for the first time. */
  #total: number | undefined;
  #isCaughtUp = false;
  readonly #said: (stats: CollectorStats) => string;

  /** `said` tells what was done; unless given, what was stored. */
  constructor(said: (stats: CollectorStats) => string = storedText) {
    this.#said = said;
  }

  /** Says that what there was is stored: from now on there is no bar. */
  caughtUp(): void {
    this.#isCaughtUp = true;
  }

  /**
   * The line. `now` is that of `performance.now()`.
   *
   * - while catching up: `[############------------]  50 %  1,000,000 of 2,000,000  41,200/s  24 s left`
   * - afterwards: `1,000,000 stored, 812/s, lag 3`
   */
  line(stats: CollectorStats, now: number): string {
    const lag = stats.partitions.reduce((sum, partition) => sum + partition.lag, 0), left = lag + stats.pending;
    const done = stats.read - stats.pending, rate = this.#rate({ at: now, read: done });
    const problem = stats.problem === undefined ? [] : [`waiting: ${stats.problem}`];
    if (stats.partitions.length === 0) {
      return ["joining the group", ...(stats.read > 0 ? [this.#said(stats)] : []), ...problem].join("  ");
    }
    this.#total = Math.max(this.#total ?? 0, done + left);
    if (this.#isCaughtUp) return [this.#said(stats), `${count(rate)}/s`, `lag ${count(lag)}`, ...problem].join(", ");
    const share = this.#total === 0 ? 1 : done / this.#total, bars = Math.floor(share * WIDTH);
    return [
      `[${"#".repeat(bars)}${"-".repeat(WIDTH - bars)}]`,
      `${String(Math.floor(share * 100)).padStart(3)} %`,
      `${count(done)} of ${count(this.#total)}`,
      `${count(rate)}/s`,
      ...(rate > 0 && left > 0 ? [`${durationText(Math.ceil(left / rate))} left`] : []),
      ...problem,
    ].join("  ");
  }

  #rate(sample: Sample): number {
    this.#samples.push(sample);
    while (this.#samples.length > 2 && sample.at - this.#samples[1].at >= RATE_WINDOW) this.#samples.shift();
    const [first] = this.#samples, seconds = (sample.at - first.at) / 1000;
    return seconds > 0 ? Math.round((sample.read - first.read) / seconds) : 0;
  }
}

function storedText({ stored, duplicates, quarantined, gaps }: CollectorStats): string {
  return [
    `${count(stored)} stored`,
    ...(duplicates > 0 ? [`${count(duplicates)} there already`] : []),
    ...(quarantined > 0 ? [`${count(quarantined)} kept aside`] : []),
    ...(gaps > 0 ? [`${count(gaps)} ${gaps === 1 ? "gap" : "gaps"}`] : []),
  ].join(", ");
}

/** A number with commas. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}
