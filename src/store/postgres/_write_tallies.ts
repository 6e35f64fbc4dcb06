import { emptyTally, mergeTally, type TallyKey, type TallyKind, type TallyRow } from "../tally/tally.ts";
import { TallyBatch } from "../tally/tally_batch.ts";
import { ByteColumn, numberArray, PlaceColumn } from "./_columns.ts";
import type { Logs } from "./_logs.ts";
import type { BatchRelays } from "./_relay_rows.ts";
import { bytesOf } from "./_reading.ts";
import type { BatchServers } from "./_server_rows.ts";
import type { PostgresSession } from "./_session.ts";
import type { StoredRow } from "./_write_transactions.ts";

const FIND = `
  select t.kind, t.at, t.server_id as "serverId", t.part, t.body from tallies t
  join unnest($1::smallint[], $2::bigint[], $3::integer[], $4::integer[]) as k (kind, at, server_id, part)
    using (kind, at, server_id, part)`;
const PUT = `
  insert into tallies (kind, at, server_id, part, body)
  select kind, at, server_id, part, substring($5::bytea from place for length)
  from unnest($1::smallint[], $2::bigint[], $3::integer[], $4::integer[], $6::integer[], $7::integer[])
    as t (kind, at, server_id, part, place, length)
  on conflict (kind, at, server_id, part) do update set body = excluded.body`;

/** Counts what is new of a batch. The rows of its servers have to be locked: whoever has these is alone with their tallies. */
export async function writeTallies(
  session: PostgresSession,
  stored: readonly StoredRow[],
  { logs, servers, relays }: { logs: Logs; servers: BatchServers; relays: BatchRelays },
): Promise<void> {
  const batch = new TallyBatch();
  for (const { transaction, clientId } of stored) {
    if (logs.isCounted(transaction)) continue;
    const serverId = servers.id(transaction.server), relayId = relays.id(transaction.linkAddress);
    batch.count(transaction, { serverId, clientId, relayId });
  }
  const entries = batch.entries();
  if (entries.length === 0) return;
  const keys = keyParameters(entries.map(([key]) => key));
  const known = new Map<string, Uint8Array>();
  for (const row of await session.query<TallyRow & { kind: TallyKind }>(FIND, keys)) known.set(textOf(row), row.body);
  const bytes = new ByteColumn(), places = new PlaceColumn(bytes);
  for (const [key, counted] of entries) {
    const tally = emptyTally(key.kind), body = known.get(textOf(key));
    if (body !== undefined) tally.load(bytesOf(body));
    mergeTally(tally, counted);
    places.push(tally.save());
  }
  await session.query(PUT, [...keys, bytes.all(), ...places.parameters()]);
}

function keyParameters(keys: readonly TallyKey[]): string[] {
  return [
    numberArray(keys.map(({ kind }) => kind)),
    numberArray(keys.map(({ at }) => at)),
    numberArray(keys.map(({ serverId }) => serverId)),
    numberArray(keys.map(({ part }) => part)),
  ];
}

function textOf({ kind, at, serverId, part }: TallyKey): string {
  return `${kind} ${at} ${serverId} ${part}`;
}
