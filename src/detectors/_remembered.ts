/** A client, port or server that was seen, with what each detector knows of it. */
export class Remembered {
  readonly key: string;
  /** By the number of a {@linkcode Slot}. */
  readonly states: unknown[] = [];

  constructor(key: string) {
    this.key = key;
  }
}

/** One detector's place in what is remembered: a look-up in a map serves all detectors. */
export class Slot<T extends object> {
  readonly #index: number;

  constructor(index: number) {
    this.#index = index;
  }

  get(remembered: Remembered): T | undefined {
    return remembered.states[this.#index] as T | undefined;
  }

  set(remembered: Remembered, state: T | undefined): void {
    const { states } = remembered;
    while (states.length < this.#index) states.push(undefined);
    states[this.#index] = state;
  }

  /** What is known, or what `make` makes of nothing. */
  of(remembered: Remembered, make: () => T): T {
    const state = this.get(remembered);
    if (state !== undefined) return state;
    const made = make();
    this.set(remembered, made);
    return made;
  }
}
