/** A client, port or server that was seen, with what each detector knows of it. */
export class Remembered {
  readonly key: string;
  /** By the number of a {@linkcode Slot}; as long as there are slots, since an array that grows takes more than it needs. */
  readonly states: unknown[];

  constructor(key: string, slots: number) {
    this.key = key;
    this.states = new Array(slots).fill(undefined);
  }
}

/** Who has slots: what is remembered of one is not of the others. */
export type Owner = "client" | "port" | "server";

/** One detector's place in what is remembered: a look-up in a map serves all detectors. */
export class Slot<T extends object> {
  readonly #index: number;
  readonly #revive: (kept: never) => T;

  /** `revive` makes a state of what JSON keeps of it; where it is plain data, it is that itself. */
  constructor(index: number, revive: (kept: never) => T = (kept: T) => kept) {
    this.#index = index;
    this.#revive = revive;
  }

  /** Takes up what JSON has kept of a state. */
  load(remembered: Remembered, kept: unknown): void {
    remembered.states[this.#index] = this.#revive(kept as never);
  }

  get(remembered: Remembered): T | undefined {
    return remembered.states[this.#index] as T | undefined;
  }

  set(remembered: Remembered, state: T | undefined): void {
    remembered.states[this.#index] = state;
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
