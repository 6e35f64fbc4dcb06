import type { DetectorSettingsInit } from "../detectors/mod.ts";
import type { TransactionReader } from "../store/mod.ts";

/** What a `Follower` reads. */
export type FollowedStore = Pick<
  TransactionReader,
  "coverage" | "findings" | "keptDetection" | "lastTransactionId" | "servers" | "transactions" | "transactionsAfter"
>;

/** How a `Follower` looks: plain data, so that another thread can be told. */
export interface FollowSettings {
  /** Settings of the detectors. */
  readonly detectors?: DetectorSettingsInit;
  /** Milliseconds of the past that are looked at again at the start. Default: 6 hours. */
  readonly warmUpMs?: number;
  /** Transactions that are looked at again at the start, at most, about. Default: 200,000. */
  readonly warmUpRecords?: number;
  /** Transactions that are taken at a time while there is nothing to catch up with, at most 1000. Default: 1000. */
  readonly atOnce?: number;
  /**
   * How long after it was published a transaction can still come into its place in the order, in milliseconds, where nothing tells
   * more. Default: 70,000, which is what a `Sequencer` allows for clocks and lateness.
   */
  readonly settleMs?: number;
  /** Milliseconds after which a partition that does not move is not waited for. Default: 2 minutes. */
  readonly patienceMs?: number;
  /** Milliseconds until what several collectors write at once is there in the order of its numbers. Default: 2000. */
  readonly numbersMs?: number;
}
