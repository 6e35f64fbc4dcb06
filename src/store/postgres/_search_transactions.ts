import { OUTCOMES } from "../stored_rows.ts";
import { storedText } from "../stored_text.ts";
import { type SeekPart, seekTransactions } from "../seek_transactions.ts";
import type { FoundTransactions, TransactionKey, TransactionSearch } from "../transaction_filter.ts";
import type { Page } from "../transaction_store.ts";
import { readLatestTally, readTallies, readTrafficCoverage } from "./_read_tallies.ts";
import { Parameters, readTransactions, rowLimit, type RunQuery, transactionQuery } from "./_reading.ts";

/** So many transactions are looked through for an answer, and so many before it is seen whether there are enough. */
const AT_MOST = 12_000, AT_ONCE = 3000;
/** And at least so many of each server, however many servers there are. */
const OF_A_SERVER = 200;

/** A transaction that is wanted, or the last one that was looked at of a list. */
interface LookedAt {
  readonly id: number;
  readonly received_at: number;
  readonly wanted: boolean;
  readonly last: boolean;
}

/** See `TransactionReader`. */
export async function searchTransactions(
  run: RunQuery,
  search: TransactionSearch,
  page: Page<TransactionKey>,
): Promise<FoundTransactions> {
  const { keys, next } = await seekTransactions(
    {
      atMost: AT_MOST,
      atOnce: search.clientId === undefined ? AT_ONCE : AT_MOST,
      lookThrough: (within, after, count) => lookThrough(run, within, after, count),
      coverage: () => readTrafficCoverage(run),
      tallies: (kind, time, serverId) => readTallies(run, kind, time, serverId),
      latest: (kind, before, serverId) => readLatestTally(run, kind, before, serverId),
    },
    search,
    { ...page, limit: rowLimit(page.limit) },
  );
  return { transactions: await read(run, keys), ...next && { next } };
}

/**
 * Without a client or a server, some of each server's are looked through, since transactions are found by server and time. What is told
 * ends where the first of these lists ends, behind which it is not whole.
 */
async function lookThrough(
  run: RunQuery,
  search: TransactionSearch,
  after: TransactionKey | undefined,
  count: number,
): Promise<SeekPart> {
  const rows = await lookAt(run, search, after, count);
  const end = rows.filter(({ last }) => last).map(keyOf).sort(laterFirst).at(0);
  const found = rows.filter(({ wanted }) => wanted).map(keyOf).sort(laterFirst);
  return { found: end === undefined ? found : found.filter((key) => laterFirst(key, end) <= 0), end };
}

async function lookAt(
  run: RunQuery,
  search: TransactionSearch,
  after: TransactionKey | undefined,
  most: number,
): Promise<LookedAt[]> {
  const { clientId, serverId, from, to } = search, parameters = new Parameters(), lead: string[] = [];
  const byServer = clientId === undefined && serverId === undefined;
  if (clientId !== undefined) lead.push(`client_id = ${parameters.add(clientId, "bigint")}`);
  if (serverId !== undefined) lead.push(`server_id = ${parameters.add(serverId, "bigint")}`);
  if (byServer) lead.push("server_id = servers.id");
  if (from !== undefined) lead.push(`received_at >= ${parameters.add(from, "bigint")}`);
  if (to !== undefined) lead.push(`received_at < ${parameters.add(to, "bigint")}`);
  if (after !== undefined) {
    const time = parameters.add(after.receivedAt, "bigint"), id = parameters.add(after.id, "bigint");
    lead.push(`received_at <= ${time} and (received_at, id) < (${time}, ${id})`);
  }
  const count = byServer ? `(select greatest(${OF_A_SERVER}, ${most} / greatest(1, count(*))) from servers)` : most;
  const list = `
    select id, received_at, request_type, response_type, outcome, duration, reason
    from kept_transactions where ${lead.join(" and ")} order by received_at desc, id desc limit ${count}`;
  const numbered = `select *, row_number() over (order by received_at desc, id desc) as place from (${list}) as list`;
  const looked = byServer ? `select numbered.* from servers cross join lateral (${numbered}) as numbered` : numbered;
  const wanted = wantedOf(search, parameters), last = `place = ${count}`;
  return await run<LookedAt>(
    `with looked as materialized (${looked})
     select id, received_at, (${wanted}) as wanted, (${last}) as last from looked where (${wanted}) or ${last}`,
    parameters.values,
  );
}

function wantedOf(search: TransactionSearch, parameters: Parameters): string {
  const { requestType, responseType, outcome, minDuration, reason } = search, conditions = ["true"];
  if (requestType !== undefined) conditions.push(`request_type = ${parameters.add(requestType, "bigint")}`);
  if (responseType !== undefined) conditions.push(`response_type = ${parameters.add(responseType, "bigint")}`);
  if (outcome !== undefined) conditions.push(`outcome = ${parameters.add(OUTCOMES.indexOf(outcome), "bigint")}`);
  if (minDuration !== undefined) {
    conditions.push(`request_type > 0 and response_type > 0 and duration >= ${parameters.add(minDuration, "bigint")}`);
  }
  if (reason !== undefined) {
    conditions.push(`starts_with(coalesce(reason, ''), ${parameters.add(storedText(reason), "text")})`);
  }
  return conditions.join(" and ");
}

function keyOf({ id, received_at }: LookedAt): TransactionKey {
  return { receivedAt: received_at, id };
}

function laterFirst(a: TransactionKey, b: TransactionKey): number {
  return b.receivedAt - a.receivedAt || b.id - a.id;
}

/** The time leads to the days that they are in. */
async function read(run: RunQuery, keys: readonly TransactionKey[]): Promise<FoundTransactions["transactions"]> {
  if (keys.length === 0) return [];
  const query = `select * from kept_transactions
    where id = any($1::bigint[]) and received_at >= $2::bigint and received_at <= $3::bigint`;
  const ids = `{${keys.map(({ id }) => id).join()}}`;
  return await readTransactions(run, transactionQuery(query), [ids, keys.at(-1)!.receivedAt, keys[0].receivedAt]);
}
