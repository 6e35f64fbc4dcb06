import type { RelayTraffic, StoredTransaction } from "../../store/mod.ts";
import { table } from "../frame/elements.ts";
import type { ExportRow } from "../frame/export.ts";
import { h, type Html } from "../frame/html.ts";
import type { View } from "../frame/view.ts";
import { addressText } from "../present/identifier.ts";
import { countOf, countText } from "../present/quantity.ts";
import { relayLink } from "./_finding_subject.ts";
import { transactionLink } from "./_links.ts";
import { failureShare } from "./_port_failures.ts";
import { type CountedTransactions, countLink } from "./_transaction_path.ts";
import { clientCells } from "./_transaction_table.ts";

/** Clients that have a row. */
const SHOWN = 10;

/** A client that a server has answered, among the latest transactions. */
interface AnsweredClient {
  /** Its latest transaction that was answered. */
  readonly latest: StoredTransaction;
  /** Its transactions among those that were looked at. */
  readonly count: number;
}

/** The clients that the latest transactions answer, the one that was answered last first. */
function answeredClients(transactions: readonly StoredTransaction[]): AnsweredClient[] {
  const byClient = Map.groupBy(transactions, ({ clientId }) => clientId);
  return Array.from(byClient.values(), (all) => ({ latest: all.find(isAnswered), count: all.length }))
    .flatMap(({ latest, count }) => latest === undefined ? [] : [{ latest, count }])
    .sort((a, b) => b.latest.receivedAt - a.latest.receivedAt || b.latest.id - a.latest.id)
    .slice(0, SHOWN);
}

/** Whom a server answers: the link-addresses with most requests, and the clients that it has answered last. */
export function answeredView(
  serverId: number,
  relays: readonly RelayTraffic[],
  transactions: readonly StoredTransaction[],
  view: View,
): Html {
  const clients = answeredClients(transactions);
  if (relays.length === 0 && clients.length === 0) return h``;
  return h`<h2>Who it answers</h2>
${relays.length === 0 ? "" : relayTable(relays)}
${clients.length === 0 ? "" : clientTable(clients, { server: serverId, ...timeOf(transactions) }, view)}
<p class="dim">Link-addresses are counted in whole hours; clients are those of its latest ${
    countOf(transactions.length, "transaction")
  }.</p>`;
}

/** The clients of {@linkcode answeredView} in JSON. */
export function answeredJson(transactions: readonly StoredTransaction[]): ExportRow[] {
  return answeredClients(transactions).map(({ latest, count }) => ({
    "client-id": latest.clientId,
    "latest-answer": latest.id,
    "transactions": count,
  }));
}

function isAnswered({ responseType }: StoredTransaction): boolean {
  return responseType !== 0;
}

/** From the first to the last of them. */
function timeOf(latestFirst: readonly StoredTransaction[]): Pick<CountedTransactions, "from" | "to"> {
  return { from: latestFirst.at(-1)!.receivedAt, to: latestFirst[0].receivedAt + 1 };
}

function relayTable(relays: readonly RelayTraffic[]): Html {
  const columns = [
    { head: "Link-address" },
    { head: "Requests", isNumber: true },
    { head: "Not answered", isNumber: true },
    { head: "Refused", isNumber: true },
  ];
  const rows = relays.map(({ linkAddress, requests, unanswered, refused }) => [
    linkAddress === undefined ? "without a relay agent" : relayLink(addressText(linkAddress)),
    countText(requests),
    failureShare(unanswered, requests),
    failureShare(refused, requests),
  ]);
  return table("Link-addresses with most requests, in whole hours", columns, rows);
}

function clientTable(clients: readonly AnsweredClient[], counted: CountedTransactions, view: View): Html {
  const columns = [{ head: "Client" }, { head: "Answered last" }, { head: "Transactions", isNumber: true }];
  const rows = clients.map(({ latest, count }) => {
    const { wide, narrow } = clientCells(latest, view);
    return [
      h`<span class="wide">${wide}</span>${narrow}`,
      transactionLink(latest, view),
      countLink({ ...counted, client: latest.clientId }, count, countText(count)),
    ];
  });
  return table("Clients that it answered last", columns, rows);
}
