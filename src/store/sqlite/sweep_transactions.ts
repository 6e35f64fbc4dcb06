import { NEVER } from "../record_place.ts";
import type { Retention } from "../retention.ts";
import type { Database } from "./database.ts";
import { leasesBy } from "./rows.ts";
import type { Sweeping } from "./sweeper.ts";
import type { Writer } from "./writer.ts";

const AT_ONCE = 500;
const WALK = `
  SELECT id, received_at, client_id, server_id FROM transactions INDEXED BY transaction_by_time
  WHERE received_at <= ?1 AND (received_at < ?1 OR id < ?2) ORDER BY received_at DESC, id DESC LIMIT ${AT_ONCE}`;
const PROVES = `
  SELECT 1 FROM ${leasesBy("lease_by_client")}
  WHERE client_id = ? AND ? IN (opened_by, confirmed_by, ended_by) LIMIT 1`;
const SHOWS = `
  SELECT 1 FROM transactions AS t JOIN evidence USING (received_at, server_id, partition, offset) WHERE t.id = ? LIMIT 1`;
const KEEP_AS_PROOF = "INSERT INTO proof SELECT * FROM transactions WHERE id = ?";
const DELETE = "DELETE FROM transactions WHERE id = ?";

/**
 * Goes through all transactions from the latest to the first, and takes away what is too old, or has enough later ones of its client and
 * server before it; what proves a lease or shows a finding is put where nobody looks for it but by its number or record. Adds to `active`
 * whose transactions stay.
 */
export function* sweepTransactions(
  db: Database,
  writer: Writer,
  { transactionsFrom, transactionsPerClient }: Retention,
  active: Set<number>,
): Sweeping {
  const counts = new Map<number, Map<number, number>>();
  const isOneTooMany = (serverId: number, clientId: number): boolean => {
    const clients = counts.get(serverId) ?? new Map<number, number>(), count = (clients.get(clientId) ?? 0) + 1;
    counts.set(serverId, clients.set(clientId, count));
    return count > transactionsPerClient;
  };
  let last = { received_at: NEVER, id: NEVER };
  while (true) {
    const rows = db.all(WALK, last.received_at, last.id);
    if (rows.length === 0) return;
    let transactions = 0;
    for (const { id, received_at, client_id, server_id } of rows) {
      if (received_at >= transactionsFrom && !isOneTooMany(server_id, client_id)) {
        active.add(client_id);
        continue;
      }
      if (db.get(PROVES, client_id, id) !== undefined || db.get(SHOWS, id) !== undefined) {
        db.run(KEEP_AS_PROOF, id);
        writer.proofKept(received_at);
      } else {
        transactions++;
      }
      db.run(DELETE, id);
    }
    last = rows.at(-1);
    writer.deleted("transaction", transactions);
    yield { transactions };
  }
}
