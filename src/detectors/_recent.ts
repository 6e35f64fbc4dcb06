/**
 * What was used last, by key: at most `capacity`, at least half as many. Two maps take the place of a list in order of use: what is
 * used moves into the young one, and when that is full the old one is forgotten, and the young one grows old.
 */
export class Recent<V> {
  readonly #half: number;
  #young = new Map<string, V>();
  #old = new Map<string, V>();
  #evicted = 0;

  constructor(capacity: number) {
    this.#half = Math.max(1, capacity >> 1);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** How many were forgotten since there was no room for them. */
  get evicted(): number {
    return this.#evicted;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old === undefined) return undefined;
    this.#old.delete(key);
    this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    this.#old.delete(key);
    this.#young.set(key, value);
    if (this.#young.size < this.#half) return;
    this.#evicted += this.#old.size;
    this.#old = this.#young;
    this.#young = new Map();
  }

  delete(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  /** All with their keys, those that are forgotten first at first. */
  *entries(): Generator<[key: string, value: V, isYoung: boolean]> {
    for (const [key, value] of this.#old) yield [key, value, false];
    for (const [key, value] of this.#young) yield [key, value, true];
  }

  /** What is there, without it being used. */
  peek(key: string): V | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  /** Takes up one of {@linkcode Recent.entries}. */
  load(key: string, value: V, isYoung: boolean): void {
    (isYoung ? this.#young : this.#old).set(key, value);
  }

  /** Takes up how many were forgotten. */
  loadEvicted(count: number): void {
    this.#evicted = count;
  }

  *values(): Generator<V> {
    yield* this.#old.values();
    yield* this.#young.values();
  }
}
