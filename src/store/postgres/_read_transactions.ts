import type { TransactionPlace } from "../finding.ts";
import { storedText } from "../stored_text.ts";
import type { TransactionFilter, TransactionKey } from "../transaction_filter.ts";
import type { Page, StoredTransaction } from "../transaction_store.ts";
import { Parameters, readTransactions, rowLimit, type RunQuery, transactionQuery } from "./_reading.ts";

/** A transaction by its number. */
export async function readTransactionById(run: RunQuery, id: number): Promise<StoredTransaction | undefined> {
  if (!Number.isSafeInteger(id)) return undefined;
  const query = transactionQuery(`select * from kept_transactions where id = $1::bigint limit 1`);
  return (await readTransactions(run, query, [id]))[0];
}

/** The transaction of a record. */
export async function readTransactionAt(
  run: RunQuery,
  { place, receivedAt, server }: TransactionPlace,
): Promise<StoredTransaction | undefined> {
  const chosen = `select k.* from kept_transactions k join logs on logs.id = k.log_id
    where k.server_id = (select id from servers where name = $1::text) and k.received_at = $2::bigint
      and k.kafka_offset = $3::bigint and logs.topic = $4::text and logs.partition = $5::bigint limit 1`;
  const values = [storedText(server), receivedAt, place.offset.toString(), place.topic, place.partition];
  return (await readTransactions(run, transactionQuery(chosen), values))[0];
}

/**
 * A page of a list of transactions. Without a client, the lists of all servers are put together: there are few servers, and one of them
 * may have next to no transactions.
 */
export async function readTransactionPage(
  run: RunQuery,
  { clientId, serverId, from, to }: TransactionFilter,
  { limit, after }: Page<TransactionKey>,
): Promise<StoredTransaction[]> {
  const parameters = new Parameters(), conditions: string[] = [];
  if (clientId !== undefined) conditions.push(`client_id = ${parameters.add(clientId, "bigint")}`);
  if (serverId !== undefined) conditions.push(`server_id = ${parameters.add(serverId, "bigint")}`);
  else if (clientId === undefined) conditions.push("server_id = servers.id");
  if (from !== undefined) conditions.push(`received_at >= ${parameters.add(from, "bigint")}`);
  if (to !== undefined) conditions.push(`received_at < ${parameters.add(to, "bigint")}`);
  if (after !== undefined) {
    const time = parameters.add(after.receivedAt, "bigint"), id = parameters.add(after.id, "bigint");
    conditions.push(`received_at <= ${time} and (received_at, id) < (${time}, ${id})`);
  }
  const end = `order by received_at desc, id desc limit ${rowLimit(limit)}`;
  const list = `select * from kept_transactions where ${conditions.join(" and ")} ${end}`;
  const ofAll = `select of_server.* from servers cross join lateral (${list}) as of_server ${end}`;
  const query = transactionQuery(clientId === undefined && serverId === undefined ? ofAll : list);
  return await readTransactions(run, query, parameters.values);
}

/** The transactions that were stored after one, in the order of their numbers. */
export async function readTransactionsAfter(run: RunQuery, id: number, limit: number): Promise<StoredTransaction[]> {
  const chosen = `select * from transactions where id > $1::bigint order by id limit ${rowLimit(limit)}`;
  return await readTransactions(run, transactionQuery(chosen, "t.id"), [id]);
}

/** The highest number of a transaction. */
export async function readLastTransactionId(run: RunQuery): Promise<number> {
  const [row] = await run<{ id: number }>(`select id from transactions order by id desc limit 1`);
  return row?.id ?? 0;
}
