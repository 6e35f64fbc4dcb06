import { NEVER } from "../record_place.ts";
import type { Retention } from "../retention.ts";
import type { Database, Row } from "./database.ts";
import { leasesBy } from "./rows.ts";
import type { Sweeping } from "./sweeper.ts";
import type { Writer } from "./writer.ts";

const AT_ONCE = 500, LOOKED_AT_ONCE = 5000;
const OLD = `
  SELECT id, received_at, client_id FROM transactions INDEXED BY transaction_by_time WHERE received_at < ?
  ORDER BY received_at LIMIT ${AT_ONCE}`;
/** As far as it looks at once, from the latest to the first; of equal times by the rest of the index, which costs no sorting. */
const LOOK = `
  SELECT id, received_at, client_id, server_id, digest FROM transactions INDEXED BY transaction_by_time
  WHERE (received_at, client_id, server_id, digest) < (?1, ?2, ?3, ?4)
  ORDER BY received_at DESC, client_id DESC, server_id DESC, digest DESC LIMIT ${LOOKED_AT_ONCE}`;
const OF_RECENT = `SELECT * FROM (${LOOK}) WHERE client_id IN (SELECT id FROM temp.recent_client)`;
const LAST_LOOKED_AT = `SELECT * FROM (${LOOK}) LIMIT 1 OFFSET ${LOOKED_AT_ONCE - 1}`;
const PROVES = `
  SELECT 1 FROM ${leasesBy("lease_by_client")}
  WHERE client_id = ? AND ? IN (opened_by, confirmed_by, ended_by) LIMIT 1`;
const SHOWS = `
  SELECT 1 FROM transactions AS t JOIN evidence USING (received_at, server_id, partition, offset) WHERE t.id = ? LIMIT 1`;
const KEEP_AS_PROOF = "INSERT INTO proof SELECT * FROM transactions WHERE id = ?";
const DELETE = "DELETE FROM transactions WHERE id = ?";

/** Takes away what is too old. */
export function* sweepByAge(db: Database, writer: Writer, { transactionsFrom }: Retention): Sweeping {
  for (let rows; (rows = db.all(OLD, transactionsFrom)).length > 0;) {
    const old = rows;
    yield () => ({ transactions: takeAway(db, writer, old) });
  }
}

/**
 * Takes away what has enough later ones of its client and server before it. Only clients are looked at that have had transactions since the
 * last time, unless fewer are to stay than then; `last` is the last transaction that counts this time.
 */
export function* sweepByCount(
  db: Database,
  writer: Writer,
  { transactionsPerClient }: Retention,
  last: number,
): Sweeping {
  const { counted_until, counted_per_client } = db.get("SELECT counted_until, counted_per_client FROM swept");
  db.exec("CREATE TEMP TABLE IF NOT EXISTS recent_client (id INTEGER PRIMARY KEY); DELETE FROM temp.recent_client");
  yield* findRecent(db, transactionsPerClient < counted_per_client ? 0 : counted_until, last);
  yield* takeSurplus(db, writer, transactionsPerClient);
  db.exec("DELETE FROM temp.recent_client");
  yield () => {
    db.run("UPDATE swept SET counted_until = ?, counted_per_client = ?", last, transactionsPerClient);
    return {};
  };
}

/** Notes the clients of transactions between two numbers, by the blocks in which they are found. */
function* findRecent(db: Database, from: number, last: number): Sweeping {
  const first = Math.max(from, db.get("SELECT min(id) AS id FROM transactions").id ?? last);
  for (let block = Math.floor(first / 8192); block <= Math.floor(last / 8192); block++) {
    db.run(
      `INSERT OR IGNORE INTO temp.recent_client SELECT client_id FROM transactions INDEXED BY transaction_by_client
       WHERE id >> 13 = ? AND id > ? AND id <= ?`,
      block,
      from,
      last,
    );
    yield undefined;
  }
}

function* takeSurplus(db: Database, writer: Writer, transactionsPerClient: number): Sweeping {
  if (db.get("SELECT 1 FROM temp.recent_client LIMIT 1") === undefined) return;
  const counts = new Map<number, Map<number, number>>();
  const isOneTooMany = ({ server_id, client_id }: Row): boolean => {
    const clients = counts.get(server_id) ?? new Map<number, number>(), count = (clients.get(client_id) ?? 0) + 1;
    counts.set(server_id, clients.set(client_id, count));
    return count > transactionsPerClient;
  };
  for (let next: Row | undefined = { received_at: NEVER, client_id: NEVER, server_id: 0, digest: 0 }; next;) {
    const key = [next.received_at, next.client_id, next.server_id, next.digest];
    const surplus = db.all(OF_RECENT, ...key).filter(isOneTooMany);
    next = db.get(LAST_LOOKED_AT, ...key);
    if (surplus.length === 0) yield undefined;
    for (let at = 0; at < surplus.length; at += AT_ONCE) {
      const some = surplus.slice(at, at + AT_ONCE);
      yield () => ({ transactions: takeAway(db, writer, some) });
    }
  }
}

/**
 * Deletes transactions, and returns how many; what proves a lease or shows a finding is put where nobody looks for it but by its number or
 * record.
 */
function takeAway(db: Database, writer: Writer, rows: readonly Row[]): number {
  let transactions = 0;
  for (const { id, received_at, client_id } of rows) {
    if (db.get(PROVES, client_id, id) !== undefined || db.get(SHOWS, id) !== undefined) {
      db.run(KEEP_AS_PROOF, id);
      writer.proofKept(received_at);
      db.run(DELETE, id);
    } else {
      transactions += db.run(DELETE, id);
    }
  }
  writer.deleted("transaction", transactions);
  return transactions;
}
