import {
  type LogGap,
  NEVER,
  type PartitionPosition,
  type StoredServer,
  type StoredTransaction,
  type StoreSize,
} from "../../store/mod.ts";
import { ago, facts, nothing, table } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import type { Page } from "../frame/page.ts";
import type { View } from "../frame/view.ts";
import { countText } from "../present/quantity.ts";
import { headline } from "./health.ts";
import { serverLink } from "./_links.ts";
import { positionJson, serverJson, transactionRow } from "./_rows_json.ts";
import { transactionTable } from "./_transaction_table.ts";

interface OverviewData {
  readonly servers: readonly StoredServer[];
  readonly latest: readonly StoredTransaction[];
  readonly positions: readonly PartitionPosition[];
  readonly gaps: readonly LogGap[];
  readonly size: StoreSize;
}

const LATEST = 15;

/** What there is, and whether it is up to date. */
export const overviewPage: Page<OverviewData> = {
  path: "/",
  async load({ reader }) {
    const [servers, latest, positions, gaps, size] = await Promise.all([
      reader.servers(),
      reader.transactions({}, { limit: LATEST }),
      reader.coverage(),
      reader.gaps({ from: 0, to: NEVER }),
      reader.size(),
    ]);
    return { servers, latest, positions, gaps, size };
  },
  json: ({ servers, latest, positions, size }) => ({
    "servers": servers.map(serverJson),
    "latest-transactions": latest.map(transactionRow),
    "positions": positions.map(positionJson),
    size,
  }),
  title: () => "Overview",
  view: ({ servers, latest, positions, gaps, size }, view) =>
    h`<h1>Overview</h1>
<p class="lead">${headline(positions, gaps, view.now)}</p>
${
      facts([
        ["Clients", countText(size.clients)],
        ["Transactions", h`<a href="/transactions">${countText(size.transactions)}</a>`],
        ["Leases", countText(size.leases)],
        ["Kept aside", h`<a href="/health#quarantine">${countText(size.quarantined)}</a>`],
      ])
    }
<h2>Servers</h2>
${
      servers.length === 0
        ? nothing("No server has published anything that was read.", "Is a collector running?")
        : serverTable(servers, view)
    }
<h2>Latest transactions</h2>
${latest.length === 0 ? nothing("There are none yet.") : transactionTable(latest, view)}`,
};

function serverTable(servers: readonly StoredServer[], view: View): Html {
  return table(
    "Servers",
    [{ head: "Server" }, { head: "Last transaction" }],
    servers.map((server) => [
      serverLink(server.id, server.name),
      ago(server.lastSeen, view),
    ]),
  );
}
