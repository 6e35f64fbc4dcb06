import type { LeaseInterval } from "../lease_interval.ts";
import type { LeaseKey } from "../lease_event.ts";
import { type Microseconds, NEVER } from "../record_place.ts";
import type { Page } from "../transaction_store.ts";
import { textArray } from "./_columns.ts";
import { prefixesAround, rangeWithin } from "./_lease_keys.ts";
import { leaseOf, type LeaseRow } from "../stored_rows.ts";
import { LEASE_COLUMNS } from "./_lease_rows.ts";
import { type LeasesWithin, MOST_LEASES_WITHIN } from "../leases_within.ts";
import { rowLimit, type RunQuery } from "./_reading.ts";

/** Which leases: those at a time, so many at most. */
export interface LeaseQuestion {
  readonly at: Microseconds;
  readonly limit: number;
  /** Whether only those are wanted that had not ended by then. Default: false. */
  readonly holding?: boolean;
}

/** The leases of an address or prefix and of those around it, so many of each, the latest first. */
export async function readLeasesAround(
  run: RunQuery,
  lease: LeaseKey,
  { at, limit, holding = false }: LeaseQuestion,
): Promise<LeaseInterval[]> {
  const held = holding ? "and coalesce(ended_at, valid_until) > $2::bigint" : "";
  const rows = await run<LeaseRow>(
    `select ${LEASE_COLUMNS} from unnest($1::text[]) as around (key)
     cross join lateral (
       select * from leases where lease = decode(around.key, 'hex') and started_at <= $2::bigint ${held}
       order by started_at desc, id desc limit ${rowLimit(limit)}
     ) as l
     order by l.started_at desc, l.id desc`,
    [textArray(prefixesAround(lease)), at],
  );
  return rows.map(leaseOf);
}

/** The leases within a prefix that clients had at a time, by key. */
export async function readLeasesWithin(
  run: RunQuery,
  lease: LeaseKey,
  { at, limit }: LeaseQuestion,
): Promise<LeasesWithin> {
  const { first, last } = rangeWithin(lease), most = rowLimit(limit);
  const within = `from leases where lease > decode($1, 'hex') and lease <= decode($2, 'hex')`;
  const rows = await run<LeaseRow>(
    `select ${LEASE_COLUMNS} from (
       select * ${within} order by lease, client_id, started_at limit ${MOST_LEASES_WITHIN}
     ) l
     where l.started_at <= $3::bigint and coalesce(l.ended_at, l.valid_until) > $3::bigint
     order by l.lease, l.client_id, l.started_at limit ${most + 1}`,
    [first, last, at],
  );
  const isMore = rows.length > most ||
    (await run(`select ${within} offset ${MOST_LEASES_WITHIN} limit 1`, [first, last])).length > 0;
  return { leases: rows.slice(0, most).map(leaseOf), isWhole: !isMore };
}

/** The leases of a client, the latest first. */
export async function readLeasesOf(
  run: RunQuery,
  clientId: number,
  { limit, after }: Page<Pick<LeaseInterval, "startedAt" | "id">>,
): Promise<LeaseInterval[]> {
  if (!Number.isSafeInteger(clientId)) return [];
  const rows = await run<LeaseRow>(
    `select ${LEASE_COLUMNS} from leases l where client_id = $1::bigint
     and started_at <= $2::bigint and (started_at, id) < ($2::bigint, $3::bigint)
     order by started_at desc, id desc limit ${rowLimit(limit)}`,
    [clientId, after?.startedAt ?? NEVER, after?.id ?? NEVER],
  );
  return rows.map(leaseOf);
}
