import type { Page, StoredServer } from "../transaction_store.ts";
import type { Database, Row } from "./database.ts";

/** See `TransactionReader`. */
export function servers(db: Database, page?: Page<number>): StoredServer[] {
  if (page === undefined) return db.all("SELECT * FROM server ORDER BY name").map(serverOf);
  const { limit, after } = page,
    behind = after === undefined ? "true" : "name > (SELECT name FROM server WHERE id = ?)";
  const key = after === undefined ? [] : [after];
  return db.all(`SELECT * FROM server WHERE ${behind} ORDER BY name LIMIT ?`, ...key, limit).map(serverOf);
}

/** See `TransactionReader`. */
export function server(db: Database, id: number): StoredServer | undefined {
  const row = db.get("SELECT * FROM server WHERE id = ?", id);
  return row && serverOf(row);
}

function serverOf({ id, name, first_seen, last_seen }: Row): StoredServer {
  return { id, name, firstSeen: first_seen, lastSeen: last_seen };
}
