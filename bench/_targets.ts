import type { Figures } from "./_figures.ts";
import { OWN } from "./_peers.ts";

/** How many times the reference's processor time this module may take at most. */
export interface Target {
  readonly fix: string;
  readonly op: string;
  readonly most: number;
}

/** What this module is to reach. */
export const targets: readonly Target[] = [
  { fix: "2", op: "decode", most: 0.95 },
  { fix: "3", op: "decode", most: 0.9 },
  { fix: "3", op: "encode_values", most: 0.8 },
  { fix: "5", op: "decode", most: 0.8 },
  { fix: "5", op: "decode_stored", most: 0.35 },
  { fix: "5", op: "encode", most: 0.25 },
];

/** Whether a target was reached, in words, and the ratio where there is one. */
export function outcome(figures: Figures, { fix, op, most }: Target): { ratio?: number; verdict: string } {
  const ratio = figures.find(OWN, fix, op)?.ratio;
  if (ratio === undefined) return { verdict: "not measured" };
  return { ratio, verdict: ratio <= most ? "reached" : "not reached" };
}
