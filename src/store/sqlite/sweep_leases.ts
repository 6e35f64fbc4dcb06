import type { Retention, Swept } from "../retention.ts";
import type { Database, Row } from "./database.ts";
import type { Sweeping } from "./sweeper.ts";
import type { Writer } from "./writer.ts";

const AT_ONCE = 1000;
const ENDED = `
  SELECT lease.id, client_id FROM lease_state JOIN lease ON lease.id = lease_state.id
  WHERE lease_state.id >= ? AND lease_state.id < ? AND coalesce(ended_at, valid_until) < ?`;
/** Also what is the proof of nothing any more, since its lease was confirmed again. */
const DELETE_PROOFS = `
  DELETE FROM proof WHERE client_id = ?1 AND id NOT IN (
    SELECT opened_by FROM lease WHERE client_id = ?1
    UNION ALL SELECT confirmed_by FROM lease JOIN lease_state ON lease_state.id = lease.id WHERE client_id = ?1
    UNION ALL SELECT ended_by FROM lease JOIN lease_state ON lease_state.id = lease.id
      WHERE client_id = ?1 AND ended_by IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM evidence WHERE (received_at, server_id, partition, offset) =
      (proof.received_at, proof.server_id, proof.partition, proof.offset))`;

/** Deletes the transactions of a client that were kept for leases and findings that are not there any more, and returns how many. */
export function deleteProofs(db: Database, clientId: number): number {
  return db.run(DELETE_PROOFS, clientId);
}

/** Deletes leases that ended long ago, and the transactions that were kept for them alone. */
export function* sweepLeases(db: Database, writer: Writer, { leasesFrom }: Retention): Sweeping {
  const { first, last } = db.get("SELECT (SELECT min(id) FROM lease) AS first, (SELECT max(id) FROM lease) AS last");
  yield () => {
    db.run("UPDATE swept SET leases_from = max(leases_from, ?)", leasesFrom);
    return {};
  };
  if (first === null) return;
  for (let id = first; id <= last; id += AT_ONCE) {
    const find = () => db.all(ENDED, id, id + AT_ONCE, leasesFrom);
    yield find().length === 0 ? undefined : () => deleteLeases(db, writer, find());
  }
}

function deleteLeases(db: Database, writer: Writer, rows: readonly Row[]): Partial<Swept> {
  for (const lease of rows) {
    db.run("DELETE FROM lease WHERE id = ?", lease.id);
    db.run("DELETE FROM lease_state WHERE id = ?", lease.id);
  }
  let transactions = 0;
  const clientIds = new Set<number>(rows.map((row) => row.client_id));
  writer.leasesDeleted(clientIds);
  for (const clientId of clientIds) transactions += deleteProofs(db, clientId);
  writer.deleted("lease", rows.length);
  writer.deleted("transaction", transactions);
  return { leases: rows.length, transactions };
}
