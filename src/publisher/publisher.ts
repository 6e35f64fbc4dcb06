import { Alarm, within } from "./_alarm.ts";
import { BoundedQueue, recordBytes } from "./bounded_queue.ts";
import { Latency } from "./latency.ts";
import { type DropReason, type PublisherStats, type PublisherStatus, StatusBroadcast } from "./status.ts";
import type { OutgoingRecord, SendResult, Transport } from "./transport.ts";

/** What a {@linkcode Publisher} is made of. Times in milliseconds. */
export interface PublisherInit {
  /** The way to the topic. */
  transport: Transport;
  /** How long a record waits for others to share its request. Default: 500. */
  lingerMs?: number;
  /** So many records are sent without waiting any longer, or as many as fit into the queue. Default: 50. */
  earlyFlushCount?: number;
  /** Records that wait or are on their way, at most. Default: 1000. */
  queueMessages?: number;
  /** Bytes of those, at most. Default: 16 MiB. */
  queueBytes?: number;
  /**
   * What makes room in a full queue: nothing, so that the newest record is dropped, as in the documented system, or the oldest
   * one that is not on its way. Default: `"drop-newest"`.
   */
  queuePolicy?: QueuePolicy;
  /** Bytes of one record, at most; brokers take 1,048,588 unless told otherwise. Default: 1,000,000. */
  maxRecordBytes?: number;
  /** Records sent in one request, at most. Default: 1000. */
  batchMessages?: number;
  /** Bytes sent in one request, about. Default: 900,000. */
  batchBytes?: number;
  /** Deadline of one attempt to connect. Default: 15,000. */
  connectDeadlineMs?: number;
  /** Deadline of one request; after it the connection is made anew. Default: 30,000. */
  sendDeadlineMs?: number;
  /** Pause after the first failure; it doubles with each further one. Default: 500. */
  retryMs?: number;
  /** The longest pause between two attempts. Default: 30,000. */
  maxRetryMs?: number;
  /** A number from 0 to 1 that spreads the pauses of many servers. Default: `Math.random`. */
  random?: () => number;
}

/** Which record is dropped when the queue is full. */
export type QueuePolicy = "drop-newest" | "drop-oldest";

/** Whether a record was kept for delivery, otherwise why not. */
export type OfferResult = { readonly kept: true } | { readonly kept: false; readonly reason: DropReason };

const KEPT: OfferResult = { kept: true };

/**
 * Delivers records in the background: whoever offers one never waits and never sees an error.
 *
 * The queue is bounded, what does not fit is dropped and counted, a lost cluster is tried again for ever with growing
 * pauses, and records stay in order. A record whose fate is unknown is sent again, so it may arrive twice.
 *
 * @example
 * ```ts
 * import { MemoryTopic, memoryTransport, Publisher } from "@dhcpkit/kafka/publisher";
 * import { assertEquals } from "@std/assert";
 *
 * const topic = new MemoryTopic();
 * const publisher = new Publisher({ transport: memoryTransport(topic) });
 * publisher.offer({ key: null, value: new Uint8Array([1, 2, 3]) });
 * await publisher.close();
 * assertEquals(topic.records.length, 1);
 * assertEquals(publisher.stats.delivered, 1);
 * ```
 */
export class Publisher implements AsyncDisposable {
  readonly #init: Required<PublisherInit>;
  readonly #queue: BoundedQueue;
  readonly #status = new StatusBroadcast();
  readonly #alarm = new Alarm();
  readonly #deadline = new AbortController();
  readonly #dropped: Record<DropReason, number> = { "queue-full": 0, oversize: 0, rejected: 0, shutdown: 0 };
  #offered = 0;
  #delivered = 0;
  #connectAttempts = 0;
  readonly #latency = new Latency();
  #connected = false;
  #closing: Promise<PublisherStats> | undefined;
  #running: Promise<void> | undefined;

  /** Nothing happens before {@linkcode Publisher.connect} or the first record. */
  constructor(init: PublisherInit) {
    this.#init = {
      lingerMs: 500,
      earlyFlushCount: 50,
      queueMessages: 1000,
      queueBytes: 16 * 1024 * 1024,
      queuePolicy: "drop-newest",
      maxRecordBytes: 1_000_000,
      batchMessages: 1000,
      batchBytes: 900_000,
      connectDeadlineMs: 15_000,
      sendDeadlineMs: 30_000,
      retryMs: 500,
      maxRetryMs: 30_000,
      random: Math.random,
      ...Object.fromEntries(Object.entries(init).filter(([, value]) => value !== undefined)) as PublisherInit,
    };
    this.#init.earlyFlushCount = Math.min(this.#init.earlyFlushCount, this.#init.queueMessages);
    this.#queue = new BoundedQueue(this.#init.queueMessages, this.#init.queueBytes);
  }

  /** Where every record offered is, at this moment. */
  get stats(): PublisherStats {
    return {
      offered: this.#offered,
      delivered: this.#delivered,
      dropped: { ...this.#dropped },
      queued: this.#queue.size,
      queuedBytes: this.#queue.bytes,
      deliveryLatency: this.#latency.histogram,
      connectAttempts: this.#connectAttempts,
      state: this.#status.current.state,
    };
  }

  /** What the publisher is doing now. */
  get status(): PublisherStatus {
    return this.#status.current;
  }

  /** The status now and each change: `for await (const status of publisher.statusChanges()) …`. Ends when closed. */
  statusChanges(): AsyncGenerator<PublisherStatus> {
    return this.#status.changes();
  }

  /** Starts to connect, or tries again now instead of later. Returns at once. */
  connect(): void {
    if (this.#closing) return;
    if (!this.#running) this.#running = this.#run();
    else if (!this.#connected) this.#alarm.ring();
  }

  /** Takes a record for delivery. Returns at once, never throws. */
  offer(record: OutgoingRecord): OfferResult {
    this.#offered++;
    if (this.#closing) return this.#drop("shutdown");
    if (recordBytes(record) > this.#init.maxRecordBytes) return this.#drop("oversize");
    if (!this.#keep(record)) return this.#drop("queue-full");
    if (!this.#running) this.#running = this.#run();
    const { size } = this.#queue;
    if (this.#connected && (size === 1 || size === this.#init.earlyFlushCount)) this.#alarm.ring();
    return KEPT;
  }

  /** Counts something that should have been offered but could not be made into a record. */
  countLoss(reason: DropReason): void {
    this.#offered++;
    this.#drop(reason);
  }

  /**
   * Delivers what is queued, for at most `deadlineMs` (default 5000), and disconnects. What is left then is counted as
   * dropped by shutdown. Resolves with the final figures, in which nothing is queued.
   */
  close({ deadlineMs = 5000 }: { deadlineMs?: number } = {}): Promise<PublisherStats> {
    this.#closing ??= this.#close(deadlineMs);
    return this.#closing;
  }

  /** The same as {@linkcode Publisher.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(deadlineMs: number): Promise<PublisherStats> {
    const timer = setTimeout(() => {
      this.#deadline.abort();
      this.#alarm.ring();
    }, deadlineMs);
    await Promise.resolve();
    this.#alarm.ring();
    await this.#running;
    clearTimeout(timer);
    await within(this.#init.transport.disconnect(), 1000).catch(() => {});
    this.#dropped.shutdown += this.#queue.size;
    this.#queue.remove(this.#queue.size);
    this.#status.set({ state: "closed" });
    return this.stats;
  }

  /** Puts a record into the queue, in place of the oldest ones where the policy says so. */
  #keep(record: OutgoingRecord): boolean {
    const now = performance.now(), canEvict = this.#init.queuePolicy === "drop-oldest" && this.#queue.couldHold(record);
    while (!this.#queue.push(record, now)) {
      if (!canEvict || !this.#queue.evict()) return false;
      this.#drop("queue-full");
    }
    return true;
  }

  #drop(reason: DropReason): OfferResult {
    this.#dropped[reason]++;
    return { kept: false, reason };
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#isOver();) {
      try {
        if (!this.#connected) await this.#open();
        await this.#untilDue();
        if (this.#queue.size > 0) await this.#send();
        failures = 0;
      } catch (error) {
        await this.#lost(error instanceof Error ? error : new Error(String(error)), failures++);
      }
    }
  }

  /** Whether there is nothing left to do, or no time for it. */
  #isOver(): boolean {
    return this.#deadline.signal.aborted || (this.#closing !== undefined && this.#queue.size === 0);
  }

  async #open(): Promise<void> {
    this.#status.set({ state: "connecting", attempt: ++this.#connectAttempts });
    await within(this.#init.transport.connect(), this.#init.connectDeadlineMs, this.#deadline.signal);
    this.#connected = true;
    this.#status.set({ state: "connected" });
  }

  /** Waits until there are enough records, or the first one has waited long enough. */
  async #untilDue(): Promise<void> {
    while (!this.#closing) {
      if (this.#queue.size >= this.#init.earlyFlushCount) return;
      const wait = (this.#queue.since ?? Infinity) + this.#init.lingerMs - performance.now();
      if (wait <= 0) return;
      await this.#alarm.wait(wait);
    }
  }

  async #send(): Promise<void> {
    const batch = this.#queue.send(this.#init.batchMessages, this.#init.batchBytes);
    try {
      const sending = this.#init.transport.send(batch);
      const results = await within(sending, this.#init.sendDeadlineMs, this.#deadline.signal);
      this.#account(results);
      const failed = results.find((result) => result.status === "failed");
      if (failed?.status === "failed") throw failed.error;
    } finally {
      this.#queue.settle();
    }
  }

  /** Takes out what is settled, up to the first record that has to be sent again: order comes first. */
  #account(results: readonly SendResult[]): void {
    const now = performance.now();
    for (const { status } of results) {
      if (status === "failed") break;
      if (status === "delivered") {
        this.#delivered++;
        this.#latency.add(now - (this.#queue.since ?? now));
      } else this.#dropped.rejected++;
      this.#queue.remove(1);
    }
  }

  async #lost(error: Error, failures: number): Promise<void> {
    this.#connected = false;
    const longest = Math.min(this.#init.retryMs * 2 ** failures, this.#init.maxRetryMs);
    const retryInMs = Math.round(longest * (0.5 + this.#init.random() / 2));
    this.#status.set({ state: "disconnected", error, retryInMs });
    await within(this.#init.transport.disconnect(), 5000, this.#deadline.signal).catch(() => {});
    if (!this.#deadline.signal.aborted) await this.#alarm.wait(retryInMs);
  }
}
