import type { QuarantinedRecord } from "../new_transaction.ts";
import type { LogGap } from "../transaction_store.ts";
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

/** Writes gaps; those that are there stay as they are. */
export async function writeGaps(session: PostgresSession, gaps: readonly LogGap[], logs: Logs): Promise<void> {
  if (gaps.length === 0) return;
  await session.query(
    `insert into gaps (log_id, from_offset, to_offset, from_time, to_time)
     select * from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) on conflict do nothing`,
    [
      numberArray(gaps.map((gap) => logs.id(gap))),
      numberArray(gaps.map(({ fromOffset }) => fromOffset)),
      numberArray(gaps.map(({ toOffset }) => toOffset)),
      numberArray(gaps.map(({ from }) => from)),
      numberArray(gaps.map(({ to }) => to)),
    ],
  );
}
