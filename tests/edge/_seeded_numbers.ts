/** Numbers as if by chance, the same for the same seed. */
export class SeededNumbers {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = this.#state + 0x6d2b79f5 >>> 0;
    let mixed = Math.imul(this.#state ^ this.#state >>> 15, this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return ((mixed ^ mixed >>> 14) >>> 0) / 0x1_0000_0000;
  }

  /** Whether something of that likelihood happens. */
  chance(likelihood: number): boolean {
    return this.next() < likelihood;
  }

  /** A whole number from 0 up to `most`. */
  upTo(most: number): number {
    return Math.floor(this.next() * (most + 1));
  }
}
