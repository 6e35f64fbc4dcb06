import { NEVER } from "../record_place.ts";
import type { Retention } from "../retention.ts";
import type { Database } from "./database.ts";
import type { Sweeping } from "./sweeper.ts";
import type { Writer } from "./writer.ts";

const AT_ONCE = 5000;
const SILENT = `
  SELECT id FROM client_seen WHERE id > ? AND id <= ? AND last_seen < ?
    AND NOT EXISTS (SELECT 1 FROM proof INDEXED BY proof_by_client WHERE client_id = client_seen.id)
    AND NOT EXISTS (SELECT 1 FROM lease INDEXED BY lease_by_client WHERE client_id = client_seen.id)`;
/** Whoever writes during a sweep counts as active, also with what is old already. */
const ACTIVE = "SELECT DISTINCT client_id FROM transactions WHERE id > ?";

/**
 * Deletes the clients that have neither transactions nor leases, and are in no finding. `last` is the last transaction before the sweep.
 */
export function* pruneClients(
  db: Database,
  writer: Writer,
  { transactionsFrom, transactionsPerClient }: Retention,
  last: number,
): Sweeping {
  // Who was seen later has a transaction, unless none at all is kept.
  const seenUntil = transactionsPerClient > 0 ? transactionsFrom : NEVER;
  const lastClient = db.get("SELECT max(id) AS id FROM client_seen").id ?? 0;
  for (let first = 0; first < lastClient; first += AT_ONCE) {
    const find = () => db.all(SILENT, first, first + AT_ONCE, seenUntil);
    if (find().length === 0) {
      yield undefined;
      continue;
    }
    yield () => {
      const active = new Set(db.all(ACTIVE, last).map(({ client_id }) => client_id));
      const silent = find().filter(({ id }) => !active.has(id));
      for (const { id } of silent) {
        db.run("DELETE FROM client WHERE id = ?", id);
        db.run("DELETE FROM client_seen WHERE id = ?", id);
        db.run("DELETE FROM client_relay WHERE client_id = ?", id);
      }
      writer.deleted("client", silent.length);
      return { clients: silent.length };
    };
  }
}
