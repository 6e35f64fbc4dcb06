import type { KeptRecord } from "./_frame.ts";
import { BoundedQueue } from "./bounded_queue.ts";
import type { OutgoingRecord } from "./transport.ts";

/** Records that may wait for the disk, unless the window may hold more; their bytes are bounded like those of the window. */
const TAIL_MESSAGES = 16_384;

/**
 * The records of a spool that are in memory, each with a number, and how many between them are not:
 *
 *     first               windowEnd              tailBase               next
 *       | window: in memory   | spooled: disk only   | tail: in memory    |
 */
export class SpoolMemory {
  /** The records that come first. */
  readonly window: BoundedQueue;
  /** Number of the first one. */
  first = 0;
  /** How many records are on disk only. */
  spooled = 0;
  #tail: BoundedQueue;
  readonly #newTail: () => BoundedQueue;

  constructor(queueMessages: number, queueBytes: number) {
    this.window = new BoundedQueue(queueMessages, queueBytes);
    this.#newTail = () => new BoundedQueue(Math.max(queueMessages, TAIL_MESSAGES), queueBytes);
    this.#tail = this.#newTail();
  }

  /** Records in memory. */
  get size(): number {
    return this.window.size + this.#tail.size;
  }

  /** Bytes of those. */
  get bytes(): number {
    return this.window.bytes + this.#tail.bytes;
  }

  /** The number after the last one in the window. */
  get windowEnd(): number {
    return this.first + this.window.size;
  }

  /** The number that the next record gets. */
  get next(): number {
    return this.#tailBase + this.#tail.size;
  }

  /** Adds a record behind all others: to the window, where that is next and may be filled. Returns whether there was room. */
  push(record: OutgoingRecord, now: number, mayFill: boolean): boolean {
    const isNext = mayFill && this.spooled === 0 && this.#tail.size === 0;
    return (isNext && this.window.push(record, now)) || this.#tail.push(record, now);
  }

  /** A record that is in memory. */
  kept(number: number): KeptRecord {
    const isInWindow = number < this.windowEnd, queue = isInWindow ? this.window : this.#tail;
    const index = number - (isInWindow ? this.first : this.#tailBase);
    return { record: queue.at(index), offeredAt: queue.timeAt(index) + performance.timeOrigin };
  }

  /** Adds the next record to the window, which takes any when it is empty. Returns whether there was room. */
  pushToWindow(record: OutgoingRecord, time: number): boolean {
    if (this.window.size > 0) return this.window.push(record, time);
    this.window.pushAnyway(record, time);
    return true;
  }

  /** Fills the window from the tail, where nothing is between them. */
  tailToWindow(): void {
    while (this.spooled === 0 && this.#tail.size > 0) {
      if (!this.pushToWindow(this.#tail.at(0), this.#tail.timeAt(0))) return;
      this.#tail.remove(1);
    }
  }

  /** Everything below `number` is on disk: what of it is in the tail need not be in memory. */
  leaveToDisk(number: number): void {
    const count = Math.min(this.#tail.size, Math.max(number - this.#tailBase, 0));
    this.#tail.remove(count);
    this.spooled += count;
  }

  /** Puts records that are on disk, from number `first` up to `end`, before what is in memory. */
  putBehind(first: number, end: number): void {
    const waiting = this.#newTail();
    for (const queue of [this.window, this.#tail]) {
      for (let i = 0; i < queue.size; i++) waiting.pushAnyway(queue.at(i), queue.timeAt(i));
    }
    this.window.remove(this.window.size);
    this.#tail = waiting;
    this.first = first;
    this.spooled = end - first;
  }

  /** Forgets everything that is in memory. */
  clear(): void {
    for (const queue of [this.window, this.#tail]) queue.remove(queue.size);
  }

  get #tailBase(): number {
    return this.windowEnd + this.spooled;
  }
}
