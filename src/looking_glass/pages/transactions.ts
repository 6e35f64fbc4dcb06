import type { StoredServer, StoredTransaction, TransactionFilter, TransactionKey } from "../../store/mod.ts";
import { nothing } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { type Page, type PageContext, PageProblem, rowNumber } from "../frame/page.ts";
import { isoTime } from "../present/times.ts";
import { visible } from "../present/visible.ts";
import { readMoment } from "../search/moment.ts";
import { allRows, type Listing, listing, nextJson, pager } from "./_listing.ts";
import { transactionRow } from "./_rows_json.ts";
import { transactionTable } from "./_transaction_table.ts";

interface TransactionsData {
  readonly list: Listing<StoredTransaction>;
  readonly servers: readonly StoredServer[];
  readonly filter: TransactionFilter;
}

/** Transactions, the latest first, of a server, of a client, of a time. */
export const transactionsPage: Page<TransactionsData> = {
  path: "/transactions",
  async load(context) {
    const filter = filterOf(context), servers = await context.reader.servers();
    return { filter, servers, list: await listing(context, source(context, filter)) };
  },
  json: ({ list }, context) => ({ transactions: list.rows.map(transactionRow), next: nextJson(context, list.next) }),
  title: () => "Transactions",
  view: ({ list, servers, filter }, context) =>
    h`<h1>Transactions</h1>
${filterForm(servers, filter, context)}
${
      list.rows.length === 0
        ? nothing(
          "There are no such transactions.",
          "Older ones may have been swept away: the collector keeps them for a time.",
        )
        : transactionTable(list.rows, context)
    }
${pager(context, list)}`,
  async *rows(context) {
    for await (const one of allRows(source(context, filterOf(context)))) yield transactionRow(one);
  },
};

function source({ reader }: PageContext, filter: TransactionFilter) {
  return {
    fetch: (page: { limit: number; after?: TransactionKey }) => reader.transactions(filter, page),
    key: ({ receivedAt, id }: StoredTransaction) => ({ receivedAt, id }),
    parts: ({ receivedAt, id }: TransactionKey) => [receivedAt, id],
    fromParts: ([receivedAt, id]: readonly number[]) => ({ receivedAt, id: id ?? 0 }),
  };
}

function filterOf(context: PageContext): TransactionFilter {
  const { query } = context, number = (name: string) => query.get(name) ? rowNumber(query.get(name)!) : undefined;
  const serverId = number("server"),
    clientId = number("client"),
    from = momentOf("from", context),
    to = momentOf("to", context);
  return {
    ...(serverId === undefined ? {} : { serverId }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function momentOf(name: string, { query, now, times }: PageContext): number | undefined {
  const text = query.get(name);
  if (!text) return undefined;
  const moment = readMoment(text, { now, timeZone: times.timeZone });
  if ("problem" in moment) throw new PageProblem(400, moment.problem);
  return moment.at;
}

function filterForm(
  servers: readonly StoredServer[],
  { serverId, clientId }: TransactionFilter,
  { query }: PageContext,
): Html {
  const option = ({ id, name }: StoredServer) =>
    id === serverId
      ? h`<option value="${id}" selected>${visible(name)}</option>`
      : h`<option value="${id}">${visible(name)}</option>`;
  return h`<form class="filters">
<label>Server <select name="server"><option value="">all</option>${servers.map(option)}</select></label>
<label>Client number <input name="client" value="${clientId ?? ""}" inputmode="numeric" size="8"></label>
<label>From <input name="from" value="${query.get("from") ?? ""}" placeholder="90m ago, 14:05 …" size="18"></label>
<label>To <input name="to" value="${query.get("to") ?? ""}" placeholder="now" size="18"></label>
<button type="submit">Show</button>
</form>`;
}

/** The list of the transactions of a client, up to a time. */
export function transactionsOf(clientId: number, to?: number): string {
  const until = isoTime(to);
  return `/transactions?client=${clientId}${until === undefined ? "" : `&to=${encodeURIComponent(until)}`}`;
}
