import type { Microseconds, StoredTransaction, TransactionReader } from "../store/mod.ts";

/** The transactions of a stretch of time. */
export interface HistoryPart {
  /** The earliest first, those of the same time by number. */
  readonly transactions: readonly StoredTransaction[];
  /** Everything before this time has been given. */
  readonly reached: Microseconds;
}

/** Most of a page of a store. */
const PAGE = 1000;
/** A stretch with more pages than this is read again in smaller ones, unless it is as short as can be. */
const MOST_PAGES = 4;
/** Of what happened within one microsecond, more than so many pages are left out: somebody makes them up. */
const PAGES_AT_ONCE = 50;
const FIRST_STRETCH: Microseconds = 60e6;

/**
 * What a store has of a time, the earliest first, though stores list the latest first: stretches of time are read whole, each as long as
 * the one before makes likely for a few thousand transactions.
 */
export class History {
  readonly #reader: Pick<TransactionReader, "transactions">;
  #stretch = FIRST_STRETCH;

  /** Reads nothing yet. */
  constructor(reader: Pick<TransactionReader, "transactions">) {
    this.#reader = reader;
  }

  /** The transactions from a time on, of a stretch that ends at `to` or before. */
  async next(from: Microseconds, to: Microseconds): Promise<HistoryPart> {
    for (;;) {
      const reached = Math.min(from + this.#stretch, to), isShortest = reached - from <= 1;
      const pages = await this.#read(from, reached, isShortest ? PAGES_AT_ONCE : MOST_PAGES);
      if (pages === undefined) {
        this.#stretch = Math.max(1, Math.floor((reached - from) / 8));
        continue;
      }
      if (pages.length <= 1) this.#stretch *= 2;
      else if (pages.length > MOST_PAGES / 2) this.#stretch = Math.max(1, Math.floor(this.#stretch / 2));
      return { transactions: pages.flat().reverse(), reached };
    }
  }

  /** `undefined` where there are more pages. */
  async #read(from: Microseconds, to: Microseconds, most: number): Promise<StoredTransaction[][] | undefined> {
    const pages: StoredTransaction[][] = [];
    while (pages.length < most) {
      const after = pages.at(-1)?.at(-1);
      const page = await this.#reader.transactions({ from, to }, { limit: PAGE, ...after && { after } });
      pages.push(page);
      if (page.length < PAGE) return pages;
    }
    return to - from <= 1 ? pages : undefined;
  }
}
