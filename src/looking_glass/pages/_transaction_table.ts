import type { StoredTransaction } from "../../store/mod.ts";
import { type Column, duration, table, toned, word } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import type { View } from "../frame/view.ts";
import { messageName } from "../present/meaning.ts";
import { outcomeText } from "../present/outcome.ts";
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
  const { serverId, server, clientId, requestType, duration: took } = transaction;
  const { short, serverSays, tone } = outcomeText(transaction);
  return [
    transactionLink(transaction, view),
    serverLink(serverId, server),
    h`<a href="/clients/${clientId}">client ${clientId}</a>`,
    word(requestType === 0 ? "–" : messageName(requestType)),
    h`${word(toned(tone, short))}${serverSays === "" ? "" : h` <span class="dim">“${serverSays}”</span>`}`,
    duration(took),
  ];
}
