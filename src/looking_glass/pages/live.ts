import type { StoredTransaction } from "../../store/mod.ts";
import { table } from "../frame/elements.ts";
import { h } from "../frame/html.ts";
import type { Page } from "../frame/page.ts";
import { transactionRow } from "./_rows_json.ts";
import { TRANSACTION_COLUMNS, transactionCells } from "./_transaction_table.ts";

const SHOWN = 50;

/** Transactions as they come in; without JavaScript, the latest ones. */
export const livePage: Page<readonly StoredTransaction[]> = {
  path: "/live",
  load: ({ reader }) => reader.transactions({}, { limit: SHOWN }),
  json: (latest) => ({ "latest-transactions": latest.map(transactionRow) }),
  title: () => "Live",
  view: (latest, context) => {
    const rows = table(
      "Transactions as they come in, the latest first",
      TRANSACTION_COLUMNS,
      latest.map((one) => transactionCells(one, context)),
    );
    return h`<h1>Live</h1>
${
      context.isLive
        ? h`<p class="status"><span data-live-status role="status">The latest ${SHOWN}; load the page again for newer ones.</span> <button type="button" class="plain" data-live-pause hidden>Pause</button></p>`
        : h`<p class="status">The latest ${SHOWN}; nothing comes in by itself here. Load the page again for newer ones.</p>`
    }
${context.isLive ? h`<div data-live="/live/events">${rows}</div>` : rows}`;
  },
};
