import type { Vendors } from "../../collector/vendor.ts";
import type { StoredTransaction } from "../../store/mod.ts";
import { columnClass } from "../frame/elements.ts";
import { h } from "../frame/html.ts";
import type { View } from "../frame/view.ts";
import { TRANSACTION_COLUMNS, transactionCells } from "../pages/_transaction_table.ts";
import type { Times } from "../present/times.ts";
import { clientHaystack, isInHaystack } from "../present/transaction_client.ts";
import type { LiveFilter } from "./live_filter.ts";

/** A zone by its place in the switch. */
export type LiveZone = "local" | "utc";

/** A row of the live page. It is made once for each zone, and its packets are read once, and only where somebody asks for it. */
export class LiveRow {
  readonly #vendors: Vendors | undefined;
  readonly #html: Partial<Record<LiveZone, string>> = {};
  #haystack: string | undefined;

  /** Nothing is made yet. */
  constructor(readonly transaction: StoredTransaction, vendors?: Vendors) {
    this.#vendors = vendors;
  }

  /** Number of the transaction. */
  get id(): number {
    return this.transaction.id;
  }

  /** Whether a filter wants it. */
  isWanted({ serverId, requestType, outcome, client }: LiveFilter): boolean {
    const { transaction: one } = this;
    return (serverId === undefined || one.serverId === serverId) &&
      (requestType === undefined || one.requestType === requestType) &&
      (outcome === undefined || one.outcome === outcome) &&
      (client === undefined || isInHaystack(this.#text, client));
  }

  /** The row as the page has it. */
  html(zone: LiveZone, times: Times): string {
    return this.#html[zone] ??= this.#rendered(times);
  }

  get #text(): string {
    return this.#haystack ??= clientHaystack(this.transaction, this.#vendors?.vendorOf);
  }

  #rendered(times: Times): string {
    const { transaction } = this;
    const view: Pick<View, "times" | "now" | "vendors"> = {
      times,
      now: transaction.receivedAt,
      vendors: this.#vendors,
    };
    const cells = transactionCells(transaction, view as View);
    return String(
      h`<tr>${cells.map((cell, i) => h`<td class="${columnClass(TRANSACTION_COLUMNS[i])}">${cell}</td>`)}</tr>`,
    );
  }
}
