import type { HistogramSample, Labels } from "./metric.ts";

/** Counts values by bounds: an addition or two for each. */
export class ValueCounts {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #count = 0;
  #sum = 0;

  /** `bounds` begins with the smallest. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = bounds.map(() => 0);
  }

  /** Counts a value that is not negative. */
  add(value: number): void {
    this.#count++;
    this.#sum += value;
    const bounds = this.#bounds;
    for (let i = 0; i < bounds.length; i++) {
      if (value > bounds[i]) continue;
      this.#counts[i]++;
      return;
    }
  }

  /** The figures at this moment. */
  sample(labels: Labels): HistogramSample {
    let count = 0;
    const buckets = this.#bounds.map((le, i) => ({ le, count: count += this.#counts[i] }));
    return { labels, count: this.#count, sum: this.#sum, buckets };
  }
}
