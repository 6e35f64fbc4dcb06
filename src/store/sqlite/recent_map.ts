/**
 * A map that forgets what was not used for longest, when it is told to: between one {@linkcode RecentMap.trim} and the next it keeps
 * everything.
 */
export class RecentMap<Key, Value> {
  readonly #size: number;
  /** In the order of use, since a key that is set anew goes to the end. */
  readonly #values = new Map<Key, Value>();

  /** `size` is how many entries are left by `trim`. */
  constructor(size: number) {
    this.#size = size;
  }

  /** The value of a key, `undefined` when there is none any more. */
  get(key: Key): Value | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  /** Keeps a value; that of a key that is there stays in its place. */
  set(key: Key, value: Value): void {
    this.#values.set(key, value);
  }

  /** Forgets what was not used for longest. */
  trim(): void {
    for (const key of this.#values.keys()) {
      if (this.#values.size <= this.#size) return;
      this.#values.delete(key);
    }
  }

  /** Forgets a key. */
  delete(key: Key): void {
    this.#values.delete(key);
  }

  /** Forgets everything. */
  clear(): void {
    this.#values.clear();
  }
}
