import { Alarm, within } from "./_alarm.ts";
import { CoarseClock } from "./_coarse_clock.ts";
import { Health } from "./_health.ts";
import { InFlight } from "./_in_flight.ts";
import { recordBytes } from "./bounded_queue.ts";
import { Latency } from "./latency.ts";
import { Losses } from "./_losses.ts";
import { MemoryQueue } from "./memory_queue.ts";
import { pauseAfter, type PublisherInit, type PublisherSettings, publisherSettings } from "./publisher_settings.ts";
import type { QueueEvents, RecordQueue } from "./record_queue.ts";
import { SpoolQueue } from "./spool_queue.ts";
import {
  type ConnectionStatus,
  type DropReason,
  type OfferResult,
  type PublisherStats,
  type PublisherStatus,
  StatusBroadcast,
} from "./status.ts";
import type { OutgoingRecord, SendResult } from "./transport.ts";

const KEPT: OfferResult = { kept: true };

/** When so many wait, records come faster than one a millisecond. */
const MANY = 100;

/** How long writing to the disk may hold up closing. */
const DISK_DEADLINE = 5000;

/**
 * Delivers records in the background: whoever offers one never waits and never sees an error.
 *
 * The queue is bounded, what does not fit is dropped and counted, a lost cluster is tried again for ever with growing
 * pauses, and records stay in order. A record whose fate is unknown is sent again, so it may arrive twice. With a spool, what
 * is not delivered waits on disk, outlives the process, and comes first when the next publisher opens the same directory.
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
  readonly #init: PublisherSettings;
  readonly #queue: RecordQueue;
  readonly #status = new StatusBroadcast();
  readonly #health: Health;
  readonly #alarm = new Alarm();
  readonly #deadline = new AbortController();
  readonly #losses = new Losses((status) => this.#status.tell(status));
  #offered = 0;
  #delivered = 0;
  #recovered = 0;
  #tornBytes = 0;
  #connectAttempts = 0;
  /** In a row. */
  #failures = 0;
  readonly #latency = new Latency();
  readonly #clock = new CoarseClock();
  /** `undefined` while there is no connection. */
  #connectedSince: number | undefined;
  readonly #inFlight: InFlight;
  #closing: Promise<PublisherStats> | undefined;
  #running: Promise<void> | undefined;

  /**
   * Nothing happens before {@linkcode Publisher.connect} or the first record. Throws `TypeError` when the settings do not fit
   * each other.
   */
  constructor(init: PublisherInit) {
    this.#init = publisherSettings(init);
    const { queueMessages, queueBytes, queuePolicy, spool, slowAfterMs, sendDeadlineMs: deadlineMs } = this.#init;
    this.#inFlight = new InFlight(() => this.#alarm.ring(), deadlineMs);
    this.#health = new Health({ tell: (status) => this.#status.tell(status), slowAfterMs });
    this.#queue = queuePolicy === "spool"
      ? new SpoolQueue({ spool: spool!, queueMessages, queueBytes }, this.#queueEvents())
      : new MemoryQueue({ queueMessages, queueBytes, queuePolicy }, this.#queueEvents());
  }

  /** Where every record offered is, at this moment. */
  get stats(): PublisherStats {
    return {
      offered: this.#offered,
      delivered: this.#delivered,
      dropped: this.#losses.byReason,
      queued: this.#queue.size,
      queuedBytes: this.#queue.bytes,
      unwritten: this.#queue.unwritten,
      spooled: this.#queue.spooled,
      spoolBytes: this.#queue.diskBytes,
      recovered: this.#recovered,
      tornBytes: this.#tornBytes,
      oldestMs: this.#queue.since === undefined ? 0 : Math.max(performance.now() - this.#queue.since, 0),
      deliveryLatency: this.#latency.histogram,
      connectAttempts: this.#connectAttempts,
      state: this.#status.connection.state,
      problems: this.#health.problems,
    };
  }

  /** How the connection is now. What else is wrong is in {@linkcode PublisherStats.problems}. */
  get status(): ConnectionStatus {
    return this.#status.connection;
  }

  /**
   * What is so now and each change: `for await (const status of publisher.statusChanges()) …`. Whoever reads slowly gets the
   * latest of each kind: the connection, each reason to be degraded, the backlog. Ends when closed.
   */
  statusChanges(): AsyncGenerator<PublisherStatus> {
    return this.#status.changes();
  }

  /** Starts to connect, or tries again now instead of later. Returns at once. */
  connect(): void {
    if (this.#closing) return;
    if (!this.#running) this.#running = this.#run();
    else if (this.#connectedSince === undefined) this.#alarm.ring();
  }

  /** Takes a record for delivery. Returns at once, never throws. */
  offer(record: OutgoingRecord): OfferResult {
    this.#offered++;
    if (this.#closing) return this.#losses.one("shutdown");
    if (recordBytes(record) > this.#init.maxRecordBytes) return this.#losses.one("oversize");
    const reason = this.#queue.push(record, this.#clock.now(this.#queue.ready >= MANY));
    if (reason !== undefined) return this.#losses.one(reason);
    this.#running ??= this.#run();
    const waiting = this.#waiting;
    if (waiting === 1 || waiting === this.#init.earlyFlushCount) this.#wake();
    const { spooled, since } = this.#queue;
    if (spooled > 0) this.#health.spooled({ now: performance.now(), spooled, since, delivered: this.#delivered });
    return KEPT;
  }

  /** Counts something that should have been offered but could not be made into a record; `problem` tells people why. */
  countLoss(reason: DropReason, problem?: string): void {
    this.#offered++;
    this.#losses.add(reason, 1, problem);
  }

  /**
   * Delivers what is queued, for at most `deadlineMs` (default 5000), and disconnects. What is left then is on disk, with a
   * spool, and is otherwise counted as dropped by shutdown. Resolves with the final figures, in which nothing is queued.
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
    // What is left is lost from here on, and told by whoever closes.
    this.#losses.tellDue(Infinity);
    await within(this.#queue.close(), DISK_DEADLINE).catch((error) => this.#health.disk(String(error)));
    this.#status.setConnection({ state: "closed" });
    return this.stats;
  }

  #queueEvents(): QueueEvents {
    return {
      ready: () => this.#wake(),
      dropped: (reason, count) => this.#losses.add(reason, count),
      recovered: (count, tornBytes) => {
        this.#offered += count;
        this.#recovered += count;
        this.#tornBytes += tornBytes;
        if (tornBytes > 0) this.#status.tell({ state: "torn", bytes: tornBytes });
        if (count > 0) this.#health.recovered(count, { now: performance.now(), delivered: this.#delivered });
      },
      diskProblem: (problem) => this.#health.disk(problem),
    };
  }

  /** Lets the loop look again at what there is to send, where it can send. */
  #wake(): void {
    if (this.#connectedSince !== undefined) this.#alarm.ring();
  }

  async #run(): Promise<void> {
    this.#queue.open();
    while (!this.#isOver()) {
      try {
        if (this.#connectedSince === undefined) await this.#open();
        await this.#untilDue();
        if (this.#waiting > 0 && !this.#isOver()) this.#send();
      } catch (error) {
        this.#inFlight.clear();
        this.#queue.settle();
        await this.#lost(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  /** Whether there is nothing left to do, or no time for it. */
  #isOver(): boolean {
    const { size, spooled, isOpening } = this.#queue, isEmpty = size + spooled === 0 && !isOpening;
    return this.#deadline.signal.aborted || (this.#closing !== undefined && isEmpty);
  }

  async #open(): Promise<void> {
    this.#status.setConnection({ state: "connecting", attempt: ++this.#connectAttempts });
    await within(this.#init.transport.connect(), this.#init.connectDeadlineMs, this.#deadline.signal);
    this.#connectedSince = performance.now();
    this.#status.setConnection({ state: "connected" });
  }

  /** Records that could be sent now. */
  get #waiting(): number {
    return this.#queue.ready - this.#inFlight.records;
  }

  /** Waits until there are enough records, or the first one has waited long enough, and there is room on the way. */
  async #untilDue(): Promise<void> {
    for (const { maxInFlight = 1 } = this.#init.transport; !this.#isOver();) {
      const now = performance.now();
      this.#collect(now);
      const waiting = this.#waiting;
      let until = this.#inFlight.due;
      if (waiting > 0 && this.#inFlight.batches < (this.#queue.wantsSettling ? 0 : maxInFlight)) {
        if (waiting >= this.#init.earlyFlushCount || this.#closing) return;
        const due = this.#queue.timeAt(this.#inFlight.records) + this.#init.lingerMs;
        if (due <= now) return;
        until = Math.min(until, due);
      }
      if (!this.#isOver()) await this.#alarm.wait(until - now);
    }
  }

  #send(): void {
    const batch = this.#queue.send(this.#init.batchMessages, this.#init.batchBytes);
    this.#inFlight.add(batch.length, this.#init.transport.send(batch));
  }

  /** Accounts for what has arrived, in the order in which it was sent. Throws when something has to be sent again. */
  #collect(now: number): void {
    for (let batch; (batch = this.#inFlight.take(now));) {
      const { records, results } = batch;
      this.#account(results, now);
      const failed = results.find((result) => result.status === "failed");
      if (failed?.status === "failed") throw failed.error;
      if (results.length < records) throw new Error(`it is known of ${results.length} of ${records} records only`);
      this.#failures = 0;
      if (this.#inFlight.batches === 0) this.#queue.settle();
    }
  }

  /** Takes out what is settled, up to the first record that has to be sent again: order comes first. */
  #account(results: readonly SendResult[], now: number): void {
    let settled = 0;
    for (const result of results) {
      if (result.status === "failed") break;
      if (result.status === "delivered") {
        this.#delivered++;
        this.#latency.add(Math.max(now - this.#queue.timeAt(settled), 0));
      } else {
        this.#losses.add("rejected", 1);
        this.#health.refused(result.error, now);
      }
      settled++;
    }
    this.#queue.remove(settled);
    const { spooled, since } = this.#queue, connectedSince = this.#connectedSince ?? now;
    this.#losses.tellDue(now);
    this.#health.progress({ now, delivered: this.#delivered, spooled, since, connectedSince });
  }

  async #lost(error: Error): Promise<void> {
    this.#connectedSince = undefined;
    // What rang before is no reason to try again at once, unless the time to close runs.
    if (!this.#closing) this.#alarm.silence();
    const retryInMs = pauseAfter(this.#failures++, this.#init);
    this.#status.setConnection({ state: "disconnected", error, retryInMs });
    await within(this.#init.transport.disconnect(), 5000, this.#deadline.signal).catch(() => {});
    if (!this.#deadline.signal.aborted) await this.#alarm.wait(retryInMs);
  }
}
