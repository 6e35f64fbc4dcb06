import type { NewTransaction } from "../new_transaction.ts";
import { OUTCOMES } from "../stored_rows.ts";
import { durationBucket, type Traffic } from "../traffic.ts";
import { VarintReader, VarintWriter } from "./varints.ts";

/**
 * Counts of transactions by request type, response type and outcome, and of answers by {@linkcode durationBucket}.
 *
 * As bytes, all numbers varints: how many kinds, each as its two types, its outcome and its count; then, up to the end, the buckets, each
 * as its distance from the one before and its count.
 */
export class TrafficTally {
  /** Counts by types and outcome: a byte each, the outcome last. */
  readonly #kinds = new Map<number, number>();
  readonly #buckets = new Map<number, number>();

  /** Counts a transaction. */
  count({ requestType, responseType, outcome, duration }: NewTransaction): void {
    add(this.#kinds, requestType << 16 | responseType << 8 | OUTCOMES.indexOf(outcome), 1);
    if (requestType !== 0 && responseType !== 0) add(this.#buckets, durationBucket(duration), 1);
  }

  /** Adds what another one has counted. */
  merge(other: TrafficTally): void {
    for (const [kind, count] of other.#kinds) add(this.#kinds, kind, count);
    for (const [bucket, count] of other.#buckets) add(this.#buckets, bucket, count);
  }

  /** Adds what was saved. */
  load(body: Uint8Array): void {
    const reader = new VarintReader(body);
    for (let left = reader.next(); left > 0 && !reader.isAtEnd; left--) {
      const kind = reader.next() << 16 | reader.next() << 8 | reader.next();
      add(this.#kinds, kind, reader.next());
    }
    for (let bucket = 0; !reader.isAtEnd;) {
      bucket += reader.next();
      add(this.#buckets, bucket, reader.next());
    }
  }

  /** Everything as bytes. */
  save(): Uint8Array {
    const writer = new VarintWriter();
    writer.put(this.#kinds.size);
    for (const [kind, count] of sorted(this.#kinds)) {
      writer.put(kind >>> 16);
      writer.put(kind >> 8 & 0xff);
      writer.put(kind & 0xff);
      writer.put(count);
    }
    let last = 0;
    for (const [bucket, count] of sorted(this.#buckets)) {
      writer.put(bucket - last);
      writer.put(count);
      last = bucket;
    }
    return writer.end();
  }

  /** Everything as it is told. */
  traffic(): Traffic {
    return {
      counts: sorted(this.#kinds).map(([kind, count]) => ({
        requestType: kind >>> 16,
        responseType: kind >> 8 & 0xff,
        outcome: OUTCOMES[kind & 0xff] ?? "no-request",
        count,
      })),
      durations: sorted(this.#buckets).map(([bucket, count]) => ({ bucket, count })),
    };
  }
}

function add(counts: Map<number, number>, key: number, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function sorted(counts: Map<number, number>): [number, number][] {
  return [...counts].sort(([a], [b]) => a - b);
}
