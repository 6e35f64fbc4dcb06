/**
 * A map that forgets what was not used for long, when it is told to: from one {@linkcode RecentMap.trim} to the next it keeps
 * everything, and after it the last `size` entries that were used, and at most twice as many.
 */
export class RecentMap<Key, Value> {
  readonly #size: number;
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();

  constructor(size: number) {
    this.#size = size;
  }

  /** The value of a key, `undefined` when there is none any more. */
  get(key: Key): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  /** Keeps a value. */
  set(key: Key, value: Value): void {
    this.#young.set(key, value);
  }

  /** Forgets what was not used for long. */
  trim(): void {
    if (this.#young.size < this.#size) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  /** Forgets a key. */
  delete(key: Key): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  /** Forgets everything. */
  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
