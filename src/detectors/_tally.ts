/** How often things happened in the last ticks: sums of a few fields over a window that moves on. */
export class Tally {
  readonly #ticks: number;
  readonly #fields: number;
  readonly #counts: Float64Array;
  readonly #sums: Float64Array;
  #tick = -1;

  /** `ticks` is the length of the window, `fields` how many things are counted. */
  constructor(ticks: number, fields: number) {
    this.#ticks = Math.max(1, Math.round(ticks));
    this.#fields = fields;
    this.#counts = new Float64Array(this.#ticks * fields);
    this.#sums = new Float64Array(fields);
  }

  /** Counts in a tick, which is never before the one of last time. */
  add(tick: number, field: number, amount = 1): void {
    this.moveTo(tick);
    this.#counts[(tick % this.#ticks) * this.#fields + field] += amount;
    this.#sums[field] += amount;
  }

  /** The sum of a field over the ticks of the window. */
  sum(field: number): number {
    return this.#sums[field];
  }

  /** What was counted in one tick of the window. */
  at(tick: number, field: number): number {
    return this.#counts[(tick % this.#ticks) * this.#fields + field];
  }

  /** Lets the window end with `tick`. */
  moveTo(tick: number): void {
    const steps = this.#tick < 0 ? 0 : Math.min(this.#ticks, tick - this.#tick);
    if (steps >= this.#ticks) {
      this.#counts.fill(0);
      this.#sums.fill(0);
    } else {
      for (let step = 1; step <= steps; step++) this.#clear((this.#tick + step) % this.#ticks);
    }
    if (tick > this.#tick) this.#tick = tick;
  }

  /** The last tick, and for each number that is not 0 the tick before it, the field and the number, one after the other. */
  toJSON(): KeptTally {
    const numbers: number[] = [];
    for (let back = 0; back < this.#ticks && back <= this.#tick; back++) {
      for (let field = 0; field < this.#fields; field++) {
        const count = this.at(this.#tick - back, field);
        if (count !== 0) numbers.push(back, field, count);
      }
    }
    return [this.#tick, numbers];
  }

  /** Takes up what was kept, as far as it is in the window, which may have another length now. */
  load([tick, numbers]: KeptTally): void {
    this.moveTo(tick);
    for (let at = 0; at < numbers.length; at += 3) {
      const [back, field, count] = numbers.slice(at, at + 3);
      if (back < this.#ticks && field < this.#fields) this.add(tick - back, field, count);
    }
  }

  #clear(place: number): void {
    const start = place * this.#fields;
    for (let field = 0; field < this.#fields; field++) {
      this.#sums[field] -= this.#counts[start + field];
      this.#counts[start + field] = 0;
    }
  }
}

/** What is kept of one. */
export type KeptTally = readonly [tick: number, numbers: readonly number[]];
