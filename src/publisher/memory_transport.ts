import { deferred } from "./_deferred.ts";
import type { OutgoingRecord, Transport } from "./transport.ts";

/** A record that a {@linkcode MemoryTopic} holds. */
export interface MemoryRecord extends OutgoingRecord {
  /** Its place in the topic, counted from 0. */
  readonly offset: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly timestamp: number;
}

/**
 * A topic within this process, for tests and demonstrations: it keeps the newest records and hands them to readers.
 *
 * @example
 * ```ts
 * import { MemoryTopic } from "@dhcpkit/kafka/publisher";
 * import { assertEquals } from "@std/assert";
 *
 * const topic = new MemoryTopic();
 * topic.append({ key: null, value: new Uint8Array([7]) });
 * topic.close();
 * const seen: number[] = [];
 * for await (const record of topic.read()) seen.push(record.value[0]);
 * assertEquals(seen, [7]);
 * ```
 */
export class MemoryTopic {
  readonly #capacity: number;
  #records: MemoryRecord[] = [];
  #nextOffset = 0;
  #closed = false;
  #changed = deferred<void>();

  /** Keeps at most `capacity` records; the oldest go first. */
  constructor(capacity = 100_000) {
    this.#capacity = capacity;
  }

  /** The records that are kept, oldest first. */
  get records(): readonly MemoryRecord[] {
    return this.#records;
  }

  /** Adds a record and returns its offset. */
  append(record: OutgoingRecord): number {
    const offset = this.#nextOffset++;
    this.#records.push({ ...record, offset, timestamp: Math.floor(record.timestamp ?? Date.now()) });
    if (this.#records.length > this.#capacity) this.#records.splice(0, this.#records.length - this.#capacity);
    this.#notify();
    return offset;
  }

  /** The records from `offset` on and each new one, until the topic is closed or `signal` aborts. */
  async *read({ offset = 0, signal }: { offset?: number; signal?: AbortSignal } = {}): AsyncGenerator<MemoryRecord> {
    const notify = () => this.#notify();
    signal?.addEventListener("abort", notify);
    try {
      for (let next = offset; !signal?.aborted;) {
        const first = this.#records[0]?.offset ?? this.#nextOffset;
        const record = this.#records[Math.max(next - first, 0)];
        if (record) {
          next = record.offset + 1;
          yield record;
        } else if (this.#closed) return;
        else await this.#changed.promise;
      }
    } finally {
      signal?.removeEventListener("abort", notify);
    }
  }

  /** Ends all reading once everything is read. */
  close(): void {
    this.#closed = true;
    this.#notify();
  }

  #notify(): void {
    this.#changed.resolve();
    this.#changed = deferred();
  }
}

/** A transport to a topic within this process. */
export function memoryTransport(topic: MemoryTopic): Transport {
  return {
    name: "memory",
    connect: () => Promise.resolve(),
    send: (records) =>
      Promise.resolve(records.map((record) => {
        topic.append(record);
        return { status: "delivered" };
      })),
    disconnect: () => Promise.resolve(),
  };
}
