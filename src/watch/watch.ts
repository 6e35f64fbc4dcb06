import { type FindingChange, storedFinding } from "../detectors/mod.ts";
import type { Notifier } from "../detectors/notify/mod.ts";
import { aborted, pause, within } from "../kafka/waiting.ts";
import type { JournalWriter } from "../store/mod.ts";
import { FindingQueue } from "./_finding_queue.ts";
import type { FollowStep, WatchProgress } from "./follower.ts";
import type { Following } from "./following.ts";

/** What a {@linkcode Watch} is made of. */
export interface WatchInit {
  /** Where findings go. */
  readonly store: Pick<JournalWriter, "writeFindings">;
  /** Opens what looks for them: `followInThread`, or `followHere`. Done again when it fails. */
  readonly follow: () => Promise<Following>;
  /** Tells of them. Default: nobody is told. */
  readonly notifier?: Notifier;
  /** Told of what happens, for logs and metrics. It must not throw. */
  readonly observer?: WatchObserver;
  /** Milliseconds between two looks at a store that has nothing new. Default: 250. */
  readonly everyMs?: number;
  /** How long to wait before something that failed is tried again, at first and at most. Default: 500 and 30,000. */
  readonly retryMs?: readonly [first: number, longest: number];
  /** Findings that wait for the store, at most. Default: 10,000. */
  readonly capacity?: number;
  /** How long the store may take to write, in milliseconds; what takes longer is tried again. Default: 10,000. */
  readonly writeMs?: number;
  /** Milliseconds of a clock that only goes forward. Default: `performance.now`. */
  readonly now?: () => number;
}

/** Told of what a {@linkcode Watch} does. */
export interface WatchObserver {
  /** Something became of findings. */
  changed?(changes: readonly FindingChange[]): void;
  /** The store did not take findings; it is tried again in `retryInMs`. */
  writeFailed?(error: Error, retryInMs: number): void;
  /** Detection could not go on; it begins anew in `retryInMs`. */
  failed?(error: Error, retryInMs: number): void;
}

/** What a {@linkcode Watch} has done. */
export interface WatchStats extends WatchProgress {
  /** Findings that the store has taken, each time that something became of them. */
  readonly written: number;
  /** Findings that wait for the store. */
  readonly pending: number;
  /** Findings that were not written, since too many waited. */
  readonly givenUp: number;
  /** Notices that were sent to sinks. */
  readonly told: number;
  /** What went wrong last and is not right again; `undefined` while all is well. */
  readonly problem: string | undefined;
}

/** A step is a matter of milliseconds, or of what a database allows a query. */
const STEP_MS = 120_000;
/** After so many failures in a row nobody waits for detection any more. */
const HOPELESS = 3;

/**
 * Looks for trouble in what a collector stores, writes what it finds into the store and tells of it. What goes wrong here is told, tried
 * again and goes no further: the collector does not know of it. A finding is written before it is told of, so that what was told is not
 * told again after a restart; when the store does not take it, it is told of all the same.
 *
 * @example
 * ```ts
 * import { followHere, Watch } from "@dhcpkit/kafka/watch";
 * import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
 * import { assertEquals } from "@std/assert";
 *
 * await using store = await sqliteStore(":memory:");
 * const watch = new Watch({ store, follow: () => Promise.resolve(followHere(store)) }), stop = new AbortController();
 * const running = watch.run({ signal: stop.signal });
 * stop.abort();
 * await running;
 * assertEquals(watch.stats.open, []);
 * ```
 */
export class Watch {
  readonly #init: WatchInit;
  readonly #queue: FindingQueue;
  readonly #everyMs: number;
  readonly #retryMs: readonly [number, number];
  #progress: WatchProgress = { observed: 0, late: 0, lag: 0, open: [] };
  /** What was counted before detection began anew. */
  #before = { observed: 0, late: 0 };
  #problem: string | undefined;
  #failures = 0;
  #seenUpTo = 0;
  #stepped = Promise.withResolvers<void>();

  /** Nothing happens before {@linkcode Watch.run}. */
  constructor(init: WatchInit) {
    const { observer, capacity = 10_000, writeMs: tryMs = 10_000, now = () => performance.now() } = init;
    this.#init = init;
    this.#everyMs = init.everyMs ?? 250;
    this.#retryMs = init.retryMs ?? [500, 30_000];
    const failed = (error: Error, retryInMs: number) => observer?.writeFailed?.(error, retryInMs);
    this.#queue = new FindingQueue(init.store, { capacity, tryMs, retryMs: this.#retryMs, now, failed });
  }

  /** What was done so far. */
  get stats(): WatchStats {
    const { size: pending, written, givenUp, problem } = this.#queue;
    const { observed, late, lag, open } = this.#progress;
    return {
      ...{ observed: this.#before.observed + observed, late: this.#before.late + late, lag, open },
      ...{ written, pending, givenUp, told: this.#init.notifier?.told ?? 0, problem: this.#problem ?? problem },
    };
  }

  /** Watches until `signal` aborts. Never rejects. */
  async run({ signal }: { signal: AbortSignal }): Promise<void> {
    let following: Following | undefined;
    while (!signal.aborted) {
      try {
        following ??= await this.#init.follow();
        const step = await within(following.step(), STEP_MS, "a look at the store takes too long", signal);
        await this.#take(step);
        if (step.isIdle) await pause(this.#everyMs, signal);
      } catch (error) {
        if (signal.aborted) break;
        await close(following);
        following = undefined;
        await this.#fail(error, signal);
      }
    }
    await this.#queue.write();
    await close(following);
    this.#stepped.resolve();
  }

  /** Resolves when all that is in the store now was looked at; or when that cannot be, or `signal` aborts. */
  async settled({ signal, now = Date.now }: { signal: AbortSignal; now?: () => number }): Promise<void> {
    const from = now(), stopped = aborted(signal);
    while (this.#seenUpTo < from && this.#failures < HOPELESS && !signal.aborted) {
      await Promise.race([this.#stepped.promise, stopped]);
    }
  }

  async #take({ changes, abandoned, resumed, progress, seenUpTo }: FollowStep): Promise<void> {
    const { notifier, observer } = this.#init;
    this.#progress = progress;
    this.#failures = 0;
    this.#problem = undefined;
    notifier?.resume(resumed);
    this.#queue.add([...abandoned, ...changes.map(({ finding }) => storedFinding(finding))]);
    await this.#queue.write();
    if (changes.length > 0) {
      notifier?.take(changes);
      observer?.changed?.(changes);
    }
    this.#seenUpTo = seenUpTo ?? this.#seenUpTo;
    this.#step();
  }

  async #fail(error: unknown, signal: AbortSignal): Promise<void> {
    const problem = error instanceof Error ? error : new Error(String(error)), [first, longest] = this.#retryMs;
    const retryInMs = Math.min(first * 2 ** this.#failures++, longest), { observed, late } = this.#progress;
    this.#before = { observed: this.#before.observed + observed, late: this.#before.late + late };
    this.#progress = { ...this.#progress, observed: 0, late: 0 };
    this.#problem = problem.message;
    this.#init.observer?.failed?.(problem, retryInMs);
    this.#step();
    await pause(retryInMs, signal);
  }

  #step(): void {
    this.#stepped.resolve();
    this.#stepped = Promise.withResolvers();
  }
}

async function close(following: Following | undefined): Promise<void> {
  try {
    await following?.[Symbol.asyncDispose]();
  } catch {
    // It failed, or is not needed any more.
  }
}
