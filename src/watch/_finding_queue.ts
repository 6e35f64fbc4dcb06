import { within } from "../kafka/waiting.ts";
import type { JournalWriter, WrittenFinding } from "../store/mod.ts";

/** Findings that are to be written, the last state of each, until the store takes them; bounded in number. */
export class FindingQueue {
  readonly #store: Pick<JournalWriter, "writeFindings">;
  readonly #init: QueueInit;
  readonly #pending = new Map<string, WrittenFinding>();
  #underWay: Promise<unknown> | undefined;
  #failures = 0;
  #tryAt = 0;
  /** Findings that were not written since there was no room for them. */
  givenUp = 0;
  /** Findings that the store has taken, each time. */
  written = 0;
  /** Why the store did not take them the last time. */
  problem: string | undefined;

  constructor(store: Pick<JournalWriter, "writeFindings">, init: QueueInit) {
    this.#store = store;
    this.#init = init;
  }

  /** Findings that wait. */
  get size(): number {
    return this.#pending.size;
  }

  add(findings: readonly WrittenFinding[]): void {
    for (const finding of findings) {
      this.#pending.delete(finding.id);
      this.#pending.set(finding.id, finding);
    }
    for (const [id] of this.#pending) {
      if (this.#pending.size <= this.#init.capacity) break;
      this.#pending.delete(id);
      this.givenUp++;
    }
  }

  /** Whether a finding waits. */
  has(id: string): boolean {
    return this.#pending.has(id);
  }

  /** Forgets what waits: somebody else writes it. */
  clear(): void {
    this.#pending.clear();
  }

  /** Tries to write what waits, when it is time to. Never rejects, and takes no longer than the time for a try. */
  async write(): Promise<void> {
    const { now, tryMs, retryMs: [first, longest], failed } = this.#init;
    if (this.#pending.size === 0 || this.#underWay !== undefined || now() < this.#tryAt) return;
    const batch = [...this.#pending.values()].slice(0, MOST_AT_ONCE);
    try {
      const writing = this.#underWay = this.#store.writeFindings(batch);
      void writing.catch(() => {}).finally(() => this.#underWay = undefined);
      await within(writing, tryMs, "it takes too long");
      for (const finding of batch) {
        if (this.#pending.get(finding.id) === finding) this.#pending.delete(finding.id);
      }
      this.written += batch.length;
      this.#failures = 0;
      this.problem = undefined;
    } catch (error) {
      const problem = error instanceof Error ? error : new Error(String(error));
      const retryInMs = Math.min(first * 2 ** this.#failures++, longest);
      this.problem = problem.message;
      this.#tryAt = now() + retryInMs;
      failed(problem, retryInMs);
    }
  }
}

/** How findings are written. */
interface QueueInit {
  /** Findings that wait at most. */
  readonly capacity: number;
  /** How long a try may take, in milliseconds. */
  readonly tryMs: number;
  readonly retryMs: readonly [first: number, longest: number];
  readonly now: () => number;
  readonly failed: (error: Error, retryInMs: number) => void;
}

const MOST_AT_ONCE = 1000;
