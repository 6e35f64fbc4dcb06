import type { SourceRecord } from "./record_source.ts";

/** Records of one partition in the order of their offsets. */
export interface RecordBatch {
  /** The topic. */
  readonly topic: string;
  /** The partition. */
  readonly partition: number;
  /** The records; none in a batch that only says that there was nothing more up to `endOffset`. */
  readonly records: readonly SourceRecord[];
  /** Offset that the next record to be published will have: how far there is to read. */
  readonly endOffset: bigint;
}

/** Where to start in a partition: an offset, the oldest record, the next one, or the first one from a time on (milliseconds). */
export type StartingPoint = bigint | "beginning" | "end" | { readonly from: number };

/** A partition that a consumer was given, and where it starts in it. */
export interface AssignedPartition {
  /** The partition. */
  readonly partition: number;
  /** Offset of the first record that will be read, if it is still there. */
  readonly next: bigint;
}

/** How to consume. */
export interface ConsumeOptions {
  /** Ends the iteration when it aborts; the group is left then. */
  readonly signal: AbortSignal;
  /**
   * Where to start in partitions that the group has given to this consumer: asked at each assignment, before any of their records.
   * What the group has committed does not count.
   */
  readonly startingPoints: (partitions: readonly number[]) => Promise<ReadonlyMap<number, StartingPoint>>;
  /** Told at each assignment what this consumer has from now on, none included. */
  readonly onAssigned?: (partitions: readonly AssignedPartition[]) => void;
}

/** What a {@linkcode ConsumerSource} is doing; times are those of `performance.now()`. */
export interface SourceHealth {
  /** `joining` until the group has given out its partitions, and while it does so anew. */
  readonly state: "idle" | "joining" | "reading";
  /** When a broker last answered a request for records; `undefined` before. */
  readonly fetchedAt: number | undefined;
  /** When the group last took a heartbeat; `undefined` before, and where there are none. */
  readonly heartbeatAt: number | undefined;
  /** Partitions that this consumer has. */
  readonly assigned: readonly number[];
}

/** A member of a consumer group of one topic. */
export interface ConsumerSource {
  /** What it is called in logs. */
  readonly name: string;
  /** The topic. */
  readonly topic: string;
  /** What it is doing. */
  readonly health: SourceHealth;
  /**
   * Joins the group and gives batches until `signal` aborts. For a partition without new records, an empty batch comes at least every
   * five seconds. No more is fetched than a few megabytes ahead of who iterates.
   *
   * Throws what keeps it from going on, with the remedy where one is known; whoever wants more iterates again, which joins anew. May be
   * iterated once at a time.
   */
  consume(options: ConsumeOptions): AsyncIterable<RecordBatch>;
  /**
   * Notes in Kafka how far was read, which tools show as lag. Resolves in any case: when it fails, or this consumer has lost the
   * partition, nothing is lost, since a store knows for itself where to go on.
   */
  commit(partitions: readonly AssignedPartition[]): Promise<void>;
}
