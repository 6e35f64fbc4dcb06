import { type Microseconds, NEVER } from "./record_place.ts";
import { LoudMinutes, type TallySource } from "./tally/loud_minutes.ts";
import type { TransactionKey, TransactionSearch } from "./transaction_filter.ts";
import type { Page } from "./transaction_store.ts";

/** What was found in a part of the time. */
export interface SeekPart {
  /** The latest first. */
  readonly found: readonly TransactionKey[];
  /** The last one that was looked at; `undefined` when all of the time was looked through. */
  readonly end: TransactionKey | undefined;
}

/** Where transactions are looked through. */
export interface SeekSource extends TallySource {
  /** So many are looked through for an answer. */
  readonly atMost: number;
  /** So many are looked through at once. */
  readonly atOnce: number;
  /** Looks through so many transactions in the time of a search that come after a key. */
  lookThrough(search: TransactionSearch, after: TransactionKey | undefined, count: number): Promise<SeekPart>;
}

/** A look at a time that turns out to have few transactions counts as one at so many. */
const LEAST_LOOK = 400;

/**
 * The keys that a search finds, the latest first, and where it goes on, as `FoundTransactions` has it. Minutes in which nothing was counted
 * that is wanted are passed over.
 */
export async function seekTransactions(
  source: SeekSource,
  search: TransactionSearch,
  { limit, after }: Page<TransactionKey>,
): Promise<{ keys: TransactionKey[]; next?: TransactionKey }> {
  const loud = await LoudMinutes.of(source, search), found: TransactionKey[] = [];
  const { from = 0, to = NEVER } = search;
  let last = after, isDone = false;
  for (let left = source.atMost; left > 0 && found.length < limit && !isDone;) {
    const stretch = loud ? await loud.before(Math.min(to, timeBefore(last))) : { from, to };
    if (stretch === undefined) return { keys: found };
    const { end, found: more } = "isTired" in stretch
      ? { end: { receivedAt: stretch.to, id: 0 }, found: [] }
      : await source.lookThrough(narrowed(search, stretch), last, source.atOnce);
    if ("isTired" in stretch) left = 0;
    left -= end === undefined ? LEAST_LOOK : source.atOnce;
    found.push(...more);
    isDone = end === undefined && stretch.from <= from;
    last = end ?? { receivedAt: stretch.from, id: 0 };
  }
  if (isDone && found.length <= limit) return { keys: found };
  const next = found.length >= limit ? found[limit - 1] ?? after : last;
  return { keys: found.slice(0, limit), ...next && { next } };
}

/** All that comes after a key is before this time; 0 is the number of none. */
function timeBefore(key: TransactionKey | undefined): Microseconds {
  if (key === undefined) return NEVER;
  return key.id > 0 ? key.receivedAt + 1 : key.receivedAt;
}

/** The search within a stretch; without bounds where it has none itself, since not all times are between these. */
function narrowed(search: TransactionSearch, { from, to }: { from: number; to: number }): TransactionSearch {
  return {
    ...search,
    ...from > (search.from ?? 0) && { from },
    ...to < (search.to ?? NEVER) && { to },
  };
}
