import type { Microseconds } from "../record_place.ts";
import type { GapKey, LogGap, Page } from "../transaction_store.ts";
import type { Database, SqlValue } from "./database.ts";
import { GAP } from "./gap_book.ts";
import { gapOf } from "../_gap_row.ts";

const OVERLAPPING = `
  SELECT ${GAP} FROM gap WHERE from_time <= ? AND to_time >= ? ORDER BY from_time, topic, partition, gap.from_offset`;

/** See `TransactionReader`. */
export function gaps(db: Database, { from, to }: { from: Microseconds; to: Microseconds }): LogGap[] {
  return db.all(OVERLAPPING, to, from).map(gapOf);
}

/** See `TransactionReader`. */
export function missingRecords(db: Database, { limit, after }: Page<GapKey>): LogGap[] {
  const behind = after === undefined ? "true" : "(from_time, topic, partition, gap.from_offset) < (?, ?, ?, ?)";
  const key: SqlValue[] = after === undefined ? [] : [after.from, after.topic, after.partition, after.fromOffset];
  return db.all(
    `SELECT ${GAP} FROM gap WHERE (from_time > 0 OR gap.to_offset > gap.from_offset) AND ${behind}
     ORDER BY from_time DESC, topic DESC, partition DESC, gap.from_offset DESC LIMIT ?`,
    ...key,
    limit,
  ).map(gapOf);
}
