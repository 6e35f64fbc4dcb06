import type { Page, StoredClient } from "../transaction_store.ts";
import type { Database, SqlValue } from "./database.ts";
import { keysAround, lastKeyWithin } from "./lease_queries.ts";
import { CLIENT, clientOf } from "./rows.ts";

/** Leases that are looked up one by one. Of a prefix that has more, enough clients are found among those that were seen last. */
const FEW_LEASES = 20_000;
/** Clients whose leases are looked at in one go. */
const AT_ONCE = 1000;

type SeenKey = Pick<StoredClient, "id" | "lastSeen">;

/**
 * Clients that had an address or prefix, one around it or one within it, the one seen last first.
 *
 * Which way is quicker depends on how many leases there are: where `few` at most, their clients are sorted; where more, clients are asked
 * in their order whether they had one, until the page is full.
 */
export function clientsByLease(
  db: Database,
  lease: string,
  page: Page<SeenKey>,
  few: number = FEW_LEASES,
): StoredClient[] {
  const keys = keysAround(db, lease), marks = keys.map(() => "?").join(", ");
  const wanted = {
    sql: `(lease IN (${marks}) OR lease > ? AND lease <= ?)`,
    values: [...keys, lease, lastKeyWithin(lease)],
  };
  const ids = isFew(db, lease, few) ? idsOfLeases(db, lease, keys, page) : idsBySeen(db, wanted, page);
  return ids.map((id) => db.get(BY_ID, id)).filter((row) => row !== undefined).map(clientOf);
}

const BY_ID = `SELECT ${CLIENT} FROM client JOIN client_seen ON client_seen.id = client.id WHERE client.id = ?`;

function isFew(db: Database, lease: string, few: number): boolean {
  const sql = "SELECT 1 FROM lease INDEXED BY lease_by_key WHERE lease > ? AND lease <= ? LIMIT 1 OFFSET ?";
  return db.get(sql, lease, lastKeyWithin(lease), few) === undefined;
}

function idsOfLeases(db: Database, lease: string, keys: readonly string[], { limit, after }: Page<SeenKey>): number[] {
  return db.all(
    `SELECT id FROM client_seen WHERE id IN (
       SELECT client_id FROM lease WHERE lease IN (${keys.map(() => "?").join(", ")})
       UNION SELECT client_id FROM lease WHERE lease > ? AND lease <= ?
     ) AND ${behind(after)} ORDER BY last_seen DESC, id DESC LIMIT ?`,
    ...keys,
    ...[lease, lastKeyWithin(lease), ...keyOf(after), limit],
  ).map(({ id }) => id);
}

function idsBySeen(
  db: Database,
  wanted: { readonly sql: string; readonly values: readonly SqlValue[] },
  { limit, after }: Page<SeenKey>,
): number[] {
  const found: number[] = [];
  for (let last = after; found.length < limit;) {
    const rows = db.all(
      `SELECT id, last_seen, EXISTS (
         SELECT 1 FROM lease INDEXED BY lease_by_client WHERE client_id = page.id AND ${wanted.sql}
       ) AS had FROM (
         SELECT id, last_seen FROM client_seen WHERE ${behind(last)} ORDER BY last_seen DESC, id DESC LIMIT ?
       ) AS page ORDER BY last_seen DESC, id DESC`,
      ...wanted.values,
      ...keyOf(last),
      AT_ONCE,
    );
    found.push(...rows.filter(({ had }) => had === 1).map(({ id }) => id));
    if (rows.length < AT_ONCE) break;
    last = { id: rows.at(-1).id, lastSeen: rows.at(-1).last_seen };
  }
  return found.slice(0, limit);
}

function behind(after: SeenKey | undefined): string {
  return after === undefined ? "true" : "(last_seen, id) < (?, ?)";
}

function keyOf(after: SeenKey | undefined): number[] {
  return after === undefined ? [] : [after.lastSeen, after.id];
}
