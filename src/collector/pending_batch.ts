import type {
  LogGap,
  Microseconds,
  NewTransaction,
  PartitionPosition,
  QuarantinedRecord,
  RecordPlace,
  StoreBatch,
  TransactionFacts,
  TransactionList,
} from "../store/mod.ts";
import { readTransaction } from "../store/mod.ts";

/** How a {@linkcode PendingBatch} keeps its transactions. */
export interface PendingBatchInit {
  /** Whether they are made when their records come in, for a store that waits for a server meanwhile; otherwise when it asks. */
  readonly isMadeAhead?: boolean;
  /** Whether {@linkcode PendingBatch.facts} are kept. */
  readonly keepsFacts?: boolean;
}

/** What has been read and is not in the store yet. */
export class PendingBatch implements StoreBatch {
  /** Transactions. */
  readonly transactions: PendingTransactions;
  /** Records that are none. */
  readonly quarantined: QuarantinedRecord[] = [];
  /** Records that were found missing. */
  readonly gaps: LogGap[] = [];
  readonly #positions = new Map<number, PartitionPosition>();

  /** Nothing is in it yet. */
  constructor(init: PendingBatchInit = {}) {
    this.transactions = new PendingTransactions(init);
  }

  /** One for each partition. */
  get positions(): readonly PartitionPosition[] {
    return [...this.#positions.values()];
  }

  /** Records within. */
  get records(): number {
    return this.transactions.length + this.quarantined.length;
  }

  /** Whether there is nothing to write. */
  get isEmpty(): boolean {
    return this.#positions.size === 0;
  }

  /** What is counted of the transactions, once a store has taken them; none where nobody counts them. */
  get facts(): readonly TransactionFacts[] {
    return this.transactions.facts;
  }

  /** Notes where reading goes on. */
  reached(position: PartitionPosition): void {
    this.#positions.set(position.partition, position);
  }
}

/**
 * Transactions that wait for a store, as the bytes of their records: each is made when it is asked for. Thousands of transactions that
 * wait outlive the collections of young garbage, and those of old garbage cost most.
 */
export class PendingTransactions implements TransactionList {
  readonly #init: PendingBatchInit;
  readonly #made: NewTransaction[] = [];
  readonly #topics: string[] = [];
  readonly #partitions: number[] = [];
  readonly #offsets: bigint[] = [];
  readonly #recordedAt: Microseconds[] = [];
  readonly #buffers: ArrayBufferLike[] = [];
  readonly #starts: number[] = [];
  readonly #lengths: number[] = [];
  /** What is counted of those that were gone through. */
  readonly facts: TransactionFacts[] = [];

  /** None are in it yet. */
  constructor(init: PendingBatchInit) {
    this.#init = init;
  }

  /** How many there are. */
  get length(): number {
    return this.#made.length + this.#offsets.length;
  }

  /** Adds that of a value, which has to be one that `checkTransaction` takes. */
  push(place: RecordPlace, value: Uint8Array, recordedAt: Microseconds): void {
    if (this.#init.isMadeAhead) {
      this.#made.push(readTransaction(value, place, recordedAt));
      return;
    }
    this.#topics.push(place.topic);
    this.#partitions.push(place.partition);
    this.#offsets.push(place.offset);
    this.#recordedAt.push(recordedAt);
    this.#buffers.push(value.buffer);
    this.#starts.push(value.byteOffset);
    this.#lengths.push(value.length);
  }

  /** Each in turn, in the order of the records; whoever goes through them again gets others that are equal. */
  *[Symbol.iterator](): Generator<NewTransaction> {
    const { length } = this, { keepsFacts } = this.#init;
    for (let i = 0; i < length; i++) {
      const transaction = this.#made[i] ?? this.#make(i);
      if (keepsFacts) this.facts[i] = factsOf(transaction);
      yield transaction;
    }
  }

  #make(i: number): NewTransaction {
    const place = { topic: this.#topics[i], partition: this.#partitions[i], offset: this.#offsets[i] };
    const value = new Uint8Array(this.#buffers[i], this.#starts[i], this.#lengths[i]);
    return readTransaction(value, place, this.#recordedAt[i]);
  }
}

function factsOf(transaction: NewTransaction): TransactionFacts {
  const { server, requestType, responseType, outcome, receivedAt, duration } = transaction;
  return { server, requestType, responseType, outcome, receivedAt, duration };
}
