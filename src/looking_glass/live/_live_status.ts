import { countText } from "../present/quantity.ts";

/** What came in since the last message. */
export interface Count {
  /** How many there were. */
  readonly total: number;
  /** How many of them were looked at. */
  readonly looked: number;
}

/** What is shown to those who want the same. */
export interface Shown {
  /** What they want; empty for everything. */
  readonly query: string;
  /** The rows that they get. */
  readonly waiting: readonly unknown[];
  /** How many there were of what they want. */
  readonly matched: number;
}

/** What is shown of how many: where not all are shown, or were not even looked at, it is said. */
export function liveStatus({ query, waiting, matched }: Shown, { total, looked }: Count, everyMs: number): string {
  const rate = (count: number) => countText(Math.max(count === 0 ? 0 : 1, Math.round(count * 1000 / everyMs)));
  const shown = countText(waiting.length);
  if (query === "") {
    return waiting.length < total
      ? `Showing ${shown} of ${rate(total)} a second.`
      : `Showing all: ${rate(total)} a second.`;
  }
  const of = looked < total
    ? `${rate(looked)} a second that were looked at; ${rate(total)} came in.`
    : `${rate(total)} a second.`;
  if (matched === 0) return `None matches of ${of}`;
  return waiting.length < matched
    ? `Showing ${shown} of ${countText(matched)} that match, of ${of}`
    : `Showing all ${shown} that match, of ${of}`;
}
