/** Not more than one line about drops in so many milliseconds. */
const TOLD_EVERY = 10_000;

/** Counts what is dropped and tells of it, but not once for each. */
export class Drops {
  readonly #tell: (dropped: number) => void;
  #count = 0;
  #told = 0;
  #toldAt = -Infinity;

  /** `tell` hears how many there were until then. */
  constructor(tell: (dropped: number) => void) {
    this.#tell = tell;
  }

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  /** There is one more. */
  add(): void {
    this.#count++;
    if (performance.now() - this.#toldAt >= TOLD_EVERY) this.tellRest();
  }

  /** Tells of those that were not told of yet. */
  tellRest(): void {
    if (this.#count === this.#told) return;
    this.#told = this.#count;
    this.#toldAt = performance.now();
    this.#tell(this.#count);
  }
}
