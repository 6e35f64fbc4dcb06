import type { FetchedPartition, FetchRequest } from "./broker_requests.ts";
import { readBatches } from "./read_batches.ts";
import { decompressRecords } from "./record_compression.ts";

/** A partition in the answer to a fetch. */
export interface AnsweredPartition {
  /** The partition. */
  readonly partition: number;
  /** The protocol's number of what went wrong; 0 = nothing. */
  readonly errorCode: number;
  /** Offset that the next record to be published will have. */
  readonly endOffset: bigint;
  /** Batches of records as they stand in the log, the last one perhaps cut off (see `readBatches`). */
  readonly batches: Uint8Array;
}

/** The answer to a fetch of one topic. */
export interface FetchAnswer {
  /** How long the broker asks to be left alone, in milliseconds. */
  readonly throttleMs: number;
  /** The protocol's number of what went wrong as a whole; 0 = nothing. */
  readonly errorCode: number;
  /** What it says of each partition. */
  readonly partitions: readonly AnsweredPartition[];
}

const NO_BYTES = new Uint8Array();
/** From these versions on, an answer has a session, where the log starts, and who else could be read from. */
const WITH_SESSION = 7, WITH_LOG_START = 5, WITH_REPLICA = 11;

/**
 * Reads the answer to a fetch, version 4 to 11 (the protocol guide of Apache Kafka, "Fetch Response"), behind its header. What is in its
 * batches is not looked at. Throws `RangeError` where it ends in the middle.
 */
export function readFetchAnswer(bytes: Uint8Array, version: number): FetchAnswer {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const i16 = () => view.getInt16((at += 2) - 2), i32 = () => view.getInt32((at += 4) - 4);
  const i64 = () => view.getBigInt64((at += 8) - 8), skip = (length: number) => void (at += length);
  const throttleMs = i32(), errorCode = version >= WITH_SESSION ? i16() : 0, partitions: AnsweredPartition[] = [];
  if (version >= WITH_SESSION) skip(4);
  for (let topics = i32(); topics > 0; topics--) {
    skip(i16());
    for (let left = i32(); left > 0; left--) {
      const partition = i32(), errorCode = i16(), endOffset = i64();
      skip(version >= WITH_LOG_START ? 16 : 8);
      // Transactions that were given up: each has a producer and an offset; -1 for none.
      skip(16 * Math.max(i32(), 0));
      if (version >= WITH_REPLICA) skip(4);
      const length = Math.max(i32(), 0);
      if (at + length > bytes.length) {
        throw new RangeError(`an answer of ${bytes.length} bytes ends before ${at + length}`);
      }
      partitions.push({
        ...{ partition, errorCode, endOffset },
        batches: length === 0 ? NO_BYTES : bytes.subarray(at, at + length),
      });
      skip(length);
    }
  }
  return { throttleMs, errorCode, partitions };
}

/** What an answer gives of each partition; `errorName` is the protocol's name of an error. Throws `RangeError` for batches that cannot be read. */
export function fetchedPartitions(
  { partitions }: FetchAnswer,
  { topic, positions }: Pick<FetchRequest, "topic" | "positions">,
  errorName: (code: number) => string,
): FetchedPartition[] {
  return partitions.map(({ partition, errorCode, endOffset, batches }) => {
    const from = positions.get(partition) ?? 0n;
    const error = errorCode === 0 ? undefined : errorName(errorCode);
    return {
      partition,
      error,
      endOffset,
      ...readBatches(batches, { topic, partition, from, decompress: decompressRecords }),
    };
  });
}
