/** Counts of durations by size, each class a fifth wider than the one before: enough for percentiles. */
export const CLASSES = 96;
const LEAST = 1e-5, LOG_STEP = Math.log(1.2);

/** The class of a duration in seconds: from 10 µs to 6 minutes. */
export function classOf(seconds: number): number {
  if (!(seconds > LEAST)) return 0;
  return Math.min(CLASSES - 1, Math.ceil(Math.log(seconds / LEAST) / LOG_STEP));
}

/** The duration, in seconds, that a part of all is not longer than; 0 where there are none. */
export function percentile(part: number, countOf: (place: number) => number): number {
  let total = 0;
  for (let place = 0; place < CLASSES; place++) total += countOf(place);
  if (total === 0) return 0;
  let left = total * part;
  for (let place = 0; place < CLASSES; place++) {
    left -= countOf(place);
    if (left <= 1e-9) return LEAST * 1.2 ** place;
  }
  return LEAST * 1.2 ** (CLASSES - 1);
}
