import {
  type LogGap,
  type Microseconds,
  NEVER,
  type PartitionPosition,
  type TrafficCoverage,
} from "../../store/mod.ts";

/** A stretch of time. */
export interface Stretch {
  readonly from: Microseconds;
  readonly to: Microseconds;
}

/** Of which time everything is known that was published. */
export interface KnownTime {
  /** Since when. */
  readonly from: Microseconds;
  /** Until when; `NEVER` while everything is read as it comes in, 0 before anything was. */
  readonly until: Microseconds;
  /** Times in between of which records are missing. */
  readonly holes: readonly Stretch[];
}

/** A partition that was heard of within this long is read to its end: those without records are heard of every few seconds. */
const FRESH: Microseconds = 30e6;

/** Whether what was read up to a time is up to date. */
export function isFresh(coveredUntil: Microseconds, now: Microseconds): boolean {
  return now - coveredUntil <= FRESH;
}

/** The time up to which every partition was read; `undefined` before anything was. */
export function readUntil(positions: readonly PartitionPosition[]): Microseconds | undefined {
  return positions.length === 0 ? undefined : Math.min(...positions.map(({ coveredUntil }) => coveredUntil));
}

/** Whether records are missing: where a log merely begins there is a gap without, which says since when anything is known. */
function isMissing({ from, fromOffset, toOffset }: LogGap): boolean {
  return from > 0 || toOffset > fromOffset;
}

/** What is known by how far partitions were read, since when was counted, and what is missing. */
export function knownTime(
  { from }: Pick<TrafficCoverage, "from">,
  positions: readonly PartitionPosition[],
  gaps: readonly LogGap[],
  now: Microseconds,
): KnownTime {
  const until = readUntil(positions);
  // A partition that had its first record later than others was empty before that, which is known.
  const beginnings = gaps.filter((gap) => !isMissing(gap)).map(({ to }) => to);
  const began = beginnings.length === 0 ? 0 : Math.min(...beginnings);
  return {
    from: Math.max(from, began),
    until: until === undefined ? 0 : isFresh(until, now) ? NEVER : until,
    holes: gaps.filter(isMissing).map(({ from, to }) => ({ from, to })),
  };
}

/** Whether all of a stretch is known. */
export function isKnown({ from, until, holes }: KnownTime, stretch: Stretch): boolean {
  return stretch.from >= from && stretch.to <= until &&
    !holes.some((hole) => hole.from < stretch.to && hole.to > stretch.from);
}

/** What is known of a stretch but for holes; nothing where it ends before it begins. */
export function knownPart({ from, until }: KnownTime, stretch: Stretch): Stretch {
  return { from: Math.max(stretch.from, from), to: Math.min(stretch.to, until) };
}
