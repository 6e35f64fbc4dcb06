/** Where a record is in Kafka: the proof of where a row came from. */
export interface RecordPlace {
  /** The topic. */
  readonly topic: string;
  /** The partition. */
  readonly partition: number;
  /** Place within the partition. */
  readonly offset: bigint;
}

/** Microseconds since 1970-01-01 UTC, a whole number. */
export type Microseconds = number;

/** Later than everything: when a lease with an infinite lifetime ends. */
export const NEVER: Microseconds = Number.MAX_SAFE_INTEGER;
