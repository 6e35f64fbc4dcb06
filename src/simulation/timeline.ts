import { pause } from "../kafka/waiting.ts";
import { type Clock, wallClock } from "../server/clock.ts";

/** The time that a simulated network lives in: that of the wall, or one that a test lets pass. */
export interface Timeline {
  /** Seconds since 1970-01-01 UTC. */
  readonly now: Clock;
  /** Waits so many seconds, or until `signal` aborts. */
  rest(seconds: number, signal: AbortSignal): Promise<void>;
}

/** The time of the wall. */
export function wallTimeline(): Timeline {
  return { now: wallClock(), rest: (seconds, signal) => pause(seconds * 1000, signal) };
}
