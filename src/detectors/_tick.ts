import type { Microseconds } from "../store/mod.ts";

/** Time is looked at in ticks: rates are sums over ticks, and what was not seen again is noticed at the end of one. */
export const TICK: Microseconds = 10_000_000;

/** The number of the tick that a time is in. */
export function tickOf(at: Microseconds): number {
  return Math.floor(at / TICK);
}

/** How many ticks a window has. */
export function ticksIn(seconds: number): number {
  return Math.max(1, Math.round(seconds * 1e6 / TICK));
}
