import { crc32 } from "../wire/crc32.ts";
import type { OutgoingRecord, RecordHeader } from "./transport.ts";

// A frame holds one record, numbers big endian:
//
//     length:u32  crc:u32  index:u32  payload                                   length counts the payload
//     payload = offeredAt:f64  timestamp:f64  key  count:u32  count × (name value)  record value up to the end
//     key, name, value = length:u32 bytes                                       NaN: no timestamp; NO_KEY: no key
//
// The checksum is over index and payload, and starts from the segment's salt: bytes that a client has put into a packet, or that an
// older file has left on the disk, are not taken for a frame.

/** Bytes before the payload. */
const FRAME_HEADER = 12;
/** Bytes of a payload that holds nothing. */
const EMPTY_PAYLOAD = 24;
/** Bytes of the smallest frame. */
export const LEAST_FRAME: number = FRAME_HEADER + EMPTY_PAYLOAD;
const NO_KEY = 0xffffffff;

const encoder = new TextEncoder(), decoder = new TextDecoder();

/** A record as it was kept, and when it was offered: milliseconds since 1970-01-01 UTC. */
export interface KeptRecord {
  readonly record: OutgoingRecord;
  readonly offeredAt: number;
}

/** Where a whole and sound frame is. */
export interface FramePlace {
  /** Place of the record in its segment, counted from 0. */
  readonly index: number;
  /** Bounds of the payload. */
  readonly start: number;
  readonly end: number;
}

/** Bytes that a record's frame takes, at most: text in headers counts as if each character took three. */
export function frameBytes({ key, value, headers }: OutgoingRecord): number {
  let bytes = LEAST_FRAME + (key?.length ?? 0) + value.length;
  for (const { name, value } of headers ?? []) {
    bytes += 8 + name.length * 3 + (typeof value === "string" ? value.length * 3 : value.length);
  }
  return bytes;
}

/** Writes a frame at `at`, where there must be room for {@linkcode frameBytes}. Returns where it ends. */
export function writeFrame(into: Uint8Array, at: number, kept: KeptRecord, index: number, salt: number): number {
  const { record: { key, value, timestamp, headers = [] }, offeredAt } = kept;
  const view = new DataView(into.buffer, into.byteOffset), start = at + FRAME_HEADER;
  view.setUint32(at + 8, index);
  view.setFloat64(start, offeredAt);
  view.setFloat64(start + 8, timestamp ?? NaN);
  let next = start + 16;
  const put = (bytes: Uint8Array | string) => {
    const length = typeof bytes === "string"
      ? encoder.encodeInto(bytes, into.subarray(next + 4)).written
      : bytes.length;
    view.setUint32(next, length);
    if (typeof bytes !== "string") into.set(bytes, next + 4);
    next += 4 + length;
  };
  if (key) put(key);
  else view.setUint32((next += 4) - 4, NO_KEY);
  view.setUint32((next += 4) - 4, headers.length);
  for (const { name, value } of headers) {
    put(name);
    put(value);
  }
  into.set(value, next);
  next += value.length;
  view.setUint32(at, next - start);
  view.setUint32(at + 4, crc32(into, { start: at + 8, end: next, seed: salt }));
  return next;
}

/** What a frame has to be like to be taken for one. */
export interface FrameRules {
  readonly salt: number;
  /** Bytes it may go on for, at most. */
  readonly most: number;
  /** Bounds of its index, both included. */
  readonly least: number;
  readonly greatest: number;
}

/**
 * The frame at `at`; how many bytes there would have to be from `at` on, where there are too few to tell; `undefined` where
 * there is none.
 */
export function frameAt(bytes: Uint8Array, at: number, rules: FrameRules): FramePlace | number | undefined {
  const { salt, most, least, greatest } = rules;
  if (most < LEAST_FRAME) return undefined;
  if (at + FRAME_HEADER > bytes.length) return FRAME_HEADER;
  const length = u32(bytes, at), index = u32(bytes, at + 8), start = at + FRAME_HEADER, end = start + length;
  if (length < EMPTY_PAYLOAD || FRAME_HEADER + length > most || index < least || index > greatest) return undefined;
  if (end > bytes.length) return FRAME_HEADER + length;
  return crc32(bytes, { start: at + 8, end, seed: salt }) === u32(bytes, at + 4) ? { index, start, end } : undefined;
}

function u32(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3]) >>> 0;
}

/** What a frame holds. Its bytes are views of those given. */
export function readPayload(bytes: Uint8Array, { start, end }: FramePlace): KeptRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const offeredAt = view.getFloat64(start), timestamp = view.getFloat64(start + 8);
  let next = start + 16;
  const take = () => {
    const from = next + 4;
    return bytes.subarray(from, next = from + view.getUint32(next));
  };
  const hasKey = view.getUint32(next) !== NO_KEY, key = hasKey ? take() : null;
  if (!hasKey) next += 4;
  const headers: RecordHeader[] = [], count = view.getUint32(next);
  next += 4;
  for (let i = 0; i < count; i++) headers.push({ name: decoder.decode(take()), value: take() });
  const record = {
    key,
    value: bytes.subarray(next, end),
    ...(Number.isNaN(timestamp) ? {} : { timestamp }),
    ...(count === 0 ? {} : { headers }),
  };
  return { record, offeredAt };
}
