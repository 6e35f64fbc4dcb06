import { gapOf, type GapRow } from "../_gap_row.ts";
import type { Microseconds } from "../record_place.ts";
import { storedText } from "../stored_text.ts";
import type { GapKey, LogGap, Page } from "../transaction_store.ts";
import { Parameters, rowLimit, type RunQuery } from "./_reading.ts";

const SELECT = `
  select topic, partition, from_offset::text as from_offset, to_offset::text as to_offset, from_time, to_time
  from gaps join logs on logs.id = gaps.log_id`;

/** Gaps that overlap a time, the earliest first. */
export async function readGaps(run: RunQuery, time: { from: Microseconds; to: Microseconds }): Promise<LogGap[]> {
  const rows = await run<GapRow>(
    `${SELECT} where from_time <= $2::bigint and to_time >= $1::bigint
     order by gaps.from_time, topic, partition, gaps.from_offset`,
    [time.from, time.to],
  );
  return rows.map(gapOf);
}

/** A page of the gaps but for those where a log merely begins, the latest first. */
export async function readMissingRecords(run: RunQuery, { limit, after }: Page<GapKey>): Promise<LogGap[]> {
  const parameters = new Parameters(), conditions = ["(gaps.from_time > 0 or gaps.to_offset > gaps.from_offset)"];
  if (after !== undefined) {
    const { from, topic, partition, fromOffset } = after;
    const key = [
      parameters.add(from, "bigint"),
      parameters.add(storedText(topic), "text"),
      parameters.add(partition, "bigint"),
      parameters.add(fromOffset.toString(), "bigint"),
    ];
    conditions.push(`(gaps.from_time, topic, partition, gaps.from_offset) < (${key.join(", ")})`);
  }
  const rows = await run<GapRow>(
    `${SELECT} where ${conditions.join(" and ")}
     order by gaps.from_time desc, topic desc, partition desc, gaps.from_offset desc limit ${rowLimit(limit)}`,
    parameters.values,
  );
  return rows.map(gapOf);
}
