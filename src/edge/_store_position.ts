import type { Microseconds } from "../store/record_place.ts";
import type { LogGap, PartitionPosition, StoreBatch, TransactionWriter } from "../store/transaction_store.ts";
import type { EdgeRecord } from "./edge_record.ts";

/** A record, and what was read once it is. */
export interface Covered {
  /** The record. */
  readonly record: EdgeRecord;
  /** Kafka's time of it. */
  readonly recordedAt: Microseconds;
  /** Everything published up to then was read. */
  readonly until: Microseconds;
}

/**
 * How far the partition of these records is read once they are written: as far as they follow, without a gap, on where the store has it,
 * or on offset 0 where the store does not know the partition. A store leaves out records that stand before the position, so it must
 * not move past any that has not come.
 */
export async function movedPosition(
  store: TransactionWriter,
  records: readonly Covered[],
): Promise<Pick<StoreBatch, "positions" | "gaps">> {
  const [{ record: { topic, partition } }] = records;
  if (topic === undefined || partition === undefined) return { positions: [], gaps: [] };
  const before = (await store.positions(topic)).get(partition), start = before?.next ?? 0n;
  let next = start, coveredUntil = before?.coveredUntil ?? 0;
  const positions: PartitionPosition[] = [], gaps: LogGap[] = [];
  for (const { record: { offset }, recordedAt, until } of records) {
    if (offset === undefined || offset < next) continue;
    if (offset > next) break;
    // Of what was before the first record nothing is known.
    if (next === start && coveredUntil === 0) {
      gaps.push({ topic, partition, fromOffset: start, toOffset: start, from: 0, to: recordedAt });
    }
    next++;
    coveredUntil = Math.max(coveredUntil, until);
  }
  if (next > start) positions.push({ topic, partition, next, coveredUntil });
  return { positions, gaps };
}
