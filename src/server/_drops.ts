/** Not more than one line about drops in so many milliseconds. */
const TOLD_EVERY = 10_000;

/** Counts what is dropped and tells of it, but not once for each. */
export class Drops {
  readonly #tell: (dropped: number) => void;
  readonly #now: () => number;
  #count = 0;
  #told = 0;
  #toldAt = -Infinity;

  /** `tell` hears how many there were until then. `now` are milliseconds of a steady clock. */
  constructor(tell: (dropped: number) => void, now: () => number = () => performance.now()) {
    this.#tell = tell;
    this.#now = now;
  }

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  /** There is one more. */
  add(): void {
    this.#count++;
    this.tellDue();
  }

  /** Tells of those that were not told of yet, unless some were a short while ago. */
  tellDue(): void {
    if (this.#count > this.#told && this.#now() - this.#toldAt >= TOLD_EVERY) this.tellRest();
  }

  /** Tells of those that were not told of yet, whenever some were. */
  tellRest(): void {
    if (this.#count === this.#told) return;
    this.#told = this.#count;
    this.#toldAt = this.#now();
    this.#tell(this.#count);
  }
}
