import type { TransactionReader } from "../../store/mod.ts";
import { PageProblem } from "./page.ts";

/**
 * How long a page may take. When that is over, its signal aborts: what can be stopped is, nothing more is asked of the store, and the
 * visitor is told.
 */
export class TimeLimit {
  readonly #stopped = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  #deadline: number;

  /** Begins now. */
  constructor(limitMs: number) {
    this.#deadline = performance.now() + limitMs;
    this.#timer = setTimeout(() => this.#stopped.abort(tooLong()), limitMs);
  }

  /** Aborts when the time is over, or when {@linkcode stop} is called. */
  get signal(): AbortSignal {
    return this.#stopped.signal;
  }

  /** What `work` gives; rejects when the time is over before. */
  async race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#stopped, late = Promise.withResolvers<never>();
    const end = () => this.#deadline < Infinity && late.reject(signal.reason);
    signal.addEventListener("abort", end);
    try {
      return await Promise.race([work, late.promise]);
    } finally {
      signal.removeEventListener("abort", end);
    }
  }

  /** Throws when the time is over, also where nothing let a timer run: a store in this process keeps it busy while it looks. */
  check(): void {
    if (performance.now() >= this.#deadline) this.#stopped.abort(tooLong());
    this.#stopped.signal.throwIfAborted();
  }

  /** From now on it may take as long as it does. */
  lift(): void {
    clearTimeout(this.#timer);
    this.#deadline = Infinity;
  }

  /** Nobody waits any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#stopped.abort(new DOMException("nobody waits for it any more", "AbortError"));
  }
}

/**
 * A reader that asks nothing more when the time is over, and stops what is under way where the store can. `for: "list"` lets others in
 * before each question: a list may take many of them.
 */
export function readerWithin(
  limit: TimeLimit,
  reader: TransactionReader,
  { for: what }: { for: "page" | "list" },
): TransactionReader {
  return new Proxy(reader.until?.(limit.signal) ?? reader, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return async (...given: unknown[]) => {
        if (what === "list") await new Promise((resolve) => setTimeout(resolve));
        limit.check();
        return await value.apply(target, given);
      };
    },
  });
}

function tooLong(): PageProblem {
  const hint = "Ask for less: a shorter time, or a client instead of all.";
  return new PageProblem(503, "This took too long.", hint);
}
