import type { StoredTransaction } from "../../store/mod.ts";
import { type Column, duration, table, toned, word } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import type { View } from "../frame/view.ts";
import { messageName } from "../present/meaning.ts";
import { outcomeText } from "../present/outcome.ts";
import { transactionClient, transactionClientText } from "../present/transaction_client.ts";
import { shortened, visible } from "../present/visible.ts";
import { serverLink, transactionLink } from "./_links.ts";

/** Transactions as rows, each leading to its packets. */
export function transactionTable(transactions: readonly StoredTransaction[], view: View): Html {
  return table(
    "Transactions, the latest first",
    TRANSACTION_COLUMNS,
    transactions.map((one) => transactionCells(one, view)),
  );
}

/** The columns of {@linkcode transactionTable}. */
export const TRANSACTION_COLUMNS: readonly Column[] = [
  { head: "Time" },
  { head: "Server" },
  { head: "Client", isWide: true },
  { head: "Request" },
  { head: "What came of it" },
  { head: "Took", isNumber: true, isWide: true },
];

/** The cells of a row. */
export function transactionCells(transaction: StoredTransaction, view: View): Html[] {
  const { serverId, server, requestType, duration: took } = transaction;
  const { short, serverSays, tone } = outcomeText(transaction), client = clientCells(transaction, view);
  return [
    transactionLink(transaction, view),
    h`${serverLink(serverId, server)}${client.narrow}`,
    client.wide,
    word(requestType === 0 ? "–" : messageName(requestType)),
    h`${word(toned(tone, short))}${serverSays === "" ? "" : h` <span class="dim">“${serverSays}”</span>`}`,
    duration(took),
  ];
}

/** Characters of a client in a row: of a longer one the middle is left out, and all of it appears on hover. */
const SHORT = 48;
/** The same on a narrow screen, where it stands under the server. */
const SHORTEST = 17;
/** Where a MAC address is broken when there is no room for it: behind its first half. */
const MIDDLE = 9;

/** A client as rows have it. */
export interface ClientCells {
  readonly wide: Html;
  readonly narrow: Html;
}

/** A client as a cell of a row, or as a part of one on a narrow screen. */
export function clientCells(transaction: StoredTransaction, { vendors }: View): ClientCells {
  const { clientId } = transaction, client = transactionClient(transaction);
  const text = (client && transactionClientText(client, vendors?.vendorOf)) || `client ${clientId}`;
  const link = (short: string, middle: number) => {
    const title = short === text ? "" : h` title="${visible(text)}"`;
    const shown = visible(short);
    return h`<a href="/clients/${clientId}"${title}>${shown.slice(0, middle)}<wbr>${shown.slice(middle)}</a>`;
  };
  const shortest = shortened(client?.macAddress ?? text, SHORTEST);
  return {
    wide: link(shortened(text, SHORT), SHORT),
    narrow: h`<span class="narrow">${link(shortest, MIDDLE)}</span>`,
  };
}
