import type { Microseconds, NewTransaction } from "../store/mod.ts";

/** A transaction as detectors get it. */
export interface Observation {
  /** The transaction, as the collector read it. */
  readonly transaction: NewTransaction;
  /** Kafka's time of the record, where transactions come in its order and not in that of servers' clocks: from a topic. */
  readonly recordedAt?: Microseconds;
}

/** How much later than its record a transaction may say that it was received, before its server's clock is not believed. */
const CLOCK_AHEAD: Microseconds = 10_000_000;

/**
 * When a transaction happened, for the order in which detectors see it: when its request was received, or the time of its record
 * where the former is more than ten seconds later, which no delay explains. So a clock that is ahead does not make all other
 * servers late.
 */
export function eventTime({ transaction: { receivedAt }, recordedAt }: Observation): Microseconds {
  return recordedAt !== undefined && receivedAt > recordedAt + CLOCK_AHEAD ? recordedAt : receivedAt;
}

/**
 * Compares in the one order that detectors see transactions in: by time, server and digest; then by place, which only tells records
 * apart that are the same transaction.
 */
export function compareObservations(a: Observation, b: Observation): number {
  return eventTime(a) - eventTime(b) || compareTexts(a.transaction.server, b.transaction.server) ||
    a.transaction.digest - b.transaction.digest || comparePlaces(a.transaction, b.transaction);
}

/** What tells a transaction from others. */
export type TransactionIdentity = Pick<NewTransaction, "receivedAt" | "digest" | "server">;

/** Whether two are one transaction that was published twice, or read twice. */
export function isSameTransaction(one: TransactionIdentity, other: TransactionIdentity): boolean {
  return one.receivedAt === other.receivedAt && one.digest === other.digest && one.server === other.server;
}

function comparePlaces({ place: a }: NewTransaction, { place: b }: NewTransaction): number {
  if (a.partition !== b.partition) return a.partition - b.partition;
  return a.offset < b.offset ? -1 : a.offset > b.offset ? 1 : compareTexts(a.topic, b.topic);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
