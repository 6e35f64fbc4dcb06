import { storedFinding } from "../detectors/mod.ts";
import { aborted, pause, within } from "../kafka/waiting.ts";
import type { WatchTurn } from "../store/mod.ts";
import { FindingQueue } from "./_finding_queue.ts";
import type { FollowStep, WatchProgress } from "./follow_step.ts";
import type { Following } from "./following.ts";
import type { WatchInit, WatchStats } from "./watch_init.ts";

/** A step is a matter of milliseconds, or of what a database allows a query. */
const STEP_MS = 120_000;
/** How long a store may take to tell whose turn it is, and to keep what is known. */
const TURN_MS = 10_000, KEEP_MS = 60_000;
/** Keeping what is known takes no more than one part in so many of the time. */
const KEEP_RARELY = 50;
/** How long an end waits for the step that is under way. */
const LAST_STEP_MS = 2000;
/** After so many failures in a row nobody waits for detection any more. */
const HOPELESS = 3;

/**
 * Looks for trouble in what a collector stores, writes what it finds into the store and tells of it. What goes wrong here is told, tried
 * again and goes no further: the collector does not know of it. A finding is written before it is told of, so that what was told is not
 * told again after a restart; when the store does not take it, it is told of all the same.
 *
 * What is known is kept in the store now and then, and in the end, once all that was found is there. Whoever watches next goes on from
 * that and looks again at what came since; what is found again has been written, and is not told of. Of several that watch one store, one
 * does at a time, and another one when that one ends.
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
  readonly #turnMs: number;
  readonly #retryMs: readonly [number, number];
  readonly #now: () => number;
  #progress: WatchProgress = { observed: 0, late: 0, lag: 0, open: [] };
  /** What was counted before detection began anew. */
  #before = { observed: 0, late: 0 };
  #problem: string | undefined;
  #failures = 0;
  #seenUpTo = 0;
  #standsBy = false;
  #turnAt = 0;
  #keepAt = 0;
  #stepped = Promise.withResolvers<void>();

  /** Nothing happens before {@linkcode Watch.run}. */
  constructor(init: WatchInit) {
    const { observer, capacity = 10_000, writeMs: tryMs = 10_000, now = () => performance.now() } = init;
    this.#init = init;
    this.#now = now;
    this.#everyMs = init.everyMs ?? 250;
    this.#turnMs = init.turnMs ?? 2000;
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
      ...{ written, pending, givenUp, told: this.#init.notifier?.told ?? 0, standsBy: this.#standsBy },
      problem: this.#problem ?? problem,
    };
  }

  /** Watches until `signal` aborts. Never rejects. */
  async run({ signal }: { signal: AbortSignal }): Promise<void> {
    const turn = this.#init.store.watchTurn();
    let following: Following | undefined, stepping: Promise<FollowStep> | undefined;
    while (!signal.aborted) {
      try {
        if (this.#now() < this.#turnAt || await this.#isMine(turn)) {
          following ??= await this.#init.follow();
          stepping = following.step();
          const step = await within(stepping, STEP_MS, "a look at the store takes too long", signal);
          stepping = undefined;
          if (await this.#take(step, turn)) {
            if (this.#now() >= this.#keepAt) await this.#keep(following);
            if (step.isIdle) await pause(this.#everyMs, signal);
            continue;
          }
        }
        // What the last step found is found again by whoever has the turn.
        await close(following);
        following = undefined;
        await pause(this.#turnMs, signal);
      } catch (error) {
        if (signal.aborted && stepping !== undefined) break;
        await close(following);
        following = stepping = undefined;
        if (!signal.aborted) await this.#fail(error, signal);
      }
    }
    if (!this.#standsBy) await this.#end(turn, following, stepping);
    await close(following);
    await close(turn);
    this.#stepped.resolve();
  }

  /** Resolves when all that is in the store now was looked at; or when that cannot be, somebody else does it, or `signal` aborts. */
  async settled({ signal, now = Date.now }: { signal: AbortSignal; now?: () => number }): Promise<void> {
    const from = now(), stopped = aborted(signal);
    while (this.#seenUpTo < from && this.#failures < HOPELESS && !this.#standsBy && !signal.aborted) {
      await Promise.race([this.#stepped.promise, stopped]);
    }
  }

  /** Whether it is this one's turn. */
  async #isMine(turn: WatchTurn): Promise<boolean> {
    const isMine = await within(turn.isMine(), TURN_MS, "whose turn it is to look for trouble is not known");
    this.#turnAt = this.#now() + this.#turnMs;
    if (isMine && this.#standsBy) this.#init.observer?.tookOver?.();
    if (!isMine && !this.#standsBy) this.#init.observer?.stoodBy?.();
    this.#standsBy = !isMine;
    if (!isMine) {
      this.#turnAt = 0;
      this.#queue.clear();
      this.#count({ open: [], lag: 0 });
      this.#problem = undefined;
      this.#step();
    }
    return isMine;
  }

  /** Writes and tells what a step came to, as long as it is this one's turn. */
  async #take({ changes, abandoned, resumed, progress, seenUpTo }: FollowStep, turn: WatchTurn): Promise<boolean> {
    const { notifier, observer } = this.#init;
    if (changes.length > 0 && !await this.#isMine(turn)) return false;
    this.#progress = progress;
    this.#failures = 0;
    this.#problem = undefined;
    notifier?.resume(resumed.filter(({ id }) => !this.#queue.has(id)));
    const notices = notifier?.notices(changes) ?? [];
    this.#queue.add([
      ...abandoned,
      ...changes.map(({ finding }) => storedFinding({ ...finding, told: notifier?.toldOf(finding.id) })),
    ]);
    await this.#queue.write();
    notifier?.send(notices);
    if (changes.length > 0) observer?.changed?.(changes);
    this.#seenUpTo = seenUpTo ?? this.#seenUpTo;
    this.#step();
    return true;
  }

  /** Keeps what is known, once all that was found by then is in the store. */
  async #keep(following: Following): Promise<void> {
    if (this.#queue.size > 0) return;
    const start = this.#now(), kept = await within(following.save(), STEP_MS, "what is known cannot be told");
    if (kept === undefined) return;
    const again = () => {
      const inMs = Math.max(this.#init.keepMs ?? 300_000, (this.#now() - start) * KEEP_RARELY);
      this.#keepAt = this.#now() + inMs;
      return inMs;
    };
    try {
      await within(this.#init.store.keepDetection(kept), KEEP_MS, "it takes too long");
      again();
    } catch (error) {
      this.#init.observer?.keepFailed?.(error instanceof Error ? error : new Error(String(error)), again());
    }
  }

  /** The last step is taken too, where it comes soon, so that the next one to watch has nothing to look at again. */
  async #end(turn: WatchTurn, following: Following | undefined, stepping?: Promise<FollowStep>): Promise<void> {
    try {
      if (stepping !== undefined) await this.#take(await within(stepping, LAST_STEP_MS, "it takes too long"), turn);
      else await this.#queue.write();
      if (following !== undefined && !this.#standsBy) await this.#keep(following);
    } catch {
      // What was not written is found again.
    }
  }

  async #fail(error: unknown, signal: AbortSignal): Promise<void> {
    const problem = error instanceof Error ? error : new Error(String(error)), [first, longest] = this.#retryMs;
    const retryInMs = Math.min(first * 2 ** this.#failures++, longest);
    this.#turnAt = 0;
    this.#count(this.#progress);
    this.#problem = problem.message;
    this.#init.observer?.failed?.(problem, retryInMs);
    this.#step();
    await pause(retryInMs, signal);
  }

  /** Adds to what was counted before: the next follower counts anew. */
  #count({ open, lag }: Pick<WatchProgress, "open" | "lag">): void {
    const { observed, late } = this.#progress;
    this.#before = { observed: this.#before.observed + observed, late: this.#before.late + late };
    this.#progress = { observed: 0, late: 0, open, lag };
  }

  #step(): void {
    this.#stepped.resolve();
    this.#stepped = Promise.withResolvers();
  }
}

async function close(one: AsyncDisposable | undefined): Promise<void> {
  try {
    await one?.[Symbol.asyncDispose]();
  } catch {
    // It failed, or is not needed any more.
  }
}
