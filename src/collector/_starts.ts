import type { PartitionPosition } from "../store/mod.ts";
import type { AssignedPartition, StartingPoint } from "./consumer_source.ts";
import type { CollectorStart } from "./collector.ts";

/**
 * Where a collector starts in each partition. What it was told holds for the partitions that it has first, until the store has a place in
 * them from then on: who has to join anew before that starts there again. Those that come later are read on from where the store is, and
 * from their oldest record where it has none: skipping something of them would be nobody's wish.
 */
export class Starts {
  readonly #start: CollectorStart;
  /** Partitions that still start as told; `undefined` before there are any. */
  #first: ReadonlySet<number> | undefined;
  #known: ReadonlyMap<number, PartitionPosition> = new Map();
  #points: ReadonlyMap<number, StartingPoint> = new Map();

  /** Nothing is assigned yet. */
  constructor(start: CollectorStart) {
    this.#start = start;
  }

  /** Where to start, by how far the store is. */
  points(
    partitions: readonly number[],
    known: ReadonlyMap<number, PartitionPosition>,
  ): ReadonlyMap<number, StartingPoint> {
    const { at, evenIfKnown } = this.#start;
    this.#known = known;
    this.#points = new Map(partitions.map((partition) => {
      const next = known.get(partition)?.next, isFirst = this.#first?.has(partition) ?? true;
      return [partition, isFirst && (evenIfKnown || next === undefined) ? at : next ?? "beginning"];
    }));
    return this.#points;
  }

  /** Takes note of what was assigned. */
  assigned(partitions: readonly AssignedPartition[]): void {
    if (partitions.length === 0) return;
    const now = partitions.map(({ partition }) => partition);
    this.#first = new Set(now.filter((partition) => this.#first?.has(partition) ?? true));
  }

  /** Takes note of places that the store has. */
  written(positions: readonly PartitionPosition[]): void {
    if (this.#first === undefined || this.#first.size === 0) return;
    const written = new Set(positions.map(({ partition }) => partition));
    this.#first = new Set([...this.#first].filter((partition) => !written.has(partition)));
  }

  /** Whether the log was made anew: it does not reach to where the store is. */
  isAnew({ partition, next }: AssignedPartition): boolean {
    const asked = this.#points.get(partition);
    return typeof asked === "bigint" && next < asked;
  }

  /** How far the store was in a partition when it was asked last; `undefined` where it did not know it. */
  known(partition: number): PartitionPosition | undefined {
    return this.#known.get(partition);
  }
}
