import type { PortKey, StoredTransaction, TransactionReader } from "../../store/mod.ts";
import { toned } from "../frame/elements.ts";
import type { Html } from "../frame/html.ts";
import { shareText } from "../present/quantity.ts";

/** What became of the latest requests of a port's clients. */
export interface PortFailures {
  /** Transactions that were looked at. */
  readonly counted: number;
  /** Those without an answer. */
  readonly unanswered: number;
  /** Those whose answer has a status other than Success. */
  readonly refused: number;
}

/** How much is looked at for a port in a list. */
export const MOST_CLIENTS = 4, EACH = 25;
/** Failures from this share on are worth a colour. */
const SOME = 0.05;

/** Counts what failed. */
export function failuresOf(transactions: readonly StoredTransaction[]): PortFailures {
  const count = (wanted: StoredTransaction["outcome"]) =>
    transactions.filter(({ outcome }) => outcome === wanted).length;
  return { counted: transactions.length, unanswered: count("unanswered"), refused: count("refused") };
}

/** What failed on a port, by the latest transactions of the clients seen last on it: nothing is counted by port while writing. */
export async function portFailures(
  reader: Pick<TransactionReader, "clients" | "transactions">,
  { interfaceId, remoteId }: PortKey,
): Promise<PortFailures> {
  const clients = await reader.clients({ by: "port", port: { interfaceId, remoteId } }, { limit: MOST_CLIENTS });
  const transactions = clients.map(({ id }) => reader.transactions({ clientId: id }, { limit: EACH }));
  return failuresOf((await Promise.all(transactions)).flat());
}

/** A share of failures, in a tone where it is worth one. */
export function failureShare(part: number, whole: number): Html {
  return toned(part > whole * SOME ? "degraded" : "fine", shareText(part, whole));
}
