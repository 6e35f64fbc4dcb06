import { OUTCOMES } from "../stored_rows.ts";
import { storedText } from "../stored_text.ts";
import { type SeekPart, seekTransactions } from "../seek_transactions.ts";
import type { FoundTransactions, TransactionKey, TransactionSearch } from "../transaction_filter.ts";
import type { Page, StoredTransaction } from "../transaction_store.ts";
import type { Database, SqlValue } from "./database.ts";
import { latestTally, talliesOf, trafficCoverage } from "./tally_queries.ts";
import { BLOCKS, conditionOf, tableFor, transactionById } from "./transaction_queries.ts";

/** So many transactions are looked through for an answer, and so many before it is seen whether there are enough. */
const AT_MOST = 15_000, AT_ONCE = 1000;

/**
 * See `TransactionReader`. Time and client lead to what is looked through, by an index; everything else is looked at in each transaction,
 * also its server, so that one which says next to nothing costs no more than others.
 */
export async function searchTransactions(
  db: Database,
  search: TransactionSearch,
  page: Page<TransactionKey>,
): Promise<FoundTransactions> {
  const wanted = wantedOf(search);
  const { keys, next } = await seekTransactions(
    {
      atMost: AT_MOST,
      // All of a client's transactions have to be sorted to have the latest: that is done once. Where nothing else is asked for, no other
      // is read.
      atOnce: search.clientId === undefined ? AT_ONCE : isAny(search) ? page.limit + 1 : AT_MOST,
      lookThrough: (within, after, count) => Promise.try(() => lookThrough(db, within, wanted, after, count)),
      coverage: () => Promise.try(() => trafficCoverage(db)),
      tallies: (kind, time, serverId) => Promise.try(() => talliesOf(db, kind, time, serverId)),
      latest: (kind, before, serverId) => Promise.try(() => latestTally(db, kind, before, serverId)),
    },
    search,
    page,
  );
  return { transactions: read(db, keys), ...next && { next } };
}

/** Whether a search is of a client and a time, and nothing else. */
function isAny({ clientId: _client, from: _from, to: _to, ...others }: TransactionSearch): boolean {
  return Object.values(others).every((value) => value === undefined);
}

/** What is wanted in the next so many transactions, and the last of them unless there are no more. */
function lookThrough(
  db: Database,
  search: TransactionSearch,
  wanted: { sql: string; values: SqlValue[] },
  after: TransactionKey | undefined,
  count: number,
): SeekPart {
  const { serverId: _, ...filter } = search, lead = conditionOf(db, filter, after);
  const from = `FROM ${tableFor(filter)} AND ${lead.sql} ORDER BY received_at DESC, id DESC`;
  const found = db.all(
    `${BLOCKS} SELECT id, received_at FROM (
       SELECT id, received_at, server_id, request_type, response_type, outcome, duration, reason ${from} LIMIT ?
     ) WHERE ${wanted.sql} ORDER BY received_at DESC, id DESC`,
    ...lead.values,
    count,
    ...wanted.values,
  );
  const end = db.get(`${BLOCKS} SELECT id, received_at ${from} LIMIT 1 OFFSET ?`, ...lead.values, count - 1);
  return { found: found.map(keyOf), end: end && keyOf(end) };
}

function keyOf({ id, received_at }: { id: number; received_at: number }): TransactionKey {
  return { receivedAt: received_at, id };
}

function wantedOf(search: TransactionSearch): { sql: string; values: SqlValue[] } {
  const { serverId, requestType, responseType, outcome, minDuration, reason } = search;
  const conditions = ["true"], values: SqlValue[] = [];
  const where = (sql: string, value: SqlValue | undefined) => {
    if (value === undefined) return;
    conditions.push(sql);
    values.push(value);
  };
  where("server_id = ?", serverId);
  where("request_type = ?", requestType);
  where("response_type = ?", responseType);
  where("outcome = ?", outcome && OUTCOMES.indexOf(outcome));
  where("request_type > 0 AND response_type > 0 AND duration >= ?", minDuration);
  const beginning = reason === undefined ? undefined : storedText(reason);
  where("substr(reason, 1, length(?)) = ?", beginning);
  if (beginning !== undefined) values.push(beginning);
  return { sql: conditions.join(" AND "), values };
}

function read(db: Database, keys: readonly TransactionKey[]): StoredTransaction[] {
  return keys.map(({ id }) => transactionById(db, id)).filter((found) => found !== undefined);
}
