import type { StoreSize } from "../store/transaction_store.ts";

/** How long somebody who asks for metrics waits for a store. */
const PATIENCE_MS = 1000;
/** A size counts for so long, since a store may have to count rows. */
const FRESH_MS = 10_000;

/** Asks a store for its size, one question at a time and not too often. A store that is slow or broken keeps nobody waiting. */
export class SizeOfStore {
  readonly #ask: () => Promise<StoreSize>;
  readonly #now: () => number;
  #last: { readonly size: StoreSize; readonly at: number } | undefined;
  #asking: Promise<void> | undefined;

  /** `now` is in milliseconds. */
  constructor(ask: () => Promise<StoreSize>, now: () => number) {
    this.#ask = ask;
    this.#now = now;
  }

  /** The size, or the last one that is known where the store does not answer; `undefined` where it never has. */
  async read(): Promise<StoreSize | undefined> {
    if (this.#last && this.#now() - this.#last.at < FRESH_MS) return this.#last.size;
    this.#asking ??= this.#refresh();
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([this.#asking, new Promise<void>((resolve) => timer = setTimeout(resolve, PATIENCE_MS))]);
    clearTimeout(timer);
    return this.#last?.size;
  }

  async #refresh(): Promise<void> {
    try {
      this.#last = { size: await this.#ask(), at: this.#now() };
    } catch {
      this.#last = undefined;
    } finally {
      this.#asking = undefined;
    }
  }
}
