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
 *
 * A topic that was made anew has later records at offsets that the store has behind it, and would leave out. There the store is moved back
 * first, which costs nothing where it is none after all: what the store has is not stored again.
 */
export async function movedPosition(
  store: TransactionWriter,
  records: readonly Covered[],
  tell: (error: Error, record: EdgeRecord) => void,
): Promise<Pick<StoreBatch, "positions" | "gaps">> {
  const [{ record: { topic, partition } }] = records;
  if (topic === undefined || partition === undefined) return { positions: [], gaps: [] };
  const before = (await store.positions(topic)).get(partition);
  const anew = before && firstOfAnew(before, records), start = anew?.offset ?? before?.next ?? 0n;
  if (anew) {
    await store.moveTo([{ ...before, next: start }]);
    const where = `${topic}[${partition}] goes on at offset ${start} with later records`;
    tell(new Error(`${where}, after it was read up to ${before.next}: was it made anew?`), anew.record);
  }
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

/** The first record that is behind the position, and yet later than all that was read. Where nothing was read, nothing can be told. */
function firstOfAnew(
  { next, coveredUntil }: PartitionPosition,
  records: readonly Covered[],
): { readonly record: EdgeRecord; readonly offset: bigint } | undefined {
  if (coveredUntil === 0) return undefined;
  for (const { record, recordedAt } of records) {
    const { offset } = record;
    if (offset !== undefined && offset < next && recordedAt > coveredUntil) return { record, offset };
  }
  return undefined;
}
