import type { Database } from "./database.ts";
import type { Sweeping } from "./sweeper.ts";
import type { Writer } from "./writer.ts";

const AT_ONCE = 500;
const HAS_PROOF = "SELECT 1 FROM proof INDEXED BY proof_by_client WHERE client_id = ? LIMIT 1";
const HAS_LEASE = "SELECT 1 FROM lease INDEXED BY lease_by_client WHERE client_id = ? LIMIT 1";

/** The clients that have transactions, as far as is known: all those of transactions after a number have to be added. */
interface ActiveClients {
  readonly ids: Set<number>;
  after: number;
}

/** Nobody is known to be active yet, of transactions up to now. */
export function activeClients(db: Database): ActiveClients {
  return { ids: new Set(), after: db.get("SELECT max(id) AS id FROM transactions").id ?? 0 };
}

/** Deletes the clients that have neither transactions nor leases, and are in no finding. Who writes meanwhile counts as active. */
export function* pruneClients(db: Database, writer: Writer, active: ActiveClients): Sweeping {
  for (let last = 0;;) {
    for (const { id, client_id } of db.all("SELECT id, client_id FROM transactions WHERE id > ?", active.after)) {
      active.ids.add(client_id);
      active.after = Math.max(active.after, id);
    }
    const rows = db.all(`SELECT id FROM client WHERE id > ? ORDER BY id LIMIT ${AT_ONCE}`, last);
    if (rows.length === 0) return;
    const isKept = (id: number) => db.get(HAS_LEASE, id) !== undefined || db.get(HAS_PROOF, id) !== undefined;
    const silent = rows.filter(({ id }) => !active.ids.has(id) && !isKept(id));
    for (const { id } of silent) {
      db.run("DELETE FROM client WHERE id = ?", id);
      db.run("DELETE FROM client_seen WHERE id = ?", id);
      db.run("DELETE FROM client_relay WHERE client_id = ?", id);
    }
    writer.deleted("client", silent.length);
    last = rows.at(-1).id;
    yield { clients: silent.length };
  }
}
