import type { OutgoingRecord } from "./transport.ts";

/** Records in the order in which they came, never more than so many and so many bytes. */
export class BoundedQueue {
  readonly #maxMessages: number;
  readonly #maxBytes: number;
  #records: OutgoingRecord[] = [];
  #head = 0;
  #bytes = 0;

  /** Bytes are those of keys and values. */
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

  /** Adds a record at the end and returns `true`; returns `false` when there is no room. */
  push(record: OutgoingRecord): boolean {
    const bytes = recordBytes(record);
    if (this.size >= this.#maxMessages || this.#bytes + bytes > this.#maxBytes) return false;
    this.#records.push(record);
    this.#bytes += bytes;
    return true;
  }

  /** The first records, at most `count` and, but for the very first, at most `bytes` together. They stay within. */
  peek(count: number, bytes: number): OutgoingRecord[] {
    const batch: OutgoingRecord[] = [];
    let total = 0;
    for (let i = this.#head; i < this.#records.length && batch.length < count; i++) {
      total += recordBytes(this.#records[i]);
      if (total > bytes && batch.length > 0) break;
      batch.push(this.#records[i]);
    }
    return batch;
  }

  /** Takes out the first `count` records. */
  remove(count: number): void {
    for (let i = 0; i < count && this.size > 0; i++) this.#bytes -= recordBytes(this.#records[this.#head++]);
    if (this.#head > this.#records.length / 2) {
      this.#records = this.#records.slice(this.#head);
      this.#head = 0;
    }
  }
}

/** Bytes of a record's key and value. */
export function recordBytes({ key, value }: OutgoingRecord): number {
  return (key?.length ?? 0) + value.length;
}
