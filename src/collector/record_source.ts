/** A record as it was read from a topic. */
export interface SourceRecord {
  /** The topic. */
  readonly topic: string;
  /** The partition. */
  readonly partition: number;
  /** Place within the partition. */
  readonly offset: bigint;
  /** Milliseconds since 1970-01-01 UTC, by the producer or the broker. */
  readonly timestamp: number;
  /** `null` when there is none. */
  readonly key: Uint8Array | null;
  /** `null` for a record that only says that its key is gone. */
  readonly value: Uint8Array | null;
  /** What stands beside the value; absent where there is nothing. */
  readonly headers?: readonly { readonly name: string; readonly value: Uint8Array }[];
}

/** Where to start reading. */
export type StartAt = "beginning" | "end";

/** Somewhere that records come from. */
export interface RecordSource {
  /** What it is called in logs. */
  readonly name: string;
  /**
   * The records one after the other, until `signal` aborts, which ends the iteration. `onReady` is called when
   * everything published from now on will be read. Throws what keeps the source from going on.
   */
  read(options: { signal: AbortSignal; onReady?: () => void }): AsyncIterable<SourceRecord>;
}
