import type { Microseconds } from "./record_place.ts";
import type { TrafficQuestion } from "./traffic.ts";

/** Minutes that traffic is counted by, side by side: a page of a week reads hours, one of an hour reads minutes. */
export type Grain = 1 | 10 | 60;
/** All of them, the finest first. */
export const GRAINS: readonly Grain[] = [1, 10, 60];

/** A minute and an hour in microseconds. */
export const MINUTE: Microseconds = 60_000_000, HOUR: Microseconds = 60 * MINUTE;

/** So many steps an answer has at most. */
const MOST_STEPS = 1500;

/** What a question about traffic comes down to. */
export interface TrafficSteps {
  /** The beginning of the first step. */
  readonly from: Microseconds;
  /** The end of the last step. */
  readonly to: Microseconds;
  /** Microseconds of each step. */
  readonly step: Microseconds;
  /** Minutes of the counts that the steps are made of. */
  readonly grain: Grain;
}

/**
 * The steps that a question is answered in. A step has whole minutes, at least one; one that makes too many steps of the time is made
 * longer, by whole hours where it is longer than one.
 *
 * @example
 * ```ts
 * import { trafficSteps } from "@dhcpkit/kafka/store";
 * import { assertEquals } from "@std/assert";
 *
 * const MINUTE = 60e6;
 * const steps = trafficSteps({ from: 61 * MINUTE, to: 120.5 * MINUTE, step: 10 * MINUTE });
 * assertEquals(steps, { from: 60 * MINUTE, to: 130 * MINUTE, step: 10 * MINUTE, grain: 10 });
 * ```
 */
export function trafficSteps({ from, to, step }: TrafficQuestion): TrafficSteps {
  const least = Math.max(MINUTE, (to - from) / MOST_STEPS, Number.isFinite(step) ? step : 0);
  const unit = least > HOUR ? HOUR : MINUTE, whole = Math.ceil(least / unit) * unit;
  return {
    from: Math.floor(from / whole) * whole,
    to: Math.ceil(to / whole) * whole,
    step: whole,
    grain: GRAINS.findLast((grain) => whole % (grain * MINUTE) === 0)!,
  };
}

/** The steps in which the traffic of servers is added up: a long time is rounded to ten minutes or hours. */
export function serverSteps({ from, to }: { from: Microseconds; to: Microseconds }): TrafficSteps {
  const step = to - from <= 2 * HOUR ? MINUTE : to - from <= 48 * HOUR ? 10 * MINUTE : HOUR;
  return trafficSteps({ from, to, step });
}
