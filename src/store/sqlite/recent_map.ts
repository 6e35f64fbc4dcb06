/**
 * A map that forgets what was not used lately, when it is told to: between one {@linkcode RecentMap.trim} and the next it keeps
 * everything.
 *
 * There are two maps: what is used is in the first, and when that is full, it becomes the second and what was there is forgotten. A
 * single map in the order of use would have a key taken out and put in again for each look.
 */
export class RecentMap<Key, Value> {
  readonly #size: number;
  #recent = new Map<Key, Value>();
  #older = new Map<Key, Value>();

  /** `size` is how many entries that were used last are kept at least, and half of how many are left by `trim` at most. */
  constructor(size: number) {
    this.#size = size;
  }

  /** The value of a key, `undefined` when there is none any more. */
  get(key: Key): Value | undefined {
    const recent = this.#recent.get(key);
    if (recent !== undefined) return recent;
    const older = this.#older.get(key);
    if (older !== undefined) this.#recent.set(key, older);
    return older;
  }

  /** Keeps a value. */
  set(key: Key, value: Value): void {
    this.#recent.set(key, value);
  }

  /** Forgets what was not used for longest, when there is much of it. */
  trim(): void {
    if (this.#recent.size <= this.#size) return;
    this.#older = this.#recent;
    this.#recent = new Map();
  }

  /** Forgets a key. */
  delete(key: Key): void {
    this.#recent.delete(key);
    this.#older.delete(key);
  }

  /** Forgets everything. */
  clear(): void {
    this.#recent = new Map();
    this.#older = new Map();
  }
}
