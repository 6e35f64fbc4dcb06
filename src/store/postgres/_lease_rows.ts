import type { LeaseInterval } from "../lease_interval.ts";
import { ASSOCIATIONS, ENDINGS } from "./_codes.ts";
import { numberArray } from "./_columns.ts";
import type { PostgresSession } from "./_session.ts";

/** A row as {@linkcode LEASE_COLUMNS} asks for it, of a table called `l`. */
export interface LeaseRow {
  readonly id: number;
  readonly lease: string;
  readonly client_id: number;
  readonly server_id: number;
  readonly iaid: number;
  readonly association: number;
  readonly started_at: number;
  readonly confirmed_at: number;
  readonly renew_at: number;
  readonly rebind_at: number;
  readonly valid_until: number;
  readonly ended_at: number | null;
  readonly ending: number | null;
  readonly grants: number;
  readonly opened_by: number;
  readonly confirmed_by: number;
  readonly ended_by: number | null;
  readonly changed_at: number;
  readonly partition: number;
  readonly kafka_offset: string;
}

/** What {@linkcode leaseOf} makes an interval of. */
export const LEASE_COLUMNS =
  `l.id, encode(l.lease, 'hex') as lease, l.client_id, l.server_id, l.iaid, l.association, l.started_at,
  l.confirmed_at, l.renew_at, l.rebind_at, l.valid_until, l.ended_at, l.ending, l.grants, l.opened_by, l.confirmed_by,
  l.ended_by, l.changed_at, l.partition, l.kafka_offset::text as kafka_offset`;

/** The interval that a row is. */
export function leaseOf(row: LeaseRow): LeaseInterval {
  return {
    id: row.id,
    lease: row.lease,
    clientId: row.client_id,
    serverId: row.server_id,
    iaid: row.iaid,
    association: ASSOCIATIONS[row.association],
    startedAt: row.started_at,
    confirmedAt: row.confirmed_at,
    renewAt: row.renew_at,
    rebindAt: row.rebind_at,
    validUntil: row.valid_until,
    endedAt: row.ended_at ?? undefined,
    ending: row.ending === null ? undefined : ENDINGS[row.ending],
    grants: row.grants,
    openedBy: row.opened_by,
    confirmedBy: row.confirmed_by,
    endedBy: row.ended_by ?? undefined,
    changedAt: row.changed_at,
    partition: row.partition,
    offset: BigInt(row.kafka_offset),
  };
}

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
