import type {
  AssignedPartition,
  ConsumeOptions,
  GroupSource,
  RecordBatch,
  SourceRecord,
} from "@dhcpkit/kafka/collector";

/** What one stay in the group gives: partitions, then batches, then perhaps a failure. */
export interface Stay {
  readonly partitions?: readonly number[];
  readonly batches: readonly RecordBatch[];
  readonly failure?: Error;
}

/** A topic that does what it is told, one stay after the other; the last one goes on until it is aborted. */
export class FakeSource implements GroupSource {
  readonly name = "fake";
  readonly topic = "t";
  readonly health = { state: "idle", fetchedAt: undefined, heartbeatAt: undefined, assigned: [] } as const;
  readonly commits: Map<number, bigint> = new Map();
  readonly startedAt: unknown[] = [];
  readonly #stays: Stay[];

  constructor(stays: readonly Stay[]) {
    this.#stays = [...stays];
  }

  async *consume({ signal, startingPoints, onAssigned }: ConsumeOptions): AsyncGenerator<RecordBatch> {
    const { partitions = [0], batches, failure } = this.#stays.shift() ?? { batches: [] };
    const points = await startingPoints(partitions);
    this.startedAt.push(Object.fromEntries(points));
    onAssigned?.(partitions.map((partition): AssignedPartition => {
      const point = points.get(partition);
      return { partition, next: typeof point === "bigint" ? point : 0n };
    }));
    for (const batch of batches) {
      if (signal.aborted) return;
      yield batch;
    }
    if (failure) throw failure;
    if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  }

  commit(partitions: readonly AssignedPartition[]): Promise<void> {
    for (const { partition, next } of partitions) this.commits.set(partition, next);
    return Promise.resolve();
  }

  committed(): Promise<ReadonlyMap<number, bigint>> {
    return Promise.resolve(new Map(this.commits));
  }

  partitions(): Promise<readonly number[]> {
    return Promise.resolve([0]);
  }

  async *whole(): AsyncGenerator<RecordBatch> {}
}

/** Where records are, and what the broker says of them. */
interface BatchParts {
  readonly partition?: number;
  readonly from?: number;
  readonly end?: number;
}

/** Records of a partition from an offset on, published now. */
export function batchOf(values: readonly (Uint8Array | null)[], parts: BatchParts = {}): RecordBatch {
  const { partition = 0, from = 0, end = from + values.length } = parts, timestamp = Date.now();
  const records = values.map((value, i): SourceRecord => ({
    ...{ topic: "t", partition, offset: BigInt(from + i), timestamp, key: null, value },
  }));
  return { topic: "t", partition, records, endOffset: BigInt(end), askedAt: timestamp };
}
