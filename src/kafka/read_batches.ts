import type { FetchedHeader, FetchedRecord } from "./broker_requests.ts";

/** How batches are read. */
export interface ReadBatchesInit {
  /** The topic that they are of. */
  readonly topic: string;
  /** The partition that they are of. */
  readonly partition: number;
  /** The offset that was asked for: a broker gives batches as a whole, with what is before it. */
  readonly from: bigint;
  /** Undoes a way to compress, by its number (see `RecordCompression`). Throws for what is none. */
  readonly decompress: Decompress;
}

/** Undoes the way to compress that has this number in batches. */
export type Decompress = (code: number, records: Uint8Array) => Uint8Array;

/** What is in batches, see `FetchedPartition`. */
export interface ReadBatches {
  readonly records: FetchedRecord[];
  readonly marks: bigint[];
  readonly next: bigint;
  readonly bytes: number;
}

/** Where the fields of a batch stand. */
const LENGTH = 8,
  MAGIC = 16,
  ATTRIBUTES = 21,
  LAST_OFFSET = 23,
  FIRST_TIME = 27,
  LAST_TIME = 35,
  COUNT = 57,
  RECORDS = 61;
/** Attributes: how records are compressed, that all have the time at which the broker wrote them, and that none is anybody's. */
const COMPRESSION = 0b111, LOG_APPEND_TIME = 0b1000, CONTROL = 0b100000;

/**
 * Reads batches of records of magic 2, as brokers have kept them since Kafka 0.11 (the protocol guide of Apache Kafka, "Record Batch").
 * One that is cut off, because the answer has no more room, is left out. Keys and values look at the bytes given.
 *
 * Throws `RangeError` with the offset for what is no such batch.
 */
export function readBatches(bytes: Uint8Array, init: ReadBatchesInit): ReadBatches {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), { from } = init;
  const found: Found = { ...init, records: [], bytes: 0 }, marks: bigint[] = [];
  let next = from;
  for (let at = 0, end; at + RECORDS <= bytes.length; at = end) {
    end = at + LENGTH + 4 + view.getInt32(at + LENGTH);
    if (end > bytes.length) break;
    const firstOffset = view.getBigInt64(at), magic = view.getInt8(at + MAGIC);
    if (magic !== 2 || end < at + RECORDS) {
      throw new RangeError(
        `at offset ${firstOffset} of ${init.topic}/${init.partition} is no batch of magic 2, but ${magic}`,
      );
    }
    const behind = firstOffset + BigInt(view.getInt32(at + LAST_OFFSET)) + 1n,
      attributes = view.getInt16(at + ATTRIBUTES);
    if (behind > next) next = behind;
    if (behind <= from) continue;
    if (attributes & CONTROL) {
      for (let mark = firstOffset > from ? firstOffset : from; mark < behind; mark++) marks.push(mark);
      continue;
    }
    readRecords(body(bytes.subarray(at + RECORDS, end), attributes & COMPRESSION, found, firstOffset), found, {
      firstOffset,
      count: view.getInt32(at + COUNT),
      firstTime: Number(view.getBigInt64(at + FIRST_TIME)),
      appendTime: attributes & LOG_APPEND_TIME ? Number(view.getBigInt64(at + LAST_TIME)) : undefined,
    });
  }
  return { records: found.records, marks, next, bytes: found.bytes };
}

interface Found extends ReadBatchesInit {
  readonly records: FetchedRecord[];
  bytes: number;
}

interface BatchHead {
  readonly firstOffset: bigint;
  readonly count: number;
  readonly firstTime: number;
  readonly appendTime: number | undefined;
}

function body(
  bytes: Uint8Array,
  code: number,
  { topic, partition, decompress }: Found,
  firstOffset: bigint,
): Uint8Array {
  if (code === 0) return bytes;
  try {
    return decompress(code, bytes);
  } catch (error) {
    const problem = error instanceof Error ? error.message : error;
    const message = `the batch at offset ${firstOffset} of ${topic}/${partition} cannot be decompressed: ${problem}`;
    throw new RangeError(message, { cause: error });
  }
}

function readRecords(bytes: Uint8Array, found: Found, { firstOffset, count, firstTime, appendTime }: BatchHead): void {
  const { topic, partition, from } = found, cursor = new Cursor(bytes);
  for (let left = count; left > 0; left--) {
    const length = cursor.varint(), end = cursor.at + length;
    cursor.at++; // attributes, of which there are none
    const delta = cursor.varint(), timestamp = appendTime ?? firstTime + delta;
    const offset = firstOffset + BigInt(cursor.varint());
    const key = cursor.field(), value = cursor.field(), headers = readHeaders(cursor);
    if (cursor.at !== end || end > bytes.length) {
      throw new RangeError(`a record of the batch at offset ${firstOffset} of ${topic}/${partition} is damaged`);
    }
    if (offset < from) continue;
    found.bytes += (key?.length ?? 0) + (value?.length ?? 0);
    found.records.push(
      headers === undefined
        ? { topic, partition, offset, timestamp, key, value }
        : { topic, partition, offset, timestamp, key, value, headers },
    );
  }
}

function readHeaders(cursor: Cursor): FetchedHeader[] | undefined {
  const count = cursor.varint();
  if (count === 0) return undefined;
  const headers: FetchedHeader[] = [];
  for (let left = count; left > 0 && cursor.at < cursor.bytes.length; left--) {
    const name = decoder.decode(cursor.field() ?? NO_BYTES);
    headers.push({ name, value: cursor.field() ?? NO_BYTES });
  }
  return headers;
}

const decoder = new TextDecoder();
const NO_BYTES = new Uint8Array();

/** Goes over the fields of records. What is read behind the end is nonsense; whoever reads looks where it has come to. */
class Cursor {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    // A part of a Buffer would be another one, which takes longer to make.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** A number of either sign (zigzag), up to 53 bits. */
  varint(): number {
    const { bytes } = this;
    let byte = bytes[this.at++], number = byte & 127;
    for (let shift = 7; byte > 127 && shift < 28; shift += 7) {
      byte = bytes[this.at++];
      number |= (byte & 127) << shift;
    }
    if (!(byte > 127)) return number >>> 1 ^ -(number & 1);
    for (let scale = 2 ** 28; byte > 127; scale *= 128) {
      byte = bytes[this.at++];
      number += (byte & 127) * scale;
    }
    return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
  }

  /** Bytes behind their length; `null` for -1. */
  field(): Uint8Array | null {
    const length = this.varint();
    if (length < 0) return null;
    const start = this.at;
    this.at += length;
    return this.bytes.subarray(start, this.at);
  }
}
