import { frameBytes, type KeptRecord } from "./_frame.ts";
import { ReadAhead } from "./_read_ahead.ts";
import type { SegmentLog } from "./_segment_log.ts";
import { type DiskOwner, type Group, SpoolDisk } from "./_spool_disk.ts";
import { BoundedQueue } from "./bounded_queue.ts";
import type { QueueEvents, RecordQueue } from "./record_queue.ts";
import { type SpoolInit, spoolSettings } from "./spool_settings.ts";
import type { DropReason } from "./status.ts";
import type { OutgoingRecord } from "./transport.ts";

/** What a {@linkcode SpoolQueue} is made of. */
export interface SpoolQueueInit {
  readonly spool: SpoolInit;
  /** Bounds of the window. */
  readonly queueMessages: number;
  readonly queueBytes: number;
}

/** Records that may wait for the disk, unless `queueMessages` is more; their bytes are bounded by `queueBytes`. */
const TAIL_MESSAGES = 16_384;
/** Records and bytes that are written at once, at most; but for a single record that is larger. */
const GROUP_MESSAGES = 4096, GROUP_BYTES = 256 * 1024;

/**
 * A queue that outlives the process. Every record gets a number and is written to a log on disk; the first ones are in memory as
 * well, so that nothing is read back while the cluster keeps up:
 *
 *     first               windowEnd              tailBase               next
 *       | window: in memory   | spooled: disk only   | tail: in memory    |
 *
 * Everything below `written` is on disk. While the disk fails, this is a queue in memory.
 */
export class SpoolQueue implements RecordQueue {
  readonly #settings: Required<SpoolInit>;
  readonly #events: QueueEvents;
  readonly #disk: SpoolDisk;
  readonly #ahead: ReadAhead;
  readonly #window: BoundedQueue;
  #tail: BoundedQueue;
  readonly #newTail: () => BoundedQueue;
  /** Whether records go by the log, by memory alone, or wait until it is known what is in the log. */
  #mode: "new" | "log" | "memory" | "closed" = "new";
  #first = 0;
  #spooled = 0;
  #written = 0;
  /** Below, records are written, or on their way to the disk, or were delivered before. */
  #claimed = 0;
  #claimedBytes = 0;
  /** Bytes of the frames from `claimed` on. */
  #unclaimedBytes = 0;

  /** Throws `TypeError` when a setting is none. Nothing is opened yet. */
  constructor({ spool, queueMessages, queueBytes }: SpoolQueueInit, events: QueueEvents) {
    this.#settings = spoolSettings(spool);
    this.#events = events;
    this.#window = new BoundedQueue(queueMessages, queueBytes);
    this.#newTail = () => new BoundedQueue(Math.max(queueMessages, TAIL_MESSAGES), queueBytes);
    this.#tail = this.#newTail();
    const problemChanged = () => this.#problemChanged();
    const { retryMs } = this.#settings;
    this.#ahead = new ReadAhead({ retryMs, ready: () => this.#fill(), problemChanged });
    this.#disk = new SpoolDisk(this.#settings, this.#owner(problemChanged));
  }

  get size(): number {
    return this.#window.size + this.#tail.size;
  }

  get bytes(): number {
    return this.#window.bytes + this.#tail.bytes;
  }

  get ready(): number {
    return this.#window.size;
  }

  get spooled(): number {
    return this.#spooled;
  }

  get unwritten(): number {
    return this.#mode === "log" ? this.#next - Math.max(this.#written, this.#first) : this.size;
  }

  get diskBytes(): number {
    return this.#disk.log?.bytes ?? 0;
  }

  get isOpening(): boolean {
    return this.#mode === "new" && this.#disk.isOpening;
  }

  get since(): number | undefined {
    return this.#window.since;
  }

  open(): void {
    if (this.#mode === "new") this.#disk.open();
  }

  push(record: OutgoingRecord, now: number): DropReason | undefined {
    const bytes = frameBytes(record);
    if (this.#mode === "log" && this.#bytesToBe + bytes > this.#settings.maxBytes) return "spool-full";
    const isNext = this.#mode !== "new" && this.#spooled === 0 && this.#tail.size === 0;
    if (!(isNext && this.#window.push(record, now)) && !this.#tail.push(record, now)) {
      return this.#disk.problem === undefined ? "queue-full" : "spool-failed";
    }
    if (this.#mode !== "log") return undefined;
    this.#unclaimedBytes += bytes;
    if (this.#settings.commit === "before-answer") this.#disk.writeNow();
    if (this.#claimed < this.#next) this.#disk.work();
    return undefined;
  }

  send(count: number, bytes: number): OutgoingRecord[] {
    return this.#window.send(count, bytes);
  }

  settle(): void {
    this.#window.settle();
    if (this.#mode === "memory" && this.#disk.log) this.#adopt(this.#disk.log);
  }

  remove(count: number): void {
    for (let i = 0; i < count && this.#window.size > 0; i++) {
      if (this.#mode === "log" && this.#first >= this.#claimed) {
        this.#unclaimedBytes -= frameBytes(this.#window.at(0));
        this.#claimed = this.#first + 1;
      }
      this.#window.remove(1);
      this.#first++;
    }
    this.#fill();
    if (this.#mode === "log") this.#disk.work();
  }

  async close(): Promise<void> {
    await this.#disk.close();
    this.#ahead.end();
    const { unwritten } = this;
    this.#spooled = this.#mode === "log" ? this.#next - this.#first - unwritten : 0;
    this.#mode = "closed";
    for (const queue of [this.#window, this.#tail]) queue.remove(queue.size);
    if (unwritten > 0) this.#events.dropped("shutdown", unwritten);
  }

  get #windowEnd(): number {
    return this.#first + this.#window.size;
  }

  get #tailBase(): number {
    return this.#windowEnd + this.#spooled;
  }

  get #next(): number {
    return this.#tailBase + this.#tail.size;
  }

  /** Bytes on disk when all is written. */
  get #bytesToBe(): number {
    return this.diskBytes + this.#claimedBytes + this.#unclaimedBytes;
  }

  #owner(problemChanged: () => void): DiskOwner {
    // deno-lint-ignore no-this-alias
    const queue = this;
    return {
      get position() {
        return queue.#mode === "log" ? queue.#first : queue.#disk.log?.position ?? 0;
      },
      opened: (log) => {
        if (queue.#window.sent === 0) queue.#adopt(log);
      },
      notOpened: () => queue.#goOnInMemory(),
      gone: () => queue.#goOnInMemory(),
      claim: () => queue.#mode === "log" ? queue.#claim() : undefined,
      written: (group) => queue.#becameWritten(group),
      notWritten: (group) => queue.#unclaim(group),
      problemChanged,
    };
  }

  /** Puts what is in a log before what is in memory. */
  #adopt(log: SegmentLog): void {
    const waiting = this.#newTail();
    for (const queue of [this.#window, this.#tail]) {
      for (let i = 0; i < queue.size; i++) waiting.pushAnyway(queue.at(i), queue.timeAt(i));
    }
    this.#window.remove(this.#window.size);
    this.#tail = waiting;
    this.#mode = "log";
    this.#ahead.reset();
    this.#first = log.position;
    this.#written = this.#claimed = log.end;
    this.#spooled = log.end - log.position;
    this.#claimedBytes = this.#unclaimedBytes = 0;
    for (let i = 0; i < waiting.size; i++) this.#unclaimedBytes += frameBytes(waiting.at(i));
    if (this.#spooled > 0 || log.tornBytes > 0) this.#events.recovered(this.#spooled, log.tornBytes);
    this.#events.ready();
    this.#fill();
    if (this.#settings.commit === "before-answer") this.#disk.writeNow();
    this.#disk.work();
  }

  /** There is no log: what was on disk only is lost, or was never ours. */
  #goOnInMemory(): void {
    const lost = this.#spooled;
    this.#mode = "memory";
    this.#spooled = 0;
    this.#ahead.reset();
    if (lost > 0) this.#events.dropped("spool-damaged", lost);
    this.#events.ready();
    this.#fill();
  }

  /** The next records to write. */
  #claim(): Group | undefined {
    const base = Math.max(this.#claimed, this.#first), next = this.#next, records: KeptRecord[] = [];
    let bytes = 0;
    for (let number = base; number < next && records.length < GROUP_MESSAGES; number++) {
      const kept = this.#kept(number), size = frameBytes(kept.record);
      if (records.length > 0 && bytes + size > GROUP_BYTES) break;
      records.push(kept);
      bytes += size;
    }
    if (records.length === 0) return undefined;
    this.#claimed = base + records.length;
    this.#claimedBytes = bytes;
    this.#unclaimedBytes -= bytes;
    return { base, records };
  }

  /** Takes back a claim. */
  #unclaim({ base }: Group): void {
    this.#claimed = Math.max(base, this.#first);
    this.#claimedBytes = this.#unclaimedBytes = 0;
    for (let number = this.#claimed; number < this.#next; number++) {
      this.#unclaimedBytes += frameBytes(this.#kept(number).record);
    }
  }

  /** A record that is in memory. */
  #kept(number: number): KeptRecord {
    const isInWindow = number < this.#windowEnd, queue = isInWindow ? this.#window : this.#tail;
    const index = number - (isInWindow ? this.#first : this.#tailBase);
    return { record: queue.at(index), offeredAt: queue.timeAt(index) + performance.timeOrigin };
  }

  /** What is in the tail and on disk need not stay in memory. */
  #becameWritten({ base, records }: Group): void {
    this.#claimedBytes = 0;
    this.#written = base + records.length;
    this.#fill();
    const count = Math.min(this.#tail.size, Math.max(this.#written - this.#tailBase, 0));
    this.#tail.remove(count);
    this.#spooled += count;
  }

  /** Fills the window, from the disk and then from the tail. */
  #fill(): void {
    if (this.#mode !== "log" && this.#mode !== "memory") return;
    const { size } = this.#window;
    while (this.#spooled > 0 && this.#fillFromDisk());
    while (this.#spooled === 0 && this.#tail.size > 0) {
      if (!this.#pushToWindow(this.#tail.at(0), this.#tail.timeAt(0))) break;
      this.#tail.remove(1);
    }
    if (this.#window.size > size) this.#events.ready();
  }

  /** Takes one record from the disk, or tells what is lost. Returns whether there may be more. */
  #fillFromDisk(): boolean {
    const { next, to } = this.#ahead, end = this.#windowEnd, known = next?.sequence ?? Math.max(to, end);
    if (known > end) {
      if (this.#window.size > 0) return false;
      const lost = Math.min(known - end, this.#spooled);
      this.#first += lost;
      this.#spooled -= lost;
      this.#events.dropped("spool-damaged", lost);
      return true;
    }
    if (next === undefined) {
      this.#ahead.read(this.#disk.log!, end);
      return false;
    }
    if (known === end) {
      if (!this.#pushToWindow(next.record, next.offeredAt - performance.timeOrigin)) return false;
      this.#spooled--;
    }
    this.#ahead.take();
    return true;
  }

  /** An empty window takes any record. */
  #pushToWindow(record: OutgoingRecord, time: number): boolean {
    if (this.#window.size > 0) return this.#window.push(record, time);
    this.#window.pushAnyway(record, time);
    return true;
  }

  #problemChanged(): void {
    const problem = this.#disk.problem ?? this.#ahead.problem;
    this.#events.diskProblem(problem === undefined ? undefined : `spool ${this.#settings.directory}: ${problem}`);
  }
}
