import type { Microseconds } from "./record_place.ts";

/** What is to be kept. */
export interface Retention {
  /** Transactions received before are deleted, but for the proofs of leases. */
  readonly transactionsFrom: Microseconds;
  /** So many of each client at each server are kept, the latest, and the proofs of leases. */
  readonly transactionsPerClient: number;
  /** Leases that ended before are deleted with their proofs. */
  readonly leasesFrom: Microseconds;
  /** Quarantined records from before are deleted. */
  readonly quarantineFrom: Microseconds;
  /** Traffic before is forgotten. */
  readonly trafficFrom: Microseconds;
  /** Traffic before is known by the hour only, and not by relay agent or client any more. */
  readonly fineTrafficFrom: Microseconds;
  /** Findings that were over before, or that nothing was heard of since, are deleted. */
  readonly findingsFrom: Microseconds;
  /** Entries of the audit from before are deleted. */
  readonly auditFrom: Microseconds;
}

/** How much was deleted. */
export interface Swept {
  /** Transactions. */
  readonly transactions: number;
  /** Leases. */
  readonly leases: number;
  /** Clients that have neither any more. */
  readonly clients: number;
  /** Quarantined records. */
  readonly quarantined: number;
}
