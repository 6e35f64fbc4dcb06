import { setImmediate } from "node:timers";
import type { Timeline } from "../../src/simulation/timeline.ts";

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/** Time that passes as fast as there is something to do. */
export class VirtualTimeline implements Timeline {
  #now: number;
  /** Sorted by time, then by when they were set. */
  readonly #alarms: Alarm[] = [];

  constructor(start: number) {
    this.#now = start;
  }

  readonly now = (): number => this.#now;

  rest(seconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const alarm = { at: this.#now + Math.max(0, seconds), ring };
      const { at } = alarm;
      this.#alarms.splice(this.#alarms.findLastIndex((other) => other.at <= at) + 1, 0, alarm);
      const give = () => {
        this.#alarms.splice(this.#alarms.indexOf(alarm), 1);
        ring();
      };
      signal.addEventListener("abort", give);
      function ring() {
        signal.removeEventListener("abort", give);
        resolve();
      }
    });
  }

  /** Lets time pass, so many seconds; whoever waits is woken in turn, and does all that it does at once. */
  async pass(seconds: number): Promise<void> {
    const end = this.#now + seconds;
    await settled();
    for (let next; (next = this.#alarms[0]) !== undefined && next.at <= end;) {
      this.#alarms.shift();
      this.#now = next.at;
      next.ring();
      await settled();
    }
    this.#now = end;
  }
}

/** Once all that waits for nothing but promises has been done. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
