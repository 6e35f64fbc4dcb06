import type {
  AssignedPartition,
  ConsumerSource,
  RecordBatch,
  SourceRecord,
  StartingPoint,
} from "@dhcpkit/kafka/collector";
import { eventually } from "../support/eventually.ts";

export interface ReadingOptions {
  /** Where to start: the beginning unless told. */
  readonly startingPoints?: (partitions: readonly number[]) => Promise<ReadonlyMap<number, StartingPoint>>;
  /** Done with each batch before the next one is asked for. */
  readonly onBatch?: (batch: RecordBatch) => Promise<void> | void;
}

/** Somebody who consumes, keeps everything, and watches that each partition is read in order from where it was said to start. */
export class Reading implements AsyncDisposable {
  readonly batches: RecordBatch[] = [];
  readonly assignments: (readonly AssignedPartition[])[] = [];
  /** Records that came out of place. */
  readonly misplaced: string[] = [];
  /** Settles when the iteration has ended; with what it threw. */
  readonly ended: Promise<unknown>;
  readonly #aborter = new AbortController();
  readonly #expected = new Map<number, bigint>();

  constructor(readonly consumer: ConsumerSource, options: ReadingOptions = {}) {
    this.ended = this.#read(options).then(() => undefined, (error) => error);
  }

  async #read({ startingPoints = everythingFrom("beginning"), onBatch }: ReadingOptions): Promise<void> {
    const onAssigned = (partitions: readonly AssignedPartition[]) => {
      this.assignments.push(partitions);
      this.#expected.clear();
      for (const { partition, next } of partitions) this.#expected.set(partition, next);
    };
    for await (const batch of this.consumer.consume({ signal: this.#aborter.signal, startingPoints, onAssigned })) {
      this.batches.push(batch);
      this.#check(batch);
      await onBatch?.(batch);
    }
  }

  #check({ partition, records }: RecordBatch): void {
    for (const { offset } of records) {
      const expected = this.#expected.get(partition);
      if (offset !== expected) this.misplaced.push(`partition ${partition}: ${offset} instead of ${expected}`);
      this.#expected.set(partition, offset + 1n);
    }
  }

  get records(): SourceRecord[] {
    return this.batches.flatMap(({ records }) => records);
  }

  /** The values of the records, one number for each byte. */
  get values(): number[][] {
    return this.records.map(({ value }) => [...value ?? []]);
  }

  /** What this consumer has now. */
  get assigned(): readonly AssignedPartition[] {
    return this.assignments.at(-1) ?? [];
  }

  /** Ends the reading without waiting for it. */
  abort(): void {
    this.#aborter.abort();
  }

  /** Waits until something is so; fails at once with what the consumer threw. */
  async until(what: string, isSo: () => unknown, timeoutMs = 20_000): Promise<void> {
    let error: unknown;
    this.ended.then((it) => error = it);
    await eventually(what, () => error !== undefined || isSo(), { timeoutMs });
    if (error !== undefined) throw error;
  }

  /** Ends the reading, and rejects with what it threw. */
  async stop(): Promise<void> {
    this.abort();
    const error = await this.ended;
    if (error !== undefined) throw error;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort();
    await this.ended;
  }
}

/** The same starting point for each partition. */
export function everythingFrom(point: StartingPoint): NonNullable<ReadingOptions["startingPoints"]> {
  return (partitions) => Promise.resolve(new Map(partitions.map((partition) => [partition, point])));
}

/** Numbers as values of two bytes, for kcat, which cannot send everything that is shorter. */
export function numbered(count: number, first = 0): { value: Uint8Array }[] {
  return Array.from(
    { length: count },
    (_, i) => ({ value: new Uint8Array([1, (first + i) >> 8, (first + i) & 0xff]) }),
  );
}

/** The number in such a value. */
export function numberOf({ value }: SourceRecord): number {
  return value![1] << 8 | value![2];
}
