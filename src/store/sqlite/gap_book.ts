import { passGaps } from "../passed_gaps.ts";
import type { LogGap, PartitionPosition, StoreBatch } from "../transaction_store.ts";
import type { Database } from "./database.ts";
import type { PositionBook } from "./position_book.ts";
import { gapOf } from "../_gap_row.ts";

/** Columns of a gap, its offsets texts. */
export const GAP =
  "topic, partition, CAST(from_offset AS TEXT) AS from_offset, CAST(to_offset AS TEXT) AS to_offset, from_time, to_time";
const OF_PARTITION = `SELECT ${GAP} FROM gap WHERE topic = ? AND partition = ?`;
/** The same offsets again are of another log, or were looked for again: what is missing is missing in both times. */
const PUT = `
  INSERT INTO gap VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET from_time = min(from_time, excluded.from_time), to_time = max(to_time, excluded.to_time)`;
const DELETE = "DELETE FROM gap WHERE topic = ? AND partition = ? AND from_offset = ? AND to_offset = ?";

/** Writes the gaps of a batch, and takes away those that it has read, before positions are set. */
export function writeGaps(
  db: Database,
  batch: StoreBatch,
  { positions, counted }: { positions: PositionBook; counted: PositionBook },
): void {
  const isAgain = (position: PartitionPosition) => {
    const there = positions.of(position)?.next, most = counted.of(position)?.next;
    return there !== undefined && most !== undefined && there < most && position.next > there;
  };
  const again = batch.positions.filter(isAgain);
  const put = (gap: LogGap) => {
    const { topic, partition, fromOffset, toOffset, from, to } = gap;
    db.run(PUT, topic, partition, fromOffset, toOffset, from, to);
  };
  for (const gap of batch.gaps) {
    if (!again.some(({ topic, partition }) => topic === gap.topic && partition === gap.partition)) put(gap);
  }
  for (const position of again) {
    const { topic, partition } = position, known = db.all(OF_PARTITION, topic, partition).map(gapOf);
    const { gone, added } = passGaps(known, position, positions.of(position)!.next, batch);
    for (const { fromOffset, toOffset } of gone) db.run(DELETE, topic, partition, fromOffset, toOffset);
    added.forEach(put);
  }
}
