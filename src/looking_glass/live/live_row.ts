import type { Vendors } from "../../collector/vendor.ts";
import type { StoredTransaction } from "../../store/mod.ts";
import { columnClass } from "../frame/elements.ts";
import { h } from "../frame/html.ts";
import type { View } from "../frame/view.ts";
import { TRANSACTION_COLUMNS, transactionCells } from "../pages/_transaction_table.ts";
import type { Times } from "../present/times.ts";

/** A row of the live page, made once for each zone. */
export interface LiveRow {
  /** Number of the transaction. */
  readonly id: number;
  readonly transaction: StoredTransaction;
  /** The row by zone, where it was made. */
  readonly html: { local?: string; utc?: string };
}

/** A row as the page has it. */
export function renderRow(transaction: StoredTransaction, times: Times, vendors: Vendors | undefined): string {
  const view: Pick<View, "times" | "now" | "vendors"> = { times, now: transaction.receivedAt, vendors };
  const cells = transactionCells(transaction, view as View);
  return String(
    h`<tr>${cells.map((cell, i) => h`<td class="${columnClass(TRANSACTION_COLUMNS[i])}">${cell}</td>`)}</tr>`,
  );
}
