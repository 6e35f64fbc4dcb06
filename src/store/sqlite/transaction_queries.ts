import type { TransactionPlace } from "../finding.ts";
import { storedText } from "../stored_text.ts";
import type { TransactionFilter, TransactionKey } from "../transaction_filter.ts";
import type { Page, StoredTransaction } from "../transaction_store.ts";
import type { Database, SqlValue } from "./database.ts";
import { transactionOf } from "../stored_rows.ts";
import { TRANSACTION, TRANSACTION_NAMES } from "./rows.ts";

const AFTER = `SELECT ${TRANSACTION} FROM transactions AS t ${TRANSACTION_NAMES} WHERE t.id > ? ORDER BY t.id LIMIT ?`;
const BY_ID = `SELECT ${TRANSACTION} FROM transactions AS t ${TRANSACTION_NAMES} WHERE t.id = ?`;
const AT = `
  SELECT ${TRANSACTION} FROM transactions AS t ${TRANSACTION_NAMES}
  WHERE t.received_at = ? AND t.partition = ? AND t.offset = ? AND topic.name = ? AND server.name = ?`;
const SERVER_TIME = "SELECT first_seen, last_seen FROM server WHERE id = ?";

/** A transaction, wherever it is kept. */
export function transactionById(db: Database, id: number): StoredTransaction | undefined {
  const row = db.get(BY_ID, id) ?? db.get(BY_ID.replace("transactions AS t", "proof AS t"), id);
  return row && transactionOf(row);
}

/** See `TransactionReader`. */
export function transactionAt(
  db: Database,
  { place, receivedAt, server }: TransactionPlace,
): StoredTransaction | undefined {
  const values = [receivedAt, place.partition, place.offset, place.topic, storedText(server)];
  const row = db.get(AT, ...values) ?? db.get(AT.replace("transactions AS t", "proof AS t"), ...values);
  return row && transactionOf(row);
}

/** See `TransactionReader`. The numbers are sorted first, so that packets are read only of those on the page. */
export function listTransactions(
  db: Database,
  filter: TransactionFilter,
  page: Page<TransactionKey>,
): StoredTransaction[] {
  const { sql, values } = conditionOf(db, filter, page.after);
  return db.all(
    `${BLOCKS} SELECT ${TRANSACTION} FROM (
       SELECT id FROM ${tableFor(filter)} AND ${sql} ORDER BY received_at DESC, id DESC LIMIT ?
     ) AS page CROSS JOIN transactions AS t ON t.id = page.id ${TRANSACTION_NAMES}
     ORDER BY t.received_at DESC, t.id DESC`,
    ...values,
    page.limit,
  ).map(transactionOf);
}

/** See `TransactionReader`. Numbers are given in the order in which transactions come in, and never twice. */
export function transactionsAfter(db: Database, id: number, limit: number): StoredTransaction[] {
  return db.all(AFTER, id, limit).map(transactionOf);
}

/** What holds for the transactions of a filter that come after a key. */
export function conditionOf(
  db: Database,
  { clientId, serverId, from, to }: TransactionFilter,
  after: TransactionKey | undefined,
): { sql: string; values: SqlValue[] } {
  const conditions = ["true"], values: SqlValue[] = [];
  const where = (sql: string, ...given: (SqlValue | undefined)[]) => {
    if (given.includes(undefined)) return;
    conditions.push(sql);
    values.push(...given as SqlValue[]);
  };
  where("client_id = ?", clientId);
  where("server_id = ?", serverId);
  // There is no index by server: what is before and after its time need not be looked through. One bound each, since SQLite takes any.
  const seen = serverId === undefined ? undefined : db.get(SERVER_TIME, serverId);
  const earliest = [from, seen?.first_seen].filter((time) => time !== undefined);
  const latest = [to === undefined ? undefined : to - 1, after?.receivedAt, seen?.last_seen].filter((time) =>
    time !== undefined
  );
  where("received_at >= ?", earliest.length > 0 ? Math.max(...earliest) : undefined);
  where("received_at <= ?", latest.length > 0 ? Math.min(...latest) : undefined);
  where("(received_at < ? OR received_at = ? AND id < ?)", after?.receivedAt, after?.receivedAt, after?.id);
  return { sql: conditions.join(" AND "), values };
}

/** The blocks of 8192 numbers that transactions are in. */
export const BLOCKS = `
  WITH RECURSIVE block(number, last) AS (
    SELECT (SELECT min(id) FROM transactions) >> 13, (SELECT max(id) FROM transactions) >> 13
    UNION ALL SELECT number + 1, last FROM block WHERE number < last
  )`;

/** The transactions by the index that leads to those wanted, and the beginning of a condition. */
export function tableFor({ clientId }: TransactionFilter): string {
  return clientId === undefined
    ? "transactions INDEXED BY transaction_by_time WHERE true"
    : "block CROSS JOIN transactions INDEXED BY transaction_by_client WHERE id >> 13 = block.number";
}
