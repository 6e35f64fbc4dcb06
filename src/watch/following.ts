import { pause, within } from "../kafka/waiting.ts";
import type { FromFollower, ToFollower } from "./_follower_messages.ts";
import type { FollowedStore, FollowSettings } from "./follow_settings.ts";
import type { FollowStep } from "./follow_step.ts";
import { Follower } from "./follower.ts";

/** A follower, wherever it works. */
export interface Following extends AsyncDisposable {
  /** Does a bounded piece of work; see `Follower`. */
  step(): Promise<FollowStep>;
  /** What is known by now, to be kept; see `Follower`. */
  save(): Promise<Uint8Array[] | undefined>;
}

/** How long a thread has to end, in milliseconds. */
const CLOSE_MS = 2000;

/** Follows a store in this thread, with pauses as long as its work, so that it takes no more than half of the time. */
export function followHere(store: FollowedStore, settings: FollowSettings = {}, now?: () => number): Following {
  const follower = new Follower(store, { atOnce: 200, ...settings }, now), over = new AbortController();
  return {
    async step() {
      const start = performance.now(), step = await follower.step();
      await pause(performance.now() - start, over.signal);
      return step;
    },
    save: () => follower.save(),
    [Symbol.asyncDispose]: () => Promise.resolve(over.abort()),
  };
}

/** Why there is no thread: it cannot be loaded, or has broken down. */
class ThreadError extends Error {
  /** Always `ThreadError`. */
  override readonly name = "ThreadError";
}

/**
 * Follows a store in a thread, and where that cannot be loaded, as without permission to read this package or for a store in memory,
 * in this one; `onHere` is told why. Rejects with what the store says.
 */
export async function followBeside(
  store: FollowedStore,
  place: string,
  settings: FollowSettings = {},
  onHere: (reason: string) => void = () => {},
): Promise<Following> {
  if (place === ":memory:") return followHere(store, settings);
  try {
    return await followInThread(place, settings);
  } catch (error) {
    if (!(error instanceof ThreadError)) throw error;
    onHere(error.message);
    return followHere(store, settings);
  }
}

/**
 * Follows the store at a place, a file of SQLite or a URL of PostgreSQL, in a thread and on a connection of its own, so that it takes
 * nothing from whoever writes. Rejects when the thread cannot be loaded, as without permission to read this package, and with what
 * the store says.
 */
export async function followInThread(place: string, settings: FollowSettings = {}): Promise<Following> {
  const thread = new FollowerThread();
  try {
    await thread.ask({ place, settings });
    return thread;
  } catch (error) {
    thread.end("not opened");
    throw error;
  }
}

/** The thread; it answers one message after the other. */
class FollowerThread implements Following {
  readonly #worker: Worker;
  #waiting: PromiseWithResolvers<FromFollower> | undefined;
  #ended: string | undefined;

  constructor() {
    this.#worker = new Worker(new URL("./follower_worker.ts", import.meta.url).href, { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<FromFollower>) => this.#waiting?.resolve(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.end(event.message);
    };
  }

  async ask(message: ToFollower): Promise<FromFollower> {
    if (this.#ended !== undefined) throw new ThreadError(this.#ended);
    const waiting = this.#waiting = Promise.withResolvers<FromFollower>();
    this.#worker.postMessage(message);
    const answer = await waiting.promise;
    if (typeof answer === "object" && "problem" in answer) throw new Error(answer.problem);
    return answer;
  }

  async step(): Promise<FollowStep> {
    const answer = await this.ask("step");
    if (typeof answer === "object" && "step" in answer) return answer.step;
    throw new Error(`the thread says ${JSON.stringify(answer)}`);
  }

  async save(): Promise<Uint8Array[] | undefined> {
    const answer = await this.ask("save");
    if (typeof answer === "object" && "kept" in answer) return answer.kept;
    throw new Error(`the thread says ${JSON.stringify(answer)}`);
  }

  /** Ends the thread, whatever it does. */
  end(problem: string): void {
    this.#ended ??= problem;
    this.#worker.terminate();
    this.#waiting?.reject(new ThreadError(problem));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const isBusy = this.#waiting?.promise.catch(() => {});
    try {
      const closed = (async () => {
        await isBusy;
        await this.ask("close");
      })();
      await within(closed, CLOSE_MS, "the thread does not end");
    } catch {
      // It is ended below, in good order or not: it only reads.
    }
    this.end("closed");
  }
}
