import type { LeaseInterval } from "../lease_interval.ts";
import { type LeaseKey, leaseKey, leasePrefix } from "../lease_event.ts";
import { type Microseconds, NEVER } from "../record_place.ts";
import type { Page } from "../transaction_store.ts";
import { type LeasesWithin, MOST_LEASES_WITHIN } from "../leases_within.ts";
import type { Database } from "./database.ts";
import { leaseOf } from "../stored_rows.ts";
import { LEASE, leasesBy } from "./rows.ts";

const AROUND = `
  SELECT ${LEASE} FROM ${leasesBy("lease_by_key")} WHERE lease = ? AND started_at <= ?
    AND coalesce(ended_at, valid_until) > ?
  ORDER BY started_at DESC, lease.id DESC LIMIT ?`;
/** Which of them had not ended stands elsewhere, and is looked up for so many. */
const WITHIN = `
  SELECT ${LEASE} FROM (
    SELECT id AS looked_at FROM lease INDEXED BY lease_by_key WHERE lease > ? AND lease <= ?
    ORDER BY lease, started_at, id LIMIT ${MOST_LEASES_WITHIN}
  ) CROSS JOIN lease ON lease.id = looked_at CROSS JOIN lease_state ON lease_state.id = lease.id
  WHERE started_at <= ? AND coalesce(ended_at, valid_until) > ?
  ORDER BY lease, started_at, lease.id LIMIT ?`;
const IS_MORE = `
  SELECT 1 FROM lease INDEXED BY lease_by_key WHERE lease > ? AND lease <= ? LIMIT 1 OFFSET ${MOST_LEASES_WITHIN}`;
const OF_CLIENT = `
  SELECT ${LEASE} FROM ${leasesBy("lease_by_client")} WHERE client_id = ?
    AND (started_at, lease.id) < (?, ?) ORDER BY started_at DESC, lease.id DESC LIMIT ?`;

/** The keys of a lease itself and of what may be around it: one for each length that any lease has. */
export function keysAround(db: Database, lease: LeaseKey): LeaseKey[] {
  const { address, length } = leasePrefix(lease), bytes = address.bytes;
  const lengths = db.all("SELECT length FROM lease_length WHERE length <= ?", length);
  return lengths.map((row) => leaseKey(bytes, 0, row.length));
}

/** The last key within a prefix: that of its last address. */
export function lastKeyWithin(lease: LeaseKey): LeaseKey {
  const { address, length } = leasePrefix(lease), bytes = address.bytes;
  for (let i = length >> 3; i < 16; i++) bytes[i] |= 0xff >> Math.max(0, length - i * 8);
  return leaseKey(bytes, 0, 128);
}

/** See `TransactionReader`. */
export function leasesAround(
  db: Database,
  lease: LeaseKey,
  { at, limit, holding }: { at: Microseconds; limit: number; holding: boolean },
): LeaseInterval[] {
  const endsAfter = holding ? at : -1;
  const found = keysAround(db, lease).flatMap((key) => db.all(AROUND, key, at, endsAfter, limit).map(leaseOf));
  return found.sort((a, b) => b.startedAt - a.startedAt || b.id - a.id);
}

/** See `TransactionReader`. */
export function leasesWithin(db: Database, lease: LeaseKey, at: Microseconds, limit: number): LeasesWithin {
  const last = lastKeyWithin(lease), leases = db.all(WITHIN, lease, last, at, at, limit + 1).map(leaseOf);
  const isWhole = leases.length <= limit && db.get(IS_MORE, lease, last) === undefined;
  return { leases: leases.slice(0, limit), isWhole };
}

/** See `TransactionReader`. */
export function leasesOf(
  db: Database,
  clientId: number,
  { limit, after }: Page<Pick<LeaseInterval, "startedAt" | "id">>,
): LeaseInterval[] {
  return db.all(OF_CLIENT, clientId, after?.startedAt ?? NEVER, after?.id ?? NEVER, limit).map(leaseOf);
}
