/**
 * How something is going: `fine`, `degraded` (works, and not as it should) or `failing` (somebody is without what they asked for).
 * Never for what is only much.
 */
export type Tone = "fine" | "degraded" | "failing";

const TONES: readonly Tone[] = ["fine", "degraded", "failing"];

/** The worst of several; `fine` of none. */
export function worstTone(tones: Iterable<Tone>): Tone {
  let worst = 0;
  for (const tone of tones) worst = Math.max(worst, TONES.indexOf(tone));
  return TONES[worst];
}
