import type { LeaseInterval } from "../lease_interval.ts";
import { type LeaseKey, leaseKey, leasePrefix } from "../lease_event.ts";
import type { Microseconds } from "../record_place.ts";
import type { Database } from "./database.ts";
import { leaseOf } from "../stored_rows.ts";
import { LEASE, leasesBy } from "./rows.ts";

const AROUND = `
  SELECT ${LEASE} FROM ${leasesBy("lease_by_key")} WHERE lease = ? AND started_at <= ?
    AND coalesce(ended_at, valid_until) > ?
  ORDER BY started_at DESC, lease.id DESC LIMIT ?`;
/** The `+` keeps SQLite from looking for clients by the time alone. */
const WITHIN = `
  SELECT ${LEASE} FROM ${leasesBy("lease_by_key")} WHERE lease > ? AND lease <= ?
    AND +started_at <= ? AND coalesce(ended_at, valid_until) > ?
  ORDER BY lease, started_at, lease.id LIMIT ?`;
const OF_CLIENT = `
  SELECT ${LEASE} FROM ${leasesBy("lease_by_client")} WHERE client_id = ?
  ORDER BY started_at DESC, lease.id DESC LIMIT ?`;

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
export function leasesWithin(db: Database, lease: LeaseKey, at: Microseconds, limit: number): LeaseInterval[] {
  return db.all(WITHIN, lease, lastKeyWithin(lease), at, at, limit).map(leaseOf);
}

/** See `TransactionReader`. */
export function leasesOf(db: Database, clientId: number, limit: number): LeaseInterval[] {
  return db.all(OF_CLIENT, clientId, limit).map(leaseOf);
}
