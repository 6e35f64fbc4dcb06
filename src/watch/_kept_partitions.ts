import type { SequencerMarks } from "../detectors/mod.ts";
import type { PartitionPosition } from "../store/mod.ts";

/** Leaves out partitions that nobody reads any more, and those of a topic that was made anew, whose offsets begin again. */
export function isReadFrom(
  coverage: readonly PartitionPosition[],
): (kept: SequencerMarks["partitions"][number]) => boolean {
  const next = new Map(coverage.map(({ topic, partition, next }) => [`${partition} ${topic}`, next]));
  return ([topic, partition, { offset }]) => (next.get(`${partition} ${topic}`) ?? 0n) > BigInt(offset);
}
