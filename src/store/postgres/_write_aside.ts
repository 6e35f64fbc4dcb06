import type { QuarantinedRecord } from "../new_transaction.ts";
import { gapOf, type GapRow } from "../_gap_row.ts";
import { passGaps } from "../passed_gaps.ts";
import type { LogGap, PartitionPosition, StoreBatch } from "../transaction_store.ts";
import { storedText } from "../stored_text.ts";
import { ByteColumn, numberArray, PlaceColumn, textArray } from "./_columns.ts";
import type { Logs } from "./_logs.ts";
import type { PostgresSession } from "./_session.ts";

/** Writes records that are no transactions; those that are there stay as they are. */
export async function writeQuarantine(
  session: PostgresSession,
  records: readonly QuarantinedRecord[],
  logs: Logs,
): Promise<void> {
  if (records.length === 0) return;
  const bytes = new ByteColumn(), keys = new PlaceColumn(bytes), values = new PlaceColumn(bytes);
  for (const { key, value } of records) {
    keys.push(key);
    values.push(value);
  }
  await session.query(
    `insert into quarantine (log_id, kafka_offset, recorded_at, reason, key, value)
     select log_id, kafka_offset, recorded_at, reason,
       substring($1::bytea from key for key_length), substring($1::bytea from value for value_length)
     from unnest($2::integer[], $3::bigint[], $4::bigint[], $5::text[], $6::integer[], $7::integer[], $8::integer[], $9::integer[])
       as q (log_id, kafka_offset, recorded_at, reason, key, key_length, value, value_length)
     on conflict do nothing`,
    [
      bytes.all(),
      numberArray(records.map(({ place }) => logs.id(place))),
      numberArray(records.map(({ place }) => place.offset)),
      numberArray(records.map(({ recordedAt }) => recordedAt)),
      textArray(records.map(({ reason }) => storedText(reason))),
      ...keys.parameters(),
      ...values.parameters(),
    ],
  );
}

/** Writes the gaps of a batch, and takes away those that it has read, before positions are set. */
export async function writeGaps(session: PostgresSession, batch: StoreBatch, logs: Logs): Promise<void> {
  const again = batch.positions.filter((position) => logs.isAgain(position)), ids = again.map((one) => logs.id(one));
  const added = new Map<string, LogGap>();
  const add = (gap: LogGap) => added.set(`${gap.fromOffset} ${gap.toOffset} ${logs.id(gap)}`, gap);
  for (const gap of batch.gaps) if (!ids.includes(logs.id(gap))) add(gap);
  for (const position of again) {
    const known = await gapsOf(session, position, logs);
    const { gone, added: left } = passGaps(known, position, logs.next(position)!, batch);
    await deleteGaps(session, gone, logs);
    left.forEach(add);
  }
  await putGaps(session, [...added.values()], logs);
}

async function gapsOf(session: PostgresSession, log: PartitionPosition, logs: Logs): Promise<LogGap[]> {
  const rows = await session.query<GapRow>(
    `select topic, partition, from_offset::text as from_offset, to_offset::text as to_offset, from_time, to_time
     from gaps join logs on logs.id = gaps.log_id where log_id = $1::integer`,
    [logs.id(log)],
  );
  return rows.map(gapOf);
}

async function deleteGaps(session: PostgresSession, gaps: readonly LogGap[], logs: Logs): Promise<void> {
  if (gaps.length === 0) return;
  await session.query(
    `delete from gaps where (log_id, from_offset, to_offset) in
       (select * from unnest($1::integer[], $2::bigint[], $3::bigint[]))`,
    [
      numberArray(gaps.map((gap) => logs.id(gap))),
      numberArray(gaps.map(({ fromOffset }) => fromOffset)),
      numberArray(gaps.map(({ toOffset }) => toOffset)),
    ],
  );
}

/** The same offsets again are of another log, or were looked for again: what is missing is missing in both times. */
async function putGaps(session: PostgresSession, gaps: readonly LogGap[], logs: Logs): Promise<void> {
  if (gaps.length === 0) return;
  await session.query(
    `insert into gaps (log_id, from_offset, to_offset, from_time, to_time)
     select * from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
     on conflict (log_id, from_offset, to_offset) do update set
       from_time = least(gaps.from_time, excluded.from_time), to_time = greatest(gaps.to_time, excluded.to_time)`,
    [
      numberArray(gaps.map((gap) => logs.id(gap))),
      numberArray(gaps.map(({ fromOffset }) => fromOffset)),
      numberArray(gaps.map(({ toOffset }) => toOffset)),
      numberArray(gaps.map(({ from }) => from)),
      numberArray(gaps.map(({ to }) => to)),
    ],
  );
}
