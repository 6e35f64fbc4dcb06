import { pause } from "../kafka/waiting.ts";
import type {
  AssignedPartition,
  ConsumeOptions,
  ConsumerSource,
  RecordBatch,
  SourceHealth,
  StartingPoint,
} from "./consumer_source.ts";

/** What a topic in memory has: `MemoryTopic` of `@dhcpkit/kafka/publisher` is one. */
export interface ConsumableTopic {
  /** The records that are kept, oldest first. */
  readonly records: readonly ConsumableRecord[];
  /** The records from `offset` on and each new one, until the topic is closed or `signal` aborts. */
  read(options: { offset?: number; signal?: AbortSignal }): AsyncGenerator<ConsumableRecord>;
}

/** A record of a topic in memory. */
export interface ConsumableRecord {
  /** Its place in the topic. */
  readonly offset: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly timestamp: number;
  /** `null` when there is none. */
  readonly key: Uint8Array | null;
  /** The value. */
  readonly value: Uint8Array;
}

/** A topic in memory is one partition. */
const PARTITION = 0;

/** A partition that has nothing new is told of so often; the contract says five seconds. */
const QUIET_MS = 4000;

/** Records in one batch, at most. */
const LARGEST = 5000;

/**
 * Reads a topic within this process as if it were the only member of a group.
 *
 * @example
 * ```ts
 * import { memoryConsumer } from "@dhcpkit/kafka/collector";
 * import { MemoryTopic } from "@dhcpkit/kafka/publisher";
 * import { assertEquals } from "@std/assert";
 *
 * const topic = new MemoryTopic();
 * topic.append({ key: null, value: new Uint8Array([255, 1]) });
 * topic.close();
 * const startingPoints = () => Promise.resolve(new Map([[0, "beginning" as const]]));
 * const { signal } = new AbortController();
 * const [batch] = await Array.fromAsync(memoryConsumer(topic).consume({ signal, startingPoints }));
 * assertEquals([batch.records.length, batch.endOffset], [1, 1n]);
 * ```
 */
export function memoryConsumer(topic: ConsumableTopic, topicName = "memory"): ConsumerSource {
  let health: SourceHealth = { state: "idle", fetchedAt: undefined, heartbeatAt: undefined, assigned: [] };

  async function* consume(options: ConsumeOptions): AsyncGenerator<RecordBatch> {
    const { signal, startingPoints, onAssigned } = options;
    if (signal.aborted) return;
    if (health.state !== "idle") throw new TypeError(`${topicName} is being read already; iterate once at a time`);
    health = { ...health, state: "joining" };
    try {
      const points = await startingPoints([PARTITION]);
      if (signal.aborted) return;
      const next = resolve(topic.records, points.get(PARTITION) ?? "beginning");
      onAssigned?.([{ partition: PARTITION, next }]);
      health = { ...health, state: "reading", assigned: [PARTITION] };
      yield* batches(Number(next), signal);
    } finally {
      health = { ...health, state: "idle", assigned: [] };
    }
  }

  async function* batches(next: number, signal: AbortSignal): AsyncGenerator<RecordBatch> {
    const over = new AbortController(), either = AbortSignal.any([signal, over.signal]);
    const source = topic.read({ offset: next, signal: either });
    try {
      for (let coming = source.next(), isFirst = true; !signal.aborted; isFirst = false) {
        const given = await Promise.race([coming, quiet(isFirst ? 0 : QUIET_MS, coming, either)]);
        if (signal.aborted || given?.done) return;
        const found = given === undefined ? [] : [given.value, ...await waiting(source, given.value.offset + 1)];
        health = { ...health, fetchedAt: performance.now() };
        next = (found.at(-1)?.offset ?? next - 1) + 1;
        if (given) coming = source.next();
        yield {
          topic: topicName,
          partition: PARTITION,
          records: found.map(toRecord),
          endOffset: BigInt(end(next)),
          askedAt: Date.now(),
        };
      }
    } finally {
      over.abort();
      await source.return(undefined);
    }
  }

  /** What else is there already. */
  async function waiting(source: AsyncGenerator<ConsumableRecord>, from: number): Promise<ConsumableRecord[]> {
    const count = Math.min((topic.records.at(-1)?.offset ?? -1) - from + 1, LARGEST - 1);
    const found: ConsumableRecord[] = [];
    while (found.length < count) {
      const { value, done } = await source.next();
      if (done) break;
      found.push(value);
    }
    return found;
  }

  const end = (atLeast: number) => Math.max(atLeast, (topic.records.at(-1)?.offset ?? -1) + 1);

  function toRecord({ offset, timestamp, key, value }: ConsumableRecord) {
    return { topic: topicName, partition: PARTITION, offset: BigInt(offset), timestamp, key, value };
  }

  return {
    name: "memory",
    topic: topicName,
    get health() {
      return health;
    },
    consume,
    commit: (_partitions: readonly AssignedPartition[]) => Promise.resolve(),
  };
}

function resolve(records: readonly ConsumableRecord[], point: StartingPoint): bigint {
  const first = BigInt(records[0]?.offset ?? 0), end = BigInt((records.at(-1)?.offset ?? -1) + 1);
  if (point === "beginning") return first;
  if (point === "end") return end;
  if (typeof point === "bigint") return point < first || point > end ? first : point;
  const found = records.find(({ timestamp }) => timestamp >= point.from);
  return found ? BigInt(found.offset) : end;
}

/** Resolves to nothing when nothing has come in time; leaves no timer behind when something has. */
async function quiet(ms: number, coming: Promise<unknown>, signal: AbortSignal): Promise<undefined> {
  const came = new AbortController(), note = () => came.abort();
  coming.then(note, note);
  await pause(ms, AbortSignal.any([signal, came.signal]));
}
