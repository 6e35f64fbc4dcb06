import { BoundedQueue } from "./bounded_queue.ts";
import type { QueueEvents, RecordQueue } from "./record_queue.ts";
import type { DropReason } from "./status.ts";
import type { OutgoingRecord } from "./transport.ts";

/** What a {@linkcode MemoryQueue} is made of. */
export interface MemoryQueueInit {
  readonly queueMessages: number;
  readonly queueBytes: number;
  /** Which record goes when there is no room. */
  readonly queuePolicy: "drop-newest" | "drop-oldest";
}

/** A queue that ends with the process. */
export class MemoryQueue implements RecordQueue {
  readonly spooled = 0;
  readonly diskBytes = 0;
  readonly isOpening = false;
  readonly wantsSettling = false;
  readonly #queue: BoundedQueue;
  readonly #dropsOldest: boolean;
  readonly #events: Pick<QueueEvents, "dropped">;

  constructor({ queueMessages, queueBytes, queuePolicy }: MemoryQueueInit, events: Pick<QueueEvents, "dropped">) {
    this.#queue = new BoundedQueue(queueMessages, queueBytes);
    this.#dropsOldest = queuePolicy === "drop-oldest";
    this.#events = events;
  }

  get size(): number {
    return this.#queue.size;
  }

  get bytes(): number {
    return this.#queue.bytes;
  }

  get ready(): number {
    return this.#queue.size;
  }

  get unwritten(): number {
    return this.#queue.size;
  }

  get since(): number | undefined {
    return this.#queue.since;
  }

  timeAt(index: number): number {
    return this.#queue.timeAt(index);
  }

  open(): void {}

  push(record: OutgoingRecord, now: number): DropReason | undefined {
    if (this.#queue.push(record, now)) return undefined;
    if (!this.#dropsOldest || !this.#queue.couldHold(record)) return "queue-full";
    do {
      if (!this.#queue.evict()) return "queue-full";
      this.#events.dropped("queue-full", 1);
    } while (!this.#queue.push(record, now));
    return undefined;
  }

  send(count: number, bytes: number): OutgoingRecord[] {
    return this.#queue.send(count, bytes);
  }

  settle(): void {
    this.#queue.settle();
  }

  remove(count: number): void {
    this.#queue.remove(count);
  }

  close(): Promise<void> {
    const { size } = this.#queue;
    if (size > 0) this.#events.dropped("shutdown", size);
    this.#queue.remove(size);
    return Promise.resolve();
  }
}
