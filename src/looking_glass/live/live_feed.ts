import type { StoredTransaction, TransactionReader } from "../../store/mod.ts";
import { pause } from "../../kafka/waiting.ts";

/** What came in since the last time. */
export interface LiveBatch {
  /** Transactions, the earliest first; not all of them where there are very many. */
  readonly transactions: readonly StoredTransaction[];
  /** How many there were. */
  readonly total: number;
}

/** Where what is new comes from. */
export interface LiveFeed {
  /** What comes in from now on, until `signal` aborts. */
  follow(signal: AbortSignal): AsyncIterable<LiveBatch>;
}

/** How {@linkcode followStore} looks. */
export interface FollowOptions {
  /** Milliseconds between two looks. Default: 500. */
  readonly everyMs?: number;
  /**
   * Transactions that are taken at a time at most; of more, the latest are taken and all are counted. Default: 1,000, as many as a store
   * gives.
   */
  readonly most?: number;
  /** Told when the store could not be asked; it is asked again. */
  readonly failed?: (error: unknown) => void;
}

/** What a feed asks of a store. */
export type FollowedStore = Pick<TransactionReader, "transactionsAfter" | "lastTransactionId">;

/** Follows a store that somebody else writes to: the collector of this process or of another one. */
export function followStore(store: FollowedStore, options: FollowOptions = {}): LiveFeed {
  const { everyMs = 500, most = 1000, failed = () => {} } = options;
  return {
    async *follow(signal) {
      let last: number | undefined;
      while (!signal.aborted) {
        try {
          const newest = await store.lastTransactionId();
          // Numbers have no holes worth speaking of: how far they went tells how many there were.
          const total = newest - (last ?? newest);
          if (total > 0) {
            yield { total, transactions: await store.transactionsAfter(newest - Math.min(total, most), most) };
          }
          last = newest;
        } catch (error) {
          failed(error);
        }
        await pause(everyMs, signal);
      }
    },
  };
}
