import type { OutgoingRecord } from "./transport.ts";

/**
 * Records in the order in which they came, never more than so many and so many bytes. Those on their way stay within, at its
 * head, until it is known what became of them.
 */
export class BoundedQueue {
  readonly #maxMessages: number;
  readonly #maxBytes: number;
  #records: OutgoingRecord[] = [];
  #times: number[] = [];
  #head = 0;
  #bytes = 0;
  /** How many, from the head on, are on their way. */
  #sent = 0;

  /** Bytes are those of keys, values and headers. */
  constructor(maxMessages: number, maxBytes: number) {
    this.#maxMessages = maxMessages;
    this.#maxBytes = maxBytes;
  }

  /** Records within. */
  get size(): number {
    return this.#records.length - this.#head;
  }

  /** Bytes within. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many of them are on their way. */
  get sent(): number {
    return this.#sent;
  }

  /** When the first record was added, `undefined` when there is none. */
  get since(): number | undefined {
    return this.#times[this.#head];
  }

  /** Adds a record at the end and returns `true`; returns `false` when there is no room. `now` is told by `since`. */
  push(record: OutgoingRecord, now = 0): boolean {
    const bytes = recordBytes(record);
    if (this.size >= this.#maxMessages || this.#bytes + bytes > this.#maxBytes) return false;
    this.#add(record, bytes, now);
    return true;
  }

  /** Adds a record at the end, whether there is room or not. */
  pushAnyway(record: OutgoingRecord, now: number): void {
    this.#add(record, recordBytes(record), now);
  }

  /** Whether a record would find room if the queue were empty. */
  couldHold(record: OutgoingRecord): boolean {
    return this.#maxMessages > 0 && recordBytes(record) <= this.#maxBytes;
  }

  /** Takes out the oldest record that is not on its way. Returns whether there was one. */
  evict(): boolean {
    const head = this.#head, at = head + this.#sent;
    if (at >= this.#records.length) return false;
    this.#bytes -= recordBytes(this.#records[at]);
    this.#records.copyWithin(head + 1, head, at);
    this.#times.copyWithin(head + 1, head, at);
    this.#head++;
    this.#shrink();
    return true;
  }

  /**
   * The first records that are not on their way, at most `count` and, but for the very first, at most `bytes` together. They
   * are on their way from then on, up to {@linkcode BoundedQueue.settle}.
   */
  send(count: number, bytes: number): OutgoingRecord[] {
    const batch: OutgoingRecord[] = [];
    let total = 0;
    for (let i = this.#head + this.#sent; i < this.#records.length && batch.length < count; i++) {
      total += recordBytes(this.#records[i]);
      if (total > bytes && batch.length > 0) break;
      batch.push(this.#records[i]);
    }
    this.#sent += batch.length;
    return batch;
  }

  /** What became of those on their way is known, or will never be: what is still within waits again. */
  settle(): void {
    this.#sent = 0;
  }

  /** Takes out the first `count` records. */
  remove(count: number): void {
    const end = Math.min(this.#head + count, this.#records.length);
    this.#sent = Math.max(this.#sent - (end - this.#head), 0);
    while (this.#head < end) this.#bytes -= recordBytes(this.#records[this.#head++]);
    this.#shrink();
  }

  /** The record at a place, counted from the first one within. */
  at(index: number): OutgoingRecord {
    return this.#records[this.#head + index];
  }

  /** When that record was added. */
  timeAt(index: number): number {
    return this.#times[this.#head + index];
  }

  #add(record: OutgoingRecord, bytes: number, now: number): void {
    this.#records.push(record);
    this.#times.push(now);
    this.#bytes += bytes;
  }

  #shrink(): void {
    if (this.#head <= this.#records.length / 2) return;
    this.#records = this.#records.slice(this.#head);
    this.#times = this.#times.slice(this.#head);
    this.#head = 0;
  }
}

/** Bytes of a record's key, value and headers; a character counts as one. */
export function recordBytes({ key, value, headers }: OutgoingRecord): number {
  let bytes = (key?.length ?? 0) + value.length;
  if (headers) { for (const { name, value } of headers) bytes += name.length + value.length; }
  return bytes;
}
