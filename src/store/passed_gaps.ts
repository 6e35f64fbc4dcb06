import type { LogGap, PartitionPosition, StoreBatch } from "./transaction_store.ts";

/** What becomes of gaps. */
export interface GapChange {
  /** Those that are none any more, or smaller. */
  readonly gone: readonly LogGap[];
  /** Those that are new, or what is left of others. */
  readonly added: readonly LogGap[];
}

/**
 * What a batch makes of the gaps of a partition that is read from further back than it was read already, as with `--from-beginning`: what
 * is read now is missing no more. `known` are those of the store, `next` is where it was before the batch.
 *
 * A gap becomes smaller by offsets alone: until all of it was read, answers about its time stay as they were. What is missing of a log
 * before, under the same name, stays missing: that records are of this one is told by their time.
 */
export function passGaps(
  known: readonly LogGap[],
  { topic, partition, next: to }: PartitionPosition,
  next: bigint,
  batch: Pick<StoreBatch, "transactions" | "quarantined" | "gaps">,
): GapChange {
  const isHere = (place: { topic: string; partition: number }) =>
    place.topic === topic && place.partition === partition;
  const found = batch.gaps.filter(isHere), holes = found.filter((gap) => gap.toOffset > gap.fromOffset);
  // Transactions may have to be made for this: only where there is something that they can be in.
  const records = known.length === 0
    ? []
    : [...batch.transactions, ...batch.quarantined].filter(({ place }) => isHere(place));
  const isWhole = (from: bigint, end: bigint) => !holes.some((hole) => hole.fromOffset < end && hole.toOffset > from);
  const isOf = (gap: LogGap, from: bigint, end: bigint) =>
    records.some(({ place: { offset }, recordedAt }) => offset >= from && offset < end && recordedAt <= gap.to);
  const gone: LogGap[] = [], added: LogGap[] = [];
  for (const gap of known) {
    const { fromOffset, toOffset } = gap, end = toOffset < to ? toOffset : to;
    if (isBeginning(gap)) {
      if (next < toOffset && toOffset <= to && isWhole(next, toOffset) && isOf(gap, next, toOffset)) gone.push(gap);
    } else if (next <= fromOffset && fromOffset < end && isWhole(fromOffset, end) && isOf(gap, fromOffset, end)) {
      gone.push(gap);
      if (toOffset > end) added.push({ ...gap, fromOffset: end });
    }
  }
  const begins = known.filter((gap) => isBeginning(gap) && !gone.includes(gap)).map(({ toOffset }) => toOffset);
  const isKnown = (gap: LogGap) => isBeginning(gap) && begins.some((begin) => begin <= gap.toOffset);
  return { gone, added: [...added, ...found.filter((gap) => !isKnown(gap))] };
}

/** Whether a gap is all that was before the first record that was read. */
function isBeginning({ from }: LogGap): boolean {
  return from === 0;
}
