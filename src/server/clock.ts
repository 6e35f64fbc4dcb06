/** Tells the time: seconds since 1970-01-01 UTC. */
export type Clock = () => number;

/** How far the steady clock may be off the wall clock before it is set anew, in seconds. */
const TOLERANCE = 0.05;

/**
 * The wall clock with the resolution of the steady one (microseconds instead of milliseconds), so that answer times can
 * be told from it. It follows when the wall clock is set.
 */
export function wallClock(): Clock {
  let offset = performance.timeOrigin / 1000;
  return () => {
    const steady = performance.now() / 1000, wall = Date.now() / 1000;
    if (Math.abs(steady + offset - wall) > TOLERANCE) offset = wall - steady;
    return steady + offset;
  };
}
