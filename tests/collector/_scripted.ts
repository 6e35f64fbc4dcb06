import type {
  AssignedPartition,
  ConsumeOptions,
  ConsumerSource,
  RecordBatch,
  SourceHealth,
} from "@dhcpkit/kafka/collector";
import type {
  LogGap,
  NewTransaction,
  PartitionPosition,
  QuarantinedRecord,
  Retention,
  StoreBatch,
  Swept,
  TransactionWriter,
  WriteOutcome,
} from "@dhcpkit/kafka/store";

/** What a {@linkcode ScriptedSource} does next. */
type Step =
  | { readonly assign: readonly AssignedPartition[] }
  | { readonly batch: RecordBatch }
  | { readonly fail: Error };

/** A source that does what a test tells it, step by step, over as many joins as there are. */
export class ScriptedSource implements ConsumerSource {
  readonly name = "scripted";
  readonly topic = "t";
  readonly health: SourceHealth = { state: "idle", fetchedAt: undefined, heartbeatAt: undefined, assigned: [] };
  readonly committed: AssignedPartition[] = [];
  /** What it was told at each assignment. */
  readonly asked: Record<number, unknown>[] = [];
  joins = 0;
  /** Batches that were taken. */
  taken = 0;
  #steps: Step[] = [];
  #changed = Promise.withResolvers<void>();

  /** Gives out partitions; the offsets are those that the collector asked for, unless told. */
  assign(partitions: Readonly<Record<number, bigint>>): void {
    this.#add({ assign: Object.entries(partitions).map(([id, next]) => ({ partition: Number(id), next })) });
  }

  batch(batch: Partial<RecordBatch> & Pick<RecordBatch, "records">): void {
    const last = batch.records.at(-1)?.offset ?? -1n;
    this.#add({ batch: { topic: "t", partition: 0, endOffset: last + 1n, askedAt: 0, ...batch } });
  }

  fail(message: string): void {
    this.#add({ fail: new Error(message) });
  }

  async *consume({ signal, startingPoints, onAssigned }: ConsumeOptions): AsyncGenerator<RecordBatch> {
    this.joins++;
    const wake = () => this.#changed.resolve();
    signal.addEventListener("abort", wake);
    while (!signal.aborted) {
      const step = this.#steps.shift();
      if (step === undefined) {
        await this.#changed.promise;
        if (!signal.aborted) this.#changed = Promise.withResolvers();
      } else if ("fail" in step) throw step.fail;
      else if ("batch" in step) {
        this.taken++;
        yield step.batch;
      } else {
        const points = await startingPoints(step.assign.map(({ partition }) => partition));
        this.asked.push(Object.fromEntries(points));
        onAssigned?.(step.assign);
      }
    }
    signal.removeEventListener("abort", wake);
  }

  commit(partitions: readonly AssignedPartition[]): Promise<void> {
    this.committed.push(...partitions);
    return Promise.resolve();
  }

  #add(step: Step): void {
    this.#steps.push(step);
    this.#changed.resolve();
  }
}

/** A store in plain arrays, which refuses what a test wants it to. */
export class PlainStore implements TransactionWriter {
  readonly transactions: NewTransaction[] = [];
  readonly quarantined: QuarantinedRecord[] = [];
  readonly gaps: LogGap[] = [];
  readonly moves: PartitionPosition[] = [];
  readonly places: Map<number, PartitionPosition> = new Map();
  /** Batches that were offered. */
  attempts = 0;
  /** Throws what keeps a batch from being written. */
  refuse: (batch: StoreBatch) => void = () => {};
  /** What writing waits for. */
  gate: Promise<void> = Promise.resolve();

  positions(): Promise<ReadonlyMap<number, PartitionPosition>> {
    return Promise.resolve(new Map(this.places));
  }

  async write(batch: StoreBatch): Promise<WriteOutcome> {
    this.attempts++;
    await this.gate;
    this.refuse(batch);
    const fresh = [...batch.transactions].filter(({ place: { partition, offset } }) =>
      offset >= (this.places.get(partition)?.next ?? 0n) &&
      !this.transactions.some(({ place }) => place.offset === offset)
    );
    this.transactions.push(...fresh);
    this.quarantined.push(...batch.quarantined);
    this.gaps.push(...batch.gaps);
    for (const position of batch.positions) this.places.set(position.partition, position);
    return { stored: fresh.length, duplicates: 0 };
  }

  moveTo(positions: readonly PartitionPosition[]): Promise<void> {
    for (const position of positions) {
      this.moves.push(position);
      this.places.set(position.partition, position);
    }
    return Promise.resolve();
  }

  forgetTopic(): Promise<number> {
    const { size } = this.places;
    this.places.clear();
    return Promise.resolve(size);
  }

  sweep(_: Retention): Promise<Swept> {
    return Promise.resolve({ transactions: 0, leases: 0, clients: 0, quarantined: 0 });
  }
}
