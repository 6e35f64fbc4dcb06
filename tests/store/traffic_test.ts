import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  bucketBounds,
  durationBucket,
  type DurationCount,
  durationQuantile,
  mergeTraffic,
  type Traffic,
  trafficTotal,
} from "@dhcpkit/kafka/store";

/** Durations as a store counts them. */
function counted(durations: readonly number[]): DurationCount[] {
  const counts = new Map<number, number>();
  for (const duration of durations) {
    const bucket = durationBucket(duration);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([bucket, count]) => ({ bucket, count }));
}

/** The same numbers each time, from 0 to 1. */
function* numbers(seed: number): Generator<number> {
  for (let random = seed;;) {
    random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff;
    yield random / 0x80000000;
  }
}

Deno.test("each duration is within the bounds of its bucket, and each bucket begins where the one before ends", () => {
  for (let duration = 1; duration < 2 ** 40; duration = Math.ceil(duration * 1.07)) {
    const { from, to } = bucketBounds(durationBucket(duration));
    assert(from <= duration * (1 + 1e-12) && duration < to * (1 + 1e-12), `${duration} in ${from}..${to}`);
  }
  for (let bucket = 0; bucket < durationBucket(2 ** 40); bucket++) {
    assertEquals(bucketBounds(bucket).to, bucketBounds(bucket + 1).from);
  }
});

Deno.test("durations that no clock shows have a bucket as well", () => {
  assertEquals([0, -1, -2_000_000, NaN, 0.5].map(durationBucket), [0, 0, 0, 0, 0]);
  assertEquals(durationBucket(2 ** 45), durationBucket(Infinity));
  assertEquals(bucketBounds(durationBucket(Infinity)).to, Infinity);
});

Deno.test("quantiles are within 7.2 % of those of the durations themselves, however these are spread", () => {
  const random = numbers(7), next = () => random.next().value as number;
  const spreads: (() => number)[] = [
    () => 1000 + next() * 500,
    () => Math.exp(Math.log(100) + next() * Math.log(1e6)),
    () => next() < 0.97 ? 1500 : 2_000_000 * (1 + next()),
    () => Math.ceil(next() * 20),
  ];
  for (const spread of spreads) {
    const durations = Array.from({ length: 5000 }, spread).sort((a, b) => a - b);
    for (const share of [0.01, 0.5, 0.9, 0.99, 1]) {
      const exact = durations[Math.max(1, Math.ceil(durations.length * share)) - 1];
      assertAlmostEquals(durationQuantile(counted(durations), share)!, exact, exact * 0.0718);
    }
  }
});

Deno.test("without an answer there is no quantile", () => {
  assertEquals(durationQuantile([], 0.5), undefined);
  assertEquals(durationQuantile(counted([0]), 0.5), 0);
});

Deno.test("traffic put together has every kind and every bucket once", () => {
  const one: Traffic = {
    counts: [{ requestType: 3, responseType: 7, outcome: "answered", count: 2 }],
    durations: [{ bucket: 50, count: 2 }],
  };
  const other: Traffic = {
    counts: [
      { requestType: 1, responseType: 0, outcome: "unanswered", count: 1 },
      { requestType: 3, responseType: 7, outcome: "answered", count: 5 },
    ],
    durations: [{ bucket: 40, count: 1 }, { bucket: 50, count: 4 }],
  };
  const both = mergeTraffic([one, other]);
  assertEquals(both, {
    counts: [
      { requestType: 1, responseType: 0, outcome: "unanswered", count: 1 },
      { requestType: 3, responseType: 7, outcome: "answered", count: 7 },
    ],
    durations: [{ bucket: 40, count: 1 }, { bucket: 50, count: 6 }],
  });
  assertEquals([trafficTotal(both), trafficTotal(both, "unanswered"), trafficTotal(both, "refused")], [8, 1, 0]);
  assertEquals(mergeTraffic([]), { counts: [], durations: [] });
});
