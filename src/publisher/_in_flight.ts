import { within } from "./_alarm.ts";
import type { SendResult } from "./transport.ts";

interface Batch {
  readonly records: number;
  outcome?: { readonly results: readonly SendResult[] } | { readonly error: unknown };
}

/** How long a batch may be on its way. */
export interface InFlightLimits {
  /** Milliseconds. */
  readonly deadlineMs: number;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
}

/** Batches on their way to the cluster, and what became of them. */
export class InFlight {
  readonly #changed: () => void;
  readonly #limits: InFlightLimits;
  #abandoned = new AbortController();
  #batches: Batch[] = [];
  #records = 0;

  /** `changed` is called when it is known what became of a batch, unless nobody waits for it any more. */
  constructor(changed: () => void, limits: InFlightLimits) {
    this.#changed = changed;
    this.#limits = limits;
  }

  /** How many batches are on their way, or are known and not taken yet. */
  get batches(): number {
    return this.#batches.length;
  }

  /** Records of those. */
  get records(): number {
    return this.#records;
  }

  /** So many records are on their way, and `sending` tells what becomes of them. */
  add(records: number, sending: Promise<readonly SendResult[]>): void {
    const batch: Batch = { records };
    this.#batches.push(batch);
    this.#records += records;
    const { deadlineMs, signal } = this.#limits;
    within(sending, deadlineMs, AbortSignal.any([signal, this.#abandoned.signal])).then(
      (results) => batch.outcome = { results },
      (error) => batch.outcome = { error },
    ).then(() => {
      if (this.#batches.includes(batch)) this.#changed();
    });
  }

  /** Takes what became of the oldest batch, once that is known. Throws when nothing is known of its records. */
  take(): { readonly records: number; readonly results: readonly SendResult[] } | undefined {
    const [{ records, outcome } = {} as Partial<Batch>] = this.#batches;
    if (records === undefined || outcome === undefined) return undefined;
    this.#batches.shift();
    this.#records -= records;
    if ("error" in outcome) throw outcome.error;
    return { records, results: outcome.results };
  }

  /** Nobody waits for any of them any more. */
  clear(): void {
    this.#batches = [];
    this.#records = 0;
    this.#abandoned.abort();
    this.#abandoned = new AbortController();
  }
}
