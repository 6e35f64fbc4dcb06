/** Upper ends of the buckets, in milliseconds. */
const BOUNDS: readonly number[] = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  1000,
  2000,
  5000,
  10_000,
  30_000,
  60_000,
  300_000,
];

/** How long things took: how many, their sum, and how many took no longer than each bound, as Prometheus has histograms. */
export interface LatencyHistogram {
  /** How many there were. */
  readonly count: number;
  /** Milliseconds of all together. */
  readonly sumMs: number;
  /** For each bound, in milliseconds, how many took as long or less. Those that took longer are in `count` alone. */
  readonly buckets: readonly { readonly leMs: number; readonly count: number }[];
}

/** Counts how long things took. */
export class Latency {
  readonly #counts: number[] = BOUNDS.map(() => 0);
  #count = 0;
  #sumMs = 0;

  /** Counts one that took so many milliseconds. */
  add(milliseconds: number): void {
    this.#count++;
    this.#sumMs += milliseconds;
    for (let bucket = 0; bucket < BOUNDS.length; bucket++) {
      if (milliseconds > BOUNDS[bucket]) continue;
      this.#counts[bucket]++;
      return;
    }
  }

  /** The figures at this moment. */
  get histogram(): LatencyHistogram {
    let count = 0;
    const buckets = BOUNDS.map((leMs, i) => ({ leMs, count: count += this.#counts[i] }));
    return { count: this.#count, sumMs: this.#sumMs, buckets };
  }
}
