import type { Microseconds } from "../record_place.ts";
import type { GapKey, LogGap, Page } from "../transaction_store.ts";
import type { Database, Row, SqlValue } from "./database.ts";

/** Offsets as texts, since not all of them are numbers of JavaScript. */
const GAP = `
  SELECT topic, partition, CAST(from_offset AS TEXT) AS from_text, CAST(to_offset AS TEXT) AS to_text, from_time, to_time
  FROM gap`;
const OVERLAPPING = `${GAP} WHERE from_time <= ? AND to_time >= ? ORDER BY from_time, topic, partition, from_offset`;

/** See `TransactionReader`. */
export function gaps(db: Database, { from, to }: { from: Microseconds; to: Microseconds }): LogGap[] {
  return db.all(OVERLAPPING, to, from).map(gapOf);
}

/** See `TransactionReader`. */
export function missingRecords(db: Database, { limit, after }: Page<GapKey>): LogGap[] {
  const behind = after === undefined ? "true" : "(from_time, topic, partition, from_offset) < (?, ?, ?, ?)";
  const key: SqlValue[] = after === undefined ? [] : [after.from, after.topic, after.partition, after.fromOffset];
  return db.all(
    `${GAP} WHERE to_offset > from_offset AND ${behind}
     ORDER BY from_time DESC, topic DESC, partition DESC, from_offset DESC LIMIT ?`,
    ...key,
    limit,
  ).map(gapOf);
}

function gapOf({ topic, partition, from_text, to_text, from_time, to_time }: Row): LogGap {
  return {
    topic,
    partition,
    fromOffset: BigInt(from_text),
    toOffset: BigInt(to_text),
    from: from_time,
    to: to_time,
  };
}
