import type { StoredServer, StoredTransaction } from "../../store/mod.ts";
import { table } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { pageLookUp } from "../frame/look_up.ts";
import type { Page, PageContext } from "../frame/page.ts";
import { type LiveFilter, liveFilter, liveQuery } from "../live/live_filter.ts";
import { LiveRow } from "../live/live_row.ts";
import { countOf } from "../present/quantity.ts";
import { transactionRow } from "./_rows_json.ts";
import { basicFields, offeredServers } from "./_transaction_filters.ts";
import { TRANSACTION_COLUMNS, transactionCells } from "./_transaction_table.ts";

interface LiveData {
  readonly filter: LiveFilter;
  readonly servers: readonly StoredServer[];
  readonly latest: readonly StoredTransaction[];
}

/** Rows that are there from the start, and transactions whose client is looked at for them. */
const SHOWN = 50, LOOKED_AT = 500;

/** Transactions as they come in, all or those that are wanted; without JavaScript, the latest ones. */
export const livePage: Page<LiveData> = {
  path: "/live",
  lookUp: pageLookUp("live"),
  async load({ reader, query, vendors }) {
    const { client, ...search } = liveFilter(query), limit = client === undefined ? SHOWN : LOOKED_AT;
    const [servers, { transactions }] = await Promise.all([
      offeredServers(reader, search.serverId),
      reader.searchTransactions(search, { limit }),
    ]);
    const filter = { ...search, ...(client === undefined ? {} : { client }) };
    const latest = transactions.filter((one) => new LiveRow(one, vendors).isWanted(filter)).slice(0, SHOWN);
    return { filter, servers, latest };
  },
  json: ({ latest }) => ({ "latest-transactions": latest.map(transactionRow) }),
  title: () => "Live",
  view: ({ filter, servers, latest }, context) => {
    const rows = table(
      "Transactions as they come in, the latest first",
      TRANSACTION_COLUMNS,
      latest.map((one) => transactionCells(one, context)),
    );
    const query = liveQuery(filter);
    return h`<h1>Live</h1>
${filterForm(filter, servers)}
${statusLine(filter, latest.length, context)}
${context.isLive ? h`<div data-live="/live/events${query === "" ? "" : `?${query}`}">${rows}</div>` : rows}`;
  },
};

function filterForm(filter: LiveFilter, servers: readonly StoredServer[]): Html {
  const isNarrow = liveQuery(filter) !== "";
  return h`<form class="filters">
${basicFields(servers, filter)}
<label>Client <input name="client" value="${
    filter.client ?? ""
  }" placeholder="part of DUID, MAC, port, vendor" size="28" maxlength="130" autocapitalize="none" spellcheck="false"></label>
<button type="submit">Show</button>${isNarrow ? h` <a href="/live">All</a>` : ""}
</form>`;
}

function statusLine(filter: LiveFilter, count: number, { isLive }: PageContext): Html {
  const among = filter.client === undefined ? "" : ` among the latest ${LOOKED_AT}`;
  const latest = count > 0
    ? `The latest ${count === SHOWN ? SHOWN : countOf(count, "transaction")}${among}`
    : liveQuery(filter) === ""
    ? "There are none yet"
    : `None is like that${among}`;
  if (!isLive) {
    return h`<p class="status">${latest}; nothing comes in by itself here. Load the page again for newer ones.</p>`;
  }
  return h`<p class="status"><span data-live-status role="status">${latest}; load the page again for newer ones.</span> <button type="button" class="plain" data-live-pause hidden>Pause</button></p>`;
}
