import type { LogGap } from "./transaction_store.ts";

/** A gap as both stores have it in a row; offsets are texts, since not all of them are numbers of JavaScript. */
export interface GapRow {
  readonly topic: string;
  readonly partition: number;
  readonly from_offset: string;
  readonly to_offset: string;
  readonly from_time: number;
  readonly to_time: number;
}

/** The gap in a row. */
export function gapOf({ topic, partition, from_offset, to_offset, from_time, to_time }: GapRow): LogGap {
  return {
    topic,
    partition,
    fromOffset: BigInt(from_offset),
    toOffset: BigInt(to_offset),
    from: from_time,
    to: to_time,
  };
}
