import type { FoundTransactions, StoredServer, TransactionKey, TransactionSearch } from "../../store/mod.ts";
import { exactTime, nothing } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { pageLookUp } from "../frame/look_up.ts";
import { type Page, type PageContext, PageProblem, rowNumber } from "../frame/page.ts";
import { linkTo } from "../frame/view.ts";
import { readMoment } from "../search/moment.ts";
import { limitOf, nextJson } from "./_listing.ts";
import { transactionRow } from "./_rows_json.ts";
import { basicFields, basicSearch, offeredServers } from "./_transaction_filters.ts";
import { transactionTable } from "./_transaction_table.ts";

interface TransactionsData extends FoundTransactions {
  readonly servers: readonly StoredServer[];
  readonly search: TransactionSearch;
}

const MOST = 1000;

/** Transactions, the latest first, of a server, of a client, of a time, or that went in one way. */
export const transactionsPage: Page<TransactionsData> = {
  path: "/transactions",
  lookUp: pageLookUp("transactions"),
  async load(context) {
    const { reader, query } = context, search = searchOf(context), after = query.get("after");
    const page = { limit: limitOf(query), ...(after === null ? {} : { after: keyOf(after) }) };
    const [servers, found] = await Promise.all([
      offeredServers(reader, search.serverId),
      reader.searchTransactions(search, page),
    ]);
    return { ...found, search, servers };
  },
  json: ({ transactions, next }, context) => ({
    transactions: transactions.map(transactionRow),
    next: nextJson(context, next && keyText(next)),
  }),
  title: () => "Transactions",
  view: ({ transactions, servers, search, next }, context) =>
    h`<h1>Transactions</h1>
${filterForm(servers, search, context)}
${transactions.length > 0 ? transactionTable(transactions, context) : none(next, context)}
${goOn(next, context)}`,
  async *rows(context) {
    const search = searchOf(context);
    let after: TransactionKey | undefined;
    do {
      const found = await context.reader.searchTransactions(search, {
        limit: MOST,
        ...(after === undefined ? {} : { after }),
      });
      for (const one of found.transactions) yield transactionRow(one);
      after = found.next;
    } while (after !== undefined);
  },
};

function keyText({ receivedAt, id }: TransactionKey): string {
  return `${receivedAt}-${id}`;
}

function keyOf(text: string): TransactionKey {
  const [, receivedAt, id] = /^(\d{1,16})-(\d{1,16})$/.exec(text) ?? [];
  if (id !== undefined) return { receivedAt: Number(receivedAt), id: Number(id) };
  throw new PageProblem(400, "after is not as this page gave it.", "Begin at the start of the list.");
}

function searchOf(context: PageContext): TransactionSearch {
  const { query } = context;
  const number = (name: string) => query.get(name) ? rowNumber(query.get(name)!) : undefined;
  const reason = query.get("reason") || undefined;
  const slow = number("slower");
  const search: { [key in keyof TransactionSearch]: TransactionSearch[key] | undefined } = {
    ...basicSearch(query),
    ...{ clientId: number("client"), reason, minDuration: slow && slow * 1000 },
    ...{ from: momentOf("from", context), to: momentOf("to", context) },
  };
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

function momentOf(name: string, { query, now, times }: PageContext): number | undefined {
  const text = query.get(name);
  if (!text) return undefined;
  const moment = readMoment(text, { now, timeZone: times.timeZone });
  if ("problem" in moment) throw new PageProblem(400, moment.problem);
  return moment.at;
}

function filterForm(servers: readonly StoredServer[], search: TransactionSearch, { query }: PageContext): Html {
  const field = (name: string) => query.get(name) ?? "";
  return h`<form class="filters">
${basicFields(servers, search)}
<label>Status <input name="reason" value="${
    field("reason")
  }" placeholder="NoPrefixAvail" size="14" maxlength="100"></label>
<label>Slower than, ms <input name="slower" value="${
    field("slower")
  }" inputmode="numeric" size="6" maxlength="9"></label>
<label>Client number <input name="client" value="${
    search.clientId ?? ""
  }" inputmode="numeric" size="8" maxlength="15"></label>
<label>From <input name="from" value="${field("from")}" placeholder="90m ago, 14:05 …" size="16" maxlength="64"></label>
<label>To <input name="to" value="${field("to")}" placeholder="now" size="16" maxlength="64"></label>
<button type="submit">Show</button>
</form>`;
}

function none(next: TransactionKey | undefined, context: PageContext): Html {
  if (next === undefined) {
    return nothing(
      "There are no such transactions.",
      "Older ones may have been swept away: the collector keeps them for a time.",
    );
  }
  return nothing(h`None of those since ${exactTime(next.receivedAt, context)} is like that.`);
}

/** A search looks through so many at a time: it is said how far it went. */
function goOn(next: TransactionKey | undefined, context: PageContext): Html {
  const isLater = context.query.has("after");
  if (next === undefined && !isLater) return h``;
  return h`<nav class="pager" aria-label="Parts of the list">
${isLater ? h`<a href="${linkTo(context, { after: undefined })}">From the start</a>` : ""}
${
    next === undefined
      ? ""
      : h`<a href="${linkTo(context, { after: keyText(next) })}" rel="next">Go on before ${
        exactTime(next.receivedAt, context)
      }</a>`
  }
</nav>`;
}
