import type { SourceRecord } from "./record_source.ts";

/**
 * Records of one partition in the order of their offsets. The first ones after an assignment begin where `onAssigned` said. Behind a
 * gap in the offsets are records that the brokers have removed, but for marks of transactions, which are told.
 */
export interface RecordBatch {
  /** The topic. */
  readonly topic: string;
  /** The partition. */
  readonly partition: number;
  /** The records; none in a batch that only says that everything before `endOffset` was given. */
  readonly records: readonly SourceRecord[];
  /** Offsets among and behind those of the records that are marks of transactions: no record is missing there. Default: none. */
  readonly marks?: readonly bigint[];
  /** Offset that the next record to be published will have: how far there is to read. */
  readonly endOffset: bigint;
  /**
   * When the broker was asked, in milliseconds since 1970-01-01 UTC: who has all records before `endOffset` has everything that was
   * published before.
   */
  readonly askedAt: number;
}

/** Where to start in a partition: an offset, the oldest record, the next one, or the first one from a time on (milliseconds). */
export type StartingPoint = bigint | "beginning" | "end" | { readonly from: number };

/** A partition that a consumer was given, and where it starts in it. */
export interface AssignedPartition {
  /** The partition. */
  readonly partition: number;
  /** Offset of the first record that will be read, or would be if there were one. */
  readonly next: bigint;
}

/** How to consume. */
export interface ConsumeOptions {
  /** Ends the iteration when it aborts; the group is left then. */
  readonly signal: AbortSignal;
  /**
   * Where to start in partitions that the group has given to this consumer: asked at each assignment, before any of their records.
   * What the group has committed does not count. A partition that is left out starts at its oldest record. An offset that is not there
   * becomes the oldest one that is, also when it is beyond the end: the topic was then made anew. What this throws comes out of the
   * iteration.
   */
  readonly startingPoints: (partitions: readonly number[]) => Promise<ReadonlyMap<number, StartingPoint>>;
  /**
   * Told at each assignment, before any of its records, what this consumer has from now on, none included. A log that is made anew while it
   * is read is an assignment as well: of the same partitions, that one from its oldest record on.
   */
  readonly onAssigned?: (partitions: readonly AssignedPartition[]) => void;
}

/** What a {@linkcode ConsumerSource} is doing; times are those of `performance.now()`. */
export interface SourceHealth {
  /** `joining` until the group has given out its partitions, and while it does so anew. */
  readonly state: "idle" | "joining" | "reading";
  /**
   * When a broker last answered a request for records; `undefined` before. It stands still while who iterates is busy with a batch and
   * enough waits, and for a consumer without partitions.
   */
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
   * Asking for the next batch says that the last one is dealt with. The group is told so before it gives partitions to others, unless it
   * takes longer than half of the rebalance time-out, and before it is left, unless it takes longer than a second.
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

/** A {@linkcode ConsumerSource} of a real topic, for those who have no store that knows how far they are. */
export interface GroupSource extends ConsumerSource {
  /**
   * How far the group has noted that it has read, by {@linkcode ConsumerSource.commit}; partitions without a note are left out. For
   * `startingPoints`, so only while the topic is consumed.
   */
  committed(partitions: readonly number[]): Promise<ReadonlyMap<number, bigint>>;
  /** The partitions that the topic has now. */
  partitions(options: { readonly signal: AbortSignal }): Promise<readonly number[]>;
  /**
   * Everything that is in all partitions now, without a group. Ends by itself, or when `signal` aborts; throws what keeps it from
   * going on.
   */
  whole(options: { readonly signal: AbortSignal }): AsyncIterable<RecordBatch>;
}
