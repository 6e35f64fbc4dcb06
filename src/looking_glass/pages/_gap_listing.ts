import type { GapKey, LogGap, TransactionReader } from "../../store/mod.ts";
import { type PageContext, PageProblem } from "../frame/page.ts";
import { allRows, limitOf, type Listing } from "./_listing.ts";

/** The parameter that tells where the list of missing records goes on. */
export const GAPS_AFTER = "gaps-after";

/** The part of the list of missing records that the address asks for. Throws `PageProblem` for what it cannot. */
export async function gapListing({ reader, query }: PageContext): Promise<Listing<LogGap>> {
  const limit = limitOf(query), text = query.get(GAPS_AFTER), after = text === null ? undefined : keyOf(text);
  const gaps = await reader.missingRecords({ limit: limit + 1, ...(after === undefined ? {} : { after }) });
  const rows = gaps.slice(0, limit), next = gaps.length > limit ? keyText(rows[limit - 1]) : undefined;
  return { rows, next, isLater: text !== null };
}

/** All missing records. */
export function allGaps(reader: Pick<TransactionReader, "missingRecords">): AsyncGenerator<LogGap> {
  return allRows({
    fetch: (page: { limit: number; after?: GapKey }) => reader.missingRecords(page),
    key: (gap: LogGap): GapKey => gap,
  });
}

/** Offsets have more digits than a number of JavaScript takes, and topics are texts. */
function keyText({ from, partition, fromOffset, topic }: GapKey): string {
  return `${from}-${partition}-${fromOffset}-${topic}`;
}

function keyOf(text: string): GapKey {
  const [, from, partition, fromOffset, topic] = /^(\d{1,16})-(\d{1,10})-(\d{1,19})-(.{1,255})$/.exec(text) ?? [];
  if (topic !== undefined && BigInt(fromOffset) < 2n ** 63n) {
    return { from: Number(from), partition: Number(partition), fromOffset: BigInt(fromOffset), topic };
  }
  throw new PageProblem(400, `${GAPS_AFTER} is not as this page gave it.`, "Begin at the start of the list.");
}
