import type { LeaseInterval } from "../lease_interval.ts";
import { ASSOCIATIONS, ENDINGS } from "../stored_rows.ts";
import { numberArray } from "./_columns.ts";
import type { PostgresSession } from "./_session.ts";

/** What `leaseOf` makes an interval of, of a table called `l`. */
export const LEASE_COLUMNS =
  `l.id, encode(l.lease, 'hex') as lease, l.client_id, l.server_id, l.iaid, l.association, l.started_at,
  l.confirmed_at, l.renew_at, l.rebind_at, l.valid_until, l.ended_at, l.ending, l.grants, l.opened_by, l.confirmed_by,
  l.ended_by, l.changed_at, l.partition, l.kafka_offset::text as "offset"`;

/** Columns that change, their types, and where their values come from. */
const CHANGING: readonly (readonly [string, string, (interval: LeaseInterval) => number | bigint | undefined])[] = [
  ["server_id", "integer", ({ serverId }) => serverId],
  ["iaid", "bigint", ({ iaid }) => iaid],
  ["association", "smallint", ({ association }) => ASSOCIATIONS.indexOf(association)],
  ["started_at", "bigint", ({ startedAt }) => startedAt],
  ["confirmed_at", "bigint", ({ confirmedAt }) => confirmedAt],
  ["renew_at", "bigint", ({ renewAt }) => renewAt],
  ["rebind_at", "bigint", ({ rebindAt }) => rebindAt],
  ["valid_until", "bigint", ({ validUntil }) => validUntil],
  ["ended_at", "bigint", ({ endedAt }) => endedAt],
  ["ending", "smallint", ({ ending }) => ending && ENDINGS.indexOf(ending)],
  ["grants", "integer", ({ grants }) => grants],
  ["opened_by", "bigint", ({ openedBy }) => openedBy],
  ["confirmed_by", "bigint", ({ confirmedBy }) => confirmedBy],
  ["ended_by", "bigint", ({ endedBy }) => endedBy],
  ["changed_at", "bigint", ({ changedAt }) => changedAt],
  ["partition", "integer", ({ partition }) => partition],
  ["kafka_offset", "bigint", ({ offset }) => offset],
];
const names = CHANGING.map(([name]) => name).join();
const arrays = CHANGING.map(([, type], index) => `$${index + 3}::${type}[]`).join();

const INSERT = `insert into leases (lease, client_id, ${names})
  select decode(new_lease, 'hex'), new_client, ${names} from unnest($1::text[], $2::bigint[], ${arrays})
  as t (new_lease, new_client, ${names})`;
const UPDATE = `update leases as l set ${CHANGING.map(([name]) => `${name} = t.${name}`).join()}
  from unnest($1::bigint[], $2::bigint[], ${arrays}) as t (id, client_id, ${names}) where l.id = t.id`;

/** Adds intervals that are new. */
export async function insertLeases(session: PostgresSession, intervals: readonly LeaseInterval[]): Promise<void> {
  if (intervals.length === 0) return;
  const leases = `{${intervals.map(({ lease }) => lease).join()}}`;
  await session.query(INSERT, [leases, numberArray(intervals.map(({ clientId }) => clientId)), ...changing(intervals)]);
}

/** Writes what has changed of intervals. */
export async function updateLeases(session: PostgresSession, intervals: readonly LeaseInterval[]): Promise<void> {
  if (intervals.length === 0) return;
  await session.query(UPDATE, [
    numberArray(intervals.map(({ id }) => id)),
    numberArray(intervals.map(({ clientId }) => clientId)),
    ...changing(intervals),
  ]);
}

function changing(intervals: readonly LeaseInterval[]): string[] {
  return CHANGING.map(([, , value]) => numberArray(intervals.map(value)));
}
