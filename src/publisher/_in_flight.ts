import type { SendResult } from "./transport.ts";

interface Batch {
  readonly records: number;
  /** When it has to be known what became of it, by `performance.now()`. */
  readonly due: number;
  outcome?: { readonly results: readonly SendResult[] } | { readonly error: unknown };
}

/** Batches on their way to the cluster, and what became of them. */
export class InFlight {
  readonly #changed: () => void;
  readonly #deadlineMs: number;
  #batches: Batch[] = [];
  #records = 0;

  /**
   * `changed` is called when it is known what became of a batch, unless nobody waits for it any more. `deadlineMs` is how long a
   * batch may be on its way.
   */
  constructor(changed: () => void, deadlineMs: number) {
    this.#changed = changed;
    this.#deadlineMs = deadlineMs;
  }

  /** How many batches are on their way, or are known and not taken yet. */
  get batches(): number {
    return this.#batches.length;
  }

  /** Records of those. */
  get records(): number {
    return this.#records;
  }

  /** When it has to be known what became of the oldest batch; `Infinity` when there is none. */
  get due(): number {
    return this.#batches.length === 0 ? Infinity : this.#batches[0].due;
  }

  /** So many records are on their way, and `sending` tells what becomes of them. */
  add(records: number, sending: Promise<readonly SendResult[]>): void {
    const batch: Batch = { records, due: performance.now() + this.#deadlineMs };
    this.#batches.push(batch);
    this.#records += records;
    const settle = (outcome: NonNullable<Batch["outcome"]>) => {
      batch.outcome = outcome;
      if (this.#batches.includes(batch)) this.#changed();
    };
    sending.then((results) => settle({ results }), (error) => settle({ error }));
  }

  /** Takes what became of the oldest batch, once that is known. Throws when nothing is known of its records, or not in time. */
  take(now: number): { readonly records: number; readonly results: readonly SendResult[] } | undefined {
    if (this.#batches.length === 0) return undefined;
    const { records, due, outcome } = this.#batches[0];
    if (outcome === undefined) {
      if (now < due) return undefined;
      throw new DOMException(`no answer within ${this.#deadlineMs} ms`, "TimeoutError");
    }
    this.#batches.shift();
    this.#records -= records;
    if ("error" in outcome) throw outcome.error;
    return { records, results: outcome.results };
  }

  /** Nobody waits for any of them any more. */
  clear(): void {
    this.#batches = [];
    this.#records = 0;
  }
}
