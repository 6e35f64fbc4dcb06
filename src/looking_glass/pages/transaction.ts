import { Message, toText } from "../../dhcpv6/mod.ts";
import type { StoredTransaction } from "../../store/mod.ts";
import { h } from "../frame/html.ts";
import { type Page, PageProblem, rowNumber } from "../frame/page.ts";
import { transactionRow } from "./_rows_json.ts";

/** One transaction. */
export const transactionPage: Page<StoredTransaction> = {
  path: "/transactions/:id{[0-9]+}",
  async load({ reader, params }) {
    const id = rowNumber(params.id), transaction = await reader.transaction(id);
    if (transaction === undefined) {
      throw new PageProblem(
        404,
        `There is no transaction ${id}.`,
        "It may have been swept away: the collector keeps them for a time.",
      );
    }
    return transaction;
  },
  json: (transaction) => transactionRow(transaction),
  title: ({ id }) => `Transaction ${id}`,
  view: ({ request }) => h`<pre>${request ? toText(Message.parse(request)) : ""}</pre>`,
};
