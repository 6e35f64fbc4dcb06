import type { Outcome } from "./new_transaction.ts";
import type { Microseconds } from "./record_place.ts";

/** How many transactions were alike. */
export interface TrafficCount {
  /** Type of the client's message; 0 = there was none. */
  readonly requestType: number;
  /** Type of the server's message; 0 = there was none. */
  readonly responseType: number;
  /** What came of them. */
  readonly outcome: Outcome;
  /** How many. */
  readonly count: number;
}

/** How many answers took about as long as each other. */
export interface DurationCount {
  /** Which durations: {@linkcode durationBucket}. */
  readonly bucket: number;
  /** How many answers. */
  readonly count: number;
}

/** Transactions by what they were, and how long answers took. */
export interface Traffic {
  /** Each kind once, by types and outcome. */
  readonly counts: readonly TrafficCount[];
  /** Each bucket once, the shortest durations first: of requests that were answered. */
  readonly durations: readonly DurationCount[];
}

/** The traffic of a part of the time that was asked for. */
export interface TrafficPoint extends Traffic {
  /** Its beginning. */
  readonly at: Microseconds;
}

/** Which traffic, in steps of which length. */
export interface TrafficQuestion {
  /** Not before this; rounded down to a whole step. */
  readonly from: Microseconds;
  /** Before this; rounded up to a whole step. */
  readonly to: Microseconds;
  /** Microseconds of a step. At least a minute, and rounded up so that there are at most 1500 steps: {@linkcode trafficSteps}. */
  readonly step: Microseconds;
  /** Of this server. Default: of all servers together. */
  readonly serverId?: number;
}

/** Since when traffic is known. */
export interface TrafficCoverage {
  /** Since this minute, 0 where it was counted from the first record on. Before it, traffic is unknown, not zero. */
  readonly from: Microseconds;
  /** Since this minute in steps under an hour: what is older is known by the hour only. */
  readonly fineFrom: Microseconds;
}

/** Buckets to an octave: from one to the next, durations are longer by 15 %, so the middle of one is at most 7.2 % off. */
const PER_OCTAVE = 5;
/** The last bucket holds whatever is longer than 2^40 µs, twelve days. */
const LAST_BUCKET = 40 * PER_OCTAVE + 1;

/**
 * The bucket of a duration in microseconds: 0 for less than 1 µs, and for servers whose clock was set back; the others, from 1 on, each
 * reach 2^(1/5) times as far as the one before.
 */
export function durationBucket(duration: number): number {
  if (!(duration >= 1)) return 0;
  return Math.min(LAST_BUCKET, 1 + Math.floor(Math.log2(duration) * PER_OCTAVE));
}

/** Where a bucket begins and ends, in microseconds; the last one has no end. */
export function bucketBounds(bucket: number): { from: number; to: number } {
  const bound = (number: number) => number < 1 ? 0 : 2 ** ((number - 1) / PER_OCTAVE);
  return { from: bound(bucket), to: bucket >= LAST_BUCKET ? Infinity : bound(bucket + 1) };
}

/**
 * The duration in microseconds that a share of all answers was not longer than, from 0 to 1: 0.5 for the median. At most 7.2 % off.
 * `undefined` when there was no answer.
 *
 * @example
 * ```ts
 * import { durationBucket, durationQuantile } from "@dhcpkit/kafka/store";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const durations = [{ bucket: durationBucket(1500), count: 98 }, { bucket: durationBucket(1_000_000), count: 2 }];
 * assertAlmostEquals(durationQuantile(durations, 0.5)!, 1500, 1500 * 0.072);
 * assertAlmostEquals(durationQuantile(durations, 0.99)!, 1_000_000, 72_000);
 * ```
 */
export function durationQuantile(durations: readonly DurationCount[], share: number): number | undefined {
  const total = durations.reduce((sum, { count }) => sum + count, 0);
  let left = Math.max(1, Math.ceil(total * share));
  for (const { bucket, count } of durations) {
    left -= count;
    if (left <= 0) return middle(bucket);
  }
  return undefined;
}

/** How many transactions there were, all of them or those with one outcome. */
export function trafficTotal({ counts }: Traffic, outcome?: Outcome): number {
  return counts.reduce((sum, each) => outcome === undefined || each.outcome === outcome ? sum + each.count : sum, 0);
}

/** The traffic of several times or servers together. */
export function mergeTraffic(parts: readonly Traffic[]): Traffic {
  const counts = new Map<string, TrafficCount>(), durations = new Map<number, number>();
  for (const part of parts) {
    for (const each of part.counts) {
      const key = kindOf(each), there = counts.get(key)?.count ?? 0;
      counts.set(key, { ...each, count: there + each.count });
    }
    for (const { bucket, count } of part.durations) durations.set(bucket, (durations.get(bucket) ?? 0) + count);
  }
  return {
    counts: [...counts].sort(([a], [b]) => a < b ? -1 : 1).map(([, each]) => each),
    durations: [...durations].sort(([a], [b]) => a - b).map(([bucket, count]) => ({ bucket, count })),
  };
}

/** The geometric middle, which is off by the same factor at both ends. */
function middle(bucket: number): number {
  const { from, to } = bucketBounds(bucket);
  return to === Infinity ? from : Math.sqrt(from * to);
}

function kindOf({ requestType, responseType, outcome }: TrafficCount): string {
  return String.fromCharCode(requestType, responseType) + outcome;
}
