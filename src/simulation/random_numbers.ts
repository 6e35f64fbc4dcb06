/** Gives numbers from 0 to 1, without the 1. */
export type Random = () => number;

/**
 * Numbers that follow from a seed (mulberry32). Each stream of a seed is another sequence: who draws from a stream of its own
 * gets the same numbers whatever others do meanwhile.
 */
export function randomNumbers(seed: number, stream = 0): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ state >>> 15, state | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 up to, not including, `limit`. */
export function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}
