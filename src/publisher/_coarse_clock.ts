/** Calls that one look at the clock does for, while many come at once. */
const CALLS = 16;

/** `performance.now()` for hot paths: one look at the clock takes as long as all else that an offered record costs. */
export class CoarseClock {
  #calls = 0;
  #last = 0;

  /** The time, or that of a few calls ago where `isBusy`: then they come faster than one a millisecond. */
  now(isBusy: boolean): number {
    if (!isBusy || ++this.#calls % CALLS === 0) this.#last = performance.now();
    return this.#last;
  }
}
