import { EARLIEST, LATEST, type TopicPlaces } from "../kafka/broker_requests.ts";
import type { ClusterConnections } from "../kafka/cluster_connections.ts";
import { Perseverance } from "../kafka/perseverance.ts";
import type { ConsumerSettings } from "./consumer_init.ts";
import type { StartingPoint } from "./consumer_source.ts";

/** The first and the last of what a partition has. */
interface Bounds {
  /** The oldest record, or the end when there is none. */
  readonly first: bigint;
  /** Offset that the next record will have. */
  readonly end: bigint;
}

/** Which offsets a topic has, asked of the brokers that lead its partitions. */
export class TopicOffsets {
  readonly #cluster: ClusterConnections;
  readonly #settings: ConsumerSettings;

  /** Nothing is asked yet. */
  constructor(cluster: ClusterConnections, settings: ConsumerSettings) {
    this.#cluster = cluster;
    this.#settings = settings;
  }

  /**
   * The offset that each point means now: one that exists, or the oldest one, or the end. A partition without a point starts at its oldest
   * record.
   */
  async resolve(
    partitions: readonly number[],
    points: ReadonlyMap<number, StartingPoint>,
    signal: AbortSignal,
  ): Promise<Map<number, bigint>> {
    const bounds = await this.#bounds(partitions, signal);
    const times = new Map<number, bigint>();
    for (const partition of partitions) {
      const point = points.get(partition);
      if (typeof point === "object") times.set(partition, BigInt(Math.max(0, Math.floor(point.from))));
    }
    const found = await this.#list(times, signal);
    return new Map(partitions.map((partition) => {
      const { first, end } = bounds.get(partition)!, point = points.get(partition) ?? "beginning";
      if (point === "beginning") return [partition, first];
      if (point === "end") return [partition, end];
      if (typeof point === "bigint") return [partition, nearest(point, { first, end })];
      const offset = found.get(partition)!;
      return [partition, offset < 0n ? end : offset];
    }));
  }

  /** The oldest record of each of these partitions, or the end where there is none. */
  oldest(partitions: Iterable<number>, signal: AbortSignal): Promise<Map<number, bigint>> {
    return this.#list(new Map(Array.from(partitions, (partition) => [partition, EARLIEST])), signal);
  }

  async #bounds(partitions: readonly number[], signal: AbortSignal): Promise<Map<number, Bounds>> {
    const firsts = await this.oldest(partitions, signal);
    const ends = await this.#list(new Map(partitions.map((partition) => [partition, LATEST])), signal);
    return new Map(
      partitions.map((partition) => [partition, { first: firsts.get(partition)!, end: ends.get(partition)! }]),
    );
  }

  async #list(times: ReadonlyMap<number, bigint>, signal: AbortSignal): Promise<Map<number, bigint>> {
    const { topic, sessionTimeoutMs } = this.#settings;
    const perseverance = new Perseverance(sessionTimeoutMs);
    for (;;) {
      signal.throwIfAborted();
      try {
        if (times.size === 0) return new Map();
        const places = await this.#cluster.places(topic), found = new Map<number, bigint>();
        for (const [leader, partitions] of partitionsByLeader(places, times.keys())) {
          const wanted = new Map(partitions.map((partition) => [partition, times.get(partition)!]));
          const broker = places.brokers.get(leader);
          if (!broker) throw new Error(`nobody leads partition ${partitions[0]} of ${topic}`);
          const offsets = await this.#cluster.ask(broker, "offsets", (broker) => broker.listOffsets(topic, wanted));
          for (const [partition, offset] of offsets) found.set(partition, offset);
        }
        return found;
      } catch (error) {
        await perseverance.bear(error, signal);
      }
    }
  }
}

/** Some partitions of a topic, by the brokers that lead them; -1 for those that nobody leads. */
export function partitionsByLeader(places: TopicPlaces, partitions: Iterable<number>): Map<number, number[]> {
  const byLeader = new Map<number, number[]>();
  for (const partition of partitions) {
    const leader = places.leaders.get(partition) ?? -1;
    byLeader.set(leader, [...byLeader.get(leader) ?? [], partition]);
  }
  return byLeader;
}

/** A place beyond the end is one of a log before, under the same name: all of this one is new. */
function nearest(offset: bigint, { first, end }: Bounds): bigint {
  return offset < first || offset > end ? first : offset;
}
