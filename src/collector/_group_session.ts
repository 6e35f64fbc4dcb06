import { ClusterConnections } from "../kafka/cluster_connections.ts";
import type { OpenBroker } from "../kafka/broker_requests.ts";
import { Perseverance } from "../kafka/perseverance.ts";
import { aborted, pause, within } from "../kafka/waiting.ts";
import { type Generation, GroupMember } from "./_group_member.ts";
import { Handover } from "./_handover.ts";
import { PartitionReader } from "./_partition_reader.ts";
import { TopicOffsets } from "./_topic_offsets.ts";
import type { ConsumerSettings } from "./consumer_init.ts";
import type { AssignedPartition, ConsumeOptions, RecordBatch, SourceHealth, StartingPoint } from "./consumer_source.ts";

/** How long the reader may take to finish its batch once nothing more is wanted; the group is left then. */
const LAST_BATCH_MS = 1000;

/** Of the time that the group gives members to join anew, the part that may be spent on finishing a batch. */
const FINISHING = 0.5;

/** What somebody who was called back threw. */
export class CallbackError extends Error {
  override readonly name = "CallbackError";
}

/** One stay in a consumer group: from the first connection until the group is left. */
export class GroupSession {
  readonly #settings: ConsumerSettings;
  readonly #options: ConsumeOptions;
  readonly #cluster: ClusterConnections;
  readonly #member: GroupMember;
  readonly #handover: Handover;
  readonly #offsets: TopicOffsets;
  readonly #stop = new AbortController();
  #lost: unknown;
  #state: SourceHealth["state"] = "joining";
  #fetchedAt: number | undefined;
  #assigned: readonly number[] = [];

  /** Nothing is connected before {@linkcode batches}. */
  constructor(settings: ConsumerSettings, open: OpenBroker, options: ConsumeOptions) {
    this.#settings = settings;
    this.#options = options;
    const { brokers, requestTimeoutMs } = settings;
    this.#cluster = new ClusterConnections({ brokers, open, requestTimeoutMs });
    this.#member = new GroupMember(this.#cluster, settings);
    this.#offsets = new TopicOffsets(this.#cluster, settings);
    this.#handover = new Handover(settings.maxBytes);
  }

  /** What it is doing. */
  get health(): SourceHealth {
    return {
      state: this.#state,
      fetchedAt: this.#fetchedAt,
      heartbeatAt: this.#member.heartbeatAt,
      assigned: this.#assigned,
    };
  }

  /** Joins the group and gives batches, to be iterated once. Throws {@linkcode CallbackError}, or what the client throws. */
  async *batches(): AsyncGenerator<RecordBatch> {
    const { signal } = this.#options;
    const stop = () => this.#stop.abort();
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    const running = this.#run();
    try {
      yield* this.#handover.batches();
    } finally {
      stop();
      signal.removeEventListener("abort", stop);
      await running;
    }
  }

  /** Notes how far was read. */
  commit(partitions: readonly AssignedPartition[]): Promise<void> {
    const offsets = new Map(partitions.map(({ partition, next }) => [partition, next]));
    return this.#member.commit(this.#settings.topic, offsets);
  }

  /** What {@linkcode commit} noted last, whoever it was. */
  committed(partitions: readonly number[]): Promise<ReadonlyMap<number, bigint>> {
    return this.#member.committed(this.#settings.topic, partitions, this.#stop.signal);
  }

  /** Never rejects: what goes wrong is for who iterates. */
  async #run(): Promise<void> {
    const stopped = aborted(this.#stop.signal);
    const error = await Promise.race([this.#live(), stopped]).then(
      () => undefined,
      (error) => this.#stop.signal.aborted ? undefined : this.#lost ?? error,
    );
    this.#stop.abort();
    this.#state = "idle";
    this.#assigned = [];
    this.#handover.end(error);
    await within(this.#handover.readerIsFree(), LAST_BATCH_MS, "the last batch takes its time").catch(() => {});
    await this.#member.leave();
    this.#cluster.destroy();
  }

  async #live(): Promise<void> {
    const { signal } = this.#stop;
    // What is wrong with the topic is known before anybody else in the group is troubled.
    await this.#cluster.places(this.#settings.topic);
    while (!signal.aborted) {
      const generation = await this.#member.join(signal, (error) => this.#fail(error));
      await this.#follow(generation, AbortSignal.any([signal, generation.over]));
      this.#state = "joining";
      this.#assigned = [];
      this.#handover.clear();
      await this.#finishBatch();
    }
    if (this.#lost !== undefined) throw this.#lost;
  }

  /** Reads what the group has given, until it is taken away. */
  async #follow({ partitions, shared, end }: Generation, over: AbortSignal): Promise<void> {
    if (shared) this.#watchPartitions(shared, end, over).catch((error) => this.#fail(error));
    for (let anew: readonly number[] = []; !over.aborted;) {
      const positions = await this.#begin(partitions, anew, over);
      if (positions === undefined) return;
      if (partitions.length === 0) return await aborted(over);
      anew = await this.#read(positions, over);
      // What was read of a log that is gone is nowhere else.
      if (!over.aborted) await this.#handover.isTaken(over);
    }
  }

  /** Where to read from, which is told; `undefined` when it is too late. */
  async #begin(
    partitions: readonly number[],
    anew: readonly number[],
    over: AbortSignal,
  ): Promise<ReadonlyMap<number, bigint> | undefined> {
    const points = new Map(await this.#startingPoints(partitions));
    // By now, a log that was made anew may reach to where the one before it was read.
    for (const partition of anew) points.set(partition, "beginning");
    if (over.aborted) return undefined;
    let positions;
    try {
      positions = await this.#offsets.resolve(partitions, points, over);
    } catch (error) {
      if (over.aborted) return undefined;
      throw error;
    }
    if (over.aborted) return undefined;
    this.#assigned = partitions;
    this.#tell(Array.from(positions, ([partition, next]) => ({ partition, next })));
    this.#state = "reading";
    return positions;
  }

  /** Reads until it is over, or logs were made anew: of these partitions. */
  async #read(positions: ReadonlyMap<number, bigint>, over: AbortSignal): Promise<readonly number[]> {
    const round = new AbortController(), until = AbortSignal.any([over, round.signal]), found: number[] = [];
    const reader = new PartitionReader({
      cluster: this.#cluster,
      settings: this.#settings,
      offsets: this.#offsets,
      handover: this.#handover,
      onFetched: () => this.#fetchedAt = performance.now(),
      onBeganAnew(partitions) {
        found.push(...partitions);
        round.abort();
      },
    }, positions);
    await Promise.race([reader.read(until), aborted(until)]);
    return found;
  }

  /** Who takes over asks its store where to start, which does better when this batch is in it. */
  async #finishBatch(): Promise<void> {
    const patienceMs = FINISHING * this.#settings.rebalanceTimeoutMs;
    await within(this.#handover.readerIsFree(), patienceMs, "the batch takes its time", this.#stop.signal)
      .catch(() => {});
  }

  /** Has the partitions shared anew when the topic has got more of them; the member that shares them out looks. */
  async #watchPartitions(shared: readonly number[], end: () => void, over: AbortSignal): Promise<void> {
    const { topic, partitionsEveryMs, sessionTimeoutMs } = this.#settings;
    const perseverance = new Perseverance(Math.max(sessionTimeoutMs, 2 * partitionsEveryMs));
    for (await pause(partitionsEveryMs, over); !over.aborted; await pause(partitionsEveryMs, over)) {
      try {
        const { leaders } = await this.#cluster.places(topic);
        perseverance.worked();
        if (leaders.size !== shared.length) return end();
      } catch (error) {
        if (over.aborted) return;
        await perseverance.bear(error, over);
      }
    }
  }

  async #startingPoints(partitions: readonly number[]): Promise<ReadonlyMap<number, StartingPoint>> {
    try {
      return await this.#options.startingPoints(partitions);
    } catch (cause) {
      throw new CallbackError("the starting points are not known", { cause });
    }
  }

  #tell(assigned: readonly AssignedPartition[]): void {
    try {
      this.#options.onAssigned?.(assigned);
    } catch (cause) {
      throw new CallbackError("what was assigned was not taken", { cause });
    }
  }

  #fail(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#lost ??= error;
    this.#handover.end(error);
    this.#stop.abort();
  }
}
