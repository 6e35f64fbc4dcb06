import type { Outcome } from "./new_transaction.ts";
import type { Microseconds } from "./record_place.ts";
import type { StoredTransaction } from "./transaction_store.ts";

/** Where a transaction stands in a list of transactions: lists are by time, the latest first, then by number. */
export interface TransactionKey {
  /** Time of its request. */
  readonly receivedAt: Microseconds;
  /** Number in the store. */
  readonly id: number;
}

/** Which transactions. Everything that is given has to hold. */
export interface TransactionFilter {
  /** Of this client. */
  readonly clientId?: number;
  /** Of this server. */
  readonly serverId?: number;
  /** Not before this. */
  readonly from?: Microseconds;
  /** Before this. */
  readonly to?: Microseconds;
}

/** Which transactions, by what they are as well. Everything that is given has to hold. */
export interface TransactionSearch extends TransactionFilter {
  /** The client's message is of this type; 0 = there is none. */
  readonly requestType?: number;
  /** The server's message is of this type; 0 = there is none. */
  readonly responseType?: number;
  /** This came of it. */
  readonly outcome?: Outcome;
  /** It was answered, and that took at least so many microseconds. */
  readonly minDuration?: number;
  /** Its reason begins so, such as `NoPrefixAvail`; upper and lower case are different. */
  readonly reason?: string;
}

/**
 * What a search has found so far. It looks through a bounded number of transactions, since what is looked for may be one in millions:
 * `transactions` may be fewer than were asked for, or none, and there are more all the same.
 */
export interface FoundTransactions {
  /** The latest first. */
  readonly transactions: readonly StoredTransaction[];
  /** The search goes on after this: the key of the last one it has looked at. Absent when it has looked at all. */
  readonly next?: TransactionKey;
}
