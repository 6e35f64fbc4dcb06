import type { StoredServer, StoredTransaction } from "../../store/mod.ts";
import { ago, exactTime, facts, nothing } from "../frame/elements.ts";
import { h } from "../frame/html.ts";
import { type Page, PageProblem, rowNumber } from "../frame/page.ts";
import { relativeTime } from "../present/times.ts";
import { visible } from "../present/visible.ts";
import { serverJson, transactionRow } from "./_rows_json.ts";
import { transactionTable } from "./_transaction_table.ts";

interface ServerData {
  readonly server: StoredServer;
  readonly latest: readonly StoredTransaction[];
}

const LATEST = 30;

/** One server, and what it did last. */
export const serverPage: Page<ServerData> = {
  path: "/servers/:id{[0-9]+}",
  async load({ reader, params }) {
    const id = rowNumber(params.id), server = (await reader.servers()).find((one) => one.id === id);
    if (server === undefined) throw new PageProblem(404, `There is no server ${id}.`, "All servers are under Servers.");
    return { server, latest: await reader.transactions({ serverId: id }, { limit: LATEST }) };
  },
  json: ({ server, latest }) => ({ server: serverJson(server), "latest-transactions": latest.map(transactionRow) }),
  title: ({ server }) => visible(server.name) || "Server without a name",
  view: ({ server, latest }, view) =>
    h`<h1>${visible(server.name) || "(no name)"}</h1>
<p class="lead">Its last transaction was ${relativeTime(server.lastSeen, view.now)}.</p>
${
      facts([["Last transaction", h`${exactTime(server.lastSeen, view)} (${ago(server.lastSeen, view)})`], [
        "First transaction",
        exactTime(server.firstSeen, view),
      ]])
    }
<h2>Latest transactions</h2>
${latest.length === 0 ? nothing("None of its transactions is kept any more.") : transactionTable(latest, view)}
<p><a href="/transactions?server=${server.id}">All of its transactions</a></p>`,
};
