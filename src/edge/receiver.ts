import type { TransactionWriter } from "../store/transaction_store.ts";
import type { EdgeRecord, RecordProblem } from "./edge_record.ts";
import type { ValueJsonOptions } from "./value_json.ts";

/** What a callback learns beside the record. */
export interface RecordContext {
  /**
   * Tells the record from all others, and is the same whenever it comes. A store that keeps one row of each id takes each record once, for
   * good. Of a transaction, it is `digestRecordId` of its value, by whatever way it comes; of what cannot be read, a digest of its bytes
   * and, where that is told, its place in Kafka.
   */
  readonly id: string;
  /** Aborts when the time for the call is over; the record counts as failed then, and comes again. */
  readonly signal: AbortSignal;
}

/** Takes a transaction. When it throws or rejects, the platform sends the record again, and all behind it of its partition. */
export type OnTransaction = (record: EdgeRecord, context: RecordContext) => void | Promise<void>;

/**
 * Takes what cannot be read, and is then responsible for it. `record` is `undefined` where not even records can be told apart, and
 * `problem.bytes` are the whole body. When it throws or rejects, the platform sends the record again. What comes again because of others
 * is not handed over again, as far as its id is remembered.
 */
export type OnPoison = (
  problem: RecordProblem,
  record: EdgeRecord | undefined,
  context: RecordContext,
) => void | Promise<void>;

/** Bounds of what is taken. */
export interface ReceiverLimits {
  /** Records of an event. Default: 10,000. */
  readonly records?: number;
  /** Milliseconds for each call of a callback, and for each write into a store. Default: 10,000. */
  readonly callMs?: number;
  /** Partitions of an event that are handled at the same time; the records of each are taken one after the other. Default: 8. */
  readonly partitions?: number;
  /**
   * Ids that are remembered of records taken lately, so that they are not taken twice, and as many of what was set aside. Default: 10,000.
   */
  readonly rememberedIds?: number;
}

/** What all handlers are made of, whichever way records go. */
export interface ReceiverOptions extends ValueJsonOptions {
  /** Bounds of what is taken. */
  readonly limits?: ReceiverLimits;
  /** Hears why a record failed, or a request could not be checked, for a log. Default: nobody. */
  readonly onFailure?: (error: unknown, record: EdgeRecord | undefined) => void;
  /** Milliseconds since 1970-01-01 UTC. Default: `Date.now`. */
  readonly now?: () => number;
}

/** Hands transactions to a function. */
export interface CallbackReceiver extends ReceiverOptions {
  /** Takes each transaction, in order within a partition. */
  readonly onTransaction: OnTransaction;
  /** Takes what cannot be read. */
  readonly onPoison: OnPoison;
  /** Not beside `onTransaction`. */
  readonly store?: undefined;
}

/**
 * Writes transactions into a store, in which equal ones are one row. How far a partition was read is moved on only from where the store
 * has it, or from offset 0, and only over records that came without a gap; `store.moveTo` sets where else to begin.
 */
export interface StoreReceiver extends ReceiverOptions {
  /** Where transactions go. Records of unknown place are stored with partition -1 and an offset below 0. */
  readonly store: TransactionWriter;
  /** Takes what cannot be read. Default: the store keeps it aside. */
  readonly onPoison?: OnPoison;
  /** Not beside `store`. */
  readonly onTransaction?: undefined;
}

/** Where records go. */
export type Receiver = CallbackReceiver | StoreReceiver;

/** What became of a record. */
export interface Outcome {
  /** The record. */
  readonly record: EdgeRecord;
  /**
   * - `taken`: it is where it should be;
   * - `duplicate`: it was taken before;
   * - `set-aside`: it cannot be read, and is where such records go;
   * - `failed`: it has to come again;
   * - `held-back`: one before it in its partition failed, so that it has to come again after that one.
   */
  readonly status: "taken" | "duplicate" | "set-aside" | "failed" | "held-back";
}

/** Whether the record has to come again. */
export function hasToComeAgain({ status }: Outcome): boolean {
  return status === "failed" || status === "held-back";
}
