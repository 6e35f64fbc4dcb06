import { frameBytes, type KeptRecord } from "./_frame.ts";
import { ReadAhead } from "./_read_ahead.ts";
import type { SegmentLog } from "./_segment_log.ts";
import { type Group, SpoolDisk } from "./_spool_disk.ts";
import { SpoolMemory } from "./_spool_memory.ts";
import type { QueueEvents, RecordQueue } from "./record_queue.ts";
import { type SpoolInit, spoolSettings } from "./spool_settings.ts";
import type { DropReason } from "./status.ts";
import type { OutgoingRecord } from "./transport.ts";

/** What a {@linkcode SpoolQueue} is made of. */
export interface SpoolQueueInit {
  readonly spool: SpoolInit;
  /** Bounds of what is ready to be sent; as many bytes may wait for the disk. */
  readonly queueMessages: number;
  readonly queueBytes: number;
}

/** Records and bytes that are written at once, at most; but for a single record that is larger. */
const GROUP_MESSAGES = 4096, GROUP_BYTES = 256 * 1024;

/**
 * A queue that outlives the process. Every record gets a number and is written to a log on disk; the first ones are in memory as
 * well ({@linkcode SpoolMemory}), so that nothing is read back while the cluster keeps up. While the disk fails, this is a queue
 * in memory.
 */
export class SpoolQueue implements RecordQueue {
  readonly #settings: Required<SpoolInit>;
  readonly #events: QueueEvents;
  readonly #memory: SpoolMemory;
  readonly #disk: SpoolDisk;
  readonly #ahead: ReadAhead;
  /** Whether records go by the log, by memory alone, or wait until it is known what is in the log. */
  #mode: "new" | "log" | "memory" | "closed" = "new";
  /** Everything below is on disk, or was delivered before. */
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
    this.#memory = new SpoolMemory(queueMessages, queueBytes);
    const { retryMs } = this.#settings, problemChanged = () => this.#problemChanged();
    this.#ahead = new ReadAhead({ retryMs, ready: () => this.#fill(), problemChanged });
    this.#disk = new SpoolDisk(this.#settings, {
      position: (log) => this.#mode === "log" ? this.#memory.first : log.position,
      opened: (log) => this.#adopt(log),
      notOpened: () => this.#goOnInMemory(),
      gone: () => this.#goOnInMemory(),
      claim: () => this.#mode === "log" ? this.#claim() : undefined,
      written: (group) => this.#becameWritten(group),
      notWritten: (group) => this.#unclaim(group.base),
      problemChanged,
    });
  }

  get size(): number {
    return this.#memory.size;
  }

  get bytes(): number {
    return this.#memory.bytes;
  }

  get ready(): number {
    return this.#memory.window.size;
  }

  get spooled(): number {
    return this.#memory.spooled;
  }

  get unwritten(): number {
    return this.#mode === "log" ? this.#memory.next - Math.max(this.#written, this.#memory.first) : this.size;
  }

  get diskBytes(): number {
    return this.#disk.log?.bytes ?? 0;
  }

  get isOpening(): boolean {
    return this.#mode === "new" && this.#disk.isOpening;
  }

  /** A log that could be opened at last takes over when nothing is on its way. */
  get wantsSettling(): boolean {
    return this.#mode === "memory" && this.#disk.log !== undefined;
  }

  get since(): number | undefined {
    return this.#memory.window.since;
  }

  timeAt(index: number): number {
    return this.#memory.window.timeAt(index);
  }

  open(): void {
    if (this.#mode === "new") this.#disk.open();
  }

  push(record: OutgoingRecord, now: number): DropReason | undefined {
    const bytes = frameBytes(record), { maxBytes, commit } = this.#settings;
    if (this.#mode === "log" && this.diskBytes + this.#claimedBytes + this.#unclaimedBytes + bytes > maxBytes) {
      return "spool-full";
    }
    if (!this.#memory.push(record, now, this.#mode !== "new")) {
      return this.#disk.problem === undefined ? "queue-full" : "spool-failed";
    }
    if (this.#mode !== "log") return undefined;
    this.#unclaimedBytes += bytes;
    if (commit === "before-answer") this.#disk.writeNow();
    if (this.#claimed < this.#memory.next) this.#disk.work();
    return undefined;
  }

  send(count: number, bytes: number): OutgoingRecord[] {
    return this.#memory.window.send(count, bytes);
  }

  settle(): void {
    this.#memory.window.settle();
    if (this.#mode === "memory" && this.#disk.log) this.#adopt(this.#disk.log);
  }

  remove(count: number): void {
    const { window } = this.#memory;
    for (let i = 0; i < count && window.size > 0; i++) {
      if (this.#mode === "log" && this.#memory.first >= this.#claimed) {
        this.#unclaimedBytes -= frameBytes(window.at(0));
        this.#claimed = this.#memory.first + 1;
      }
      window.remove(1);
      this.#memory.first++;
    }
    this.#fill();
    if (this.#mode === "log") this.#disk.work();
  }

  async close(): Promise<void> {
    await this.#disk.close();
    this.#ahead.end();
    const { unwritten } = this, { next, first } = this.#memory;
    this.#memory.spooled = this.#mode === "log" ? next - first - unwritten : 0;
    this.#mode = "closed";
    this.#memory.clear();
    if (unwritten > 0) this.#events.dropped("shutdown", unwritten);
  }

  /** Puts what is in a log before what is in memory, unless something is on its way: then `settle` does it. */
  #adopt(log: SegmentLog): void {
    if (this.#memory.window.sent > 0) return;
    this.#mode = "log";
    this.#memory.putBehind(log.position, log.end);
    this.#ahead.reset();
    this.#written = log.end;
    this.#unclaim(log.end);
    const { spooled } = this.#memory;
    if (spooled > 0 || log.tornBytes > 0) this.#events.recovered(spooled, log.tornBytes);
    this.#events.ready();
    this.#fill();
    if (this.#settings.commit === "before-answer") this.#disk.writeNow();
    this.#disk.work();
  }

  /** There is no log: what was on disk only is lost, or was never ours. */
  #goOnInMemory(): void {
    const lost = this.#memory.spooled;
    this.#mode = "memory";
    this.#memory.spooled = 0;
    this.#ahead.reset();
    if (lost > 0) this.#events.dropped("spool-damaged", lost);
    this.#events.ready();
    this.#fill();
  }

  /** The next records to write. */
  #claim(): Group | undefined {
    const { first, next } = this.#memory, base = Math.max(this.#claimed, first), records: KeptRecord[] = [];
    let bytes = 0;
    for (let number = base; number < next && records.length < GROUP_MESSAGES; number++) {
      const kept = this.#memory.kept(number), size = frameBytes(kept.record);
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

  /** Takes back the claim on everything from a number on. */
  #unclaim(base: number): void {
    this.#claimed = Math.max(base, this.#memory.first);
    this.#claimedBytes = this.#unclaimedBytes = 0;
    for (let number = this.#claimed; number < this.#memory.next; number++) {
      this.#unclaimedBytes += frameBytes(this.#memory.kept(number).record);
    }
  }

  #becameWritten({ base, records }: Group): void {
    this.#claimedBytes = 0;
    this.#written = base + records.length;
    this.#fill();
    this.#memory.leaveToDisk(this.#written);
  }

  /** Fills the window, from the disk and then from the tail. */
  #fill(): void {
    if (this.#mode !== "log" && this.#mode !== "memory") return;
    const { window } = this.#memory, { size } = window;
    while (this.#memory.spooled > 0 && this.#fillFromDisk());
    this.#memory.tailToWindow();
    if (window.size > size) this.#events.ready();
  }

  /** Takes one record from the disk, or tells what is lost. Returns whether there may be more. */
  #fillFromDisk(): boolean {
    const memory = this.#memory, { windowEnd } = memory, { next, to } = this.#ahead;
    const known = next?.sequence ?? Math.max(to, windowEnd);
    if (known > windowEnd) {
      if (memory.window.size > 0) return false;
      const lost = Math.min(known - windowEnd, memory.spooled);
      memory.first += lost;
      memory.spooled -= lost;
      this.#events.dropped("spool-damaged", lost);
      return true;
    }
    if (next === undefined) {
      this.#ahead.read(this.#disk.log!, windowEnd);
      return false;
    }
    if (known === windowEnd) {
      if (!memory.pushToWindow(next.record, next.offeredAt - performance.timeOrigin)) return false;
      memory.spooled--;
    }
    this.#ahead.take();
    return true;
  }

  #problemChanged(): void {
    const problem = this.#disk.problem ?? this.#ahead.problem;
    this.#events.diskProblem(problem === undefined ? undefined : `spool ${this.#settings.directory}: ${problem}`);
  }
}
