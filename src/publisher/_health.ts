import type { DegradedReason, PublisherStatus } from "./status.ts";

/** Records that pile up on disk are told of after so many milliseconds: shorter ones are nobody's concern. */
const SPOOLING_AFTER = 5000;
/** After so many milliseconds without a refusal, all is well again. */
const REFUSALS_OVER_AFTER = 60_000;

/** What a {@linkcode Health} is told after each batch. */
export interface Progress {
  readonly now: number;
  /** Records that were delivered so far. */
  readonly delivered: number;
  /** Records on disk only. */
  readonly spooled: number;
  /** When the oldest record in memory came. */
  readonly since: number | undefined;
  /** Since when there is a connection. */
  readonly connectedSince: number;
}

/** Finds out what is worth telling operators, once each. */
export class Health {
  readonly #tell: (status: PublisherStatus) => void;
  readonly #slowAfterMs: number;
  readonly #problems: Partial<Record<DegradedReason, string>> = {};
  #refusedAt = -Infinity;
  /** Since when there is something on disk only, how much was delivered then, and since when it is gone. */
  #backlog: { readonly since: number; readonly delivered: number; told: boolean; goneAt?: number } | undefined;

  constructor({ tell, slowAfterMs }: { tell: (status: PublisherStatus) => void; slowAfterMs: number }) {
    this.#tell = tell;
    this.#slowAfterMs = slowAfterMs;
  }

  /** What is wrong now. */
  get problems(): Partial<Record<DegradedReason, string>> {
    return { ...this.#problems };
  }

  /** The cluster refused a record. */
  refused(error: Error, now: number): void {
    this.#refusedAt = now;
    if (this.#problems.refused === undefined) this.#set("refused", `records are refused: ${error.message}`);
  }

  /** What is wrong with the disk, or `undefined`. */
  disk(problem: string | undefined): void {
    this.#set("disk", problem);
  }

  /** Records of an earlier process were found. */
  recovered(records: number, { now, delivered }: { now: number; delivered: number }): void {
    if (this.#backlog?.told) return;
    this.#backlog = { since: now, delivered, told: true };
    this.#tell({ state: "spooling", records });
  }

  /** A batch is done with. */
  progress(progress: Progress): void {
    const { now, since = now, connectedSince } = progress, waits = now - since;
    if (now - this.#refusedAt > REFUSALS_OVER_AFTER) this.#set("refused", undefined);
    if (waits > this.#slowAfterMs && now - connectedSince > this.#slowAfterMs) {
      if (this.#problems.slow === undefined) {
        this.#set("slow", `the oldest record has waited for ${Math.round(waits / 1000)} s`);
      }
    } else if (waits < this.#slowAfterMs / 2) this.#set("slow", undefined);
    this.spooled(progress);
  }

  /** How much is on disk only. */
  spooled({ now, spooled, delivered, since }: Omit<Progress, "connectedSince">): void {
    const backlog = this.#backlog;
    if (spooled > 0) {
      if (backlog === undefined) this.#backlog = { since: now, delivered, told: false };
      else {
        delete backlog.goneAt;
        if (backlog.told || now - backlog.since < SPOOLING_AFTER) return;
        backlog.told = true;
        this.#tell({ state: "spooling", records: spooled });
      }
    } else if (backlog !== undefined) {
      backlog.goneAt ??= now;
      if (backlog.told && (since ?? Infinity) < backlog.goneAt) return;
      this.#backlog = undefined;
      if (!backlog.told) return;
      const records = delivered - backlog.delivered, tookMs = Math.round(now - backlog.since);
      this.#tell({ state: "drained", records, tookMs });
    }
  }

  #set(reason: DegradedReason, problem: string | undefined): void {
    if (this.#problems[reason] === problem) return;
    if (problem === undefined) {
      delete this.#problems[reason];
      this.#tell({ state: "restored", reason });
    } else {
      this.#problems[reason] = problem;
      this.#tell({ state: "degraded", reason, problem });
    }
  }
}
