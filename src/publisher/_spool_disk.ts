import { DiskTrouble } from "./_disk_trouble.ts";
import type { KeptRecord } from "./_frame.ts";
import { SegmentLog } from "./_segment_log.ts";
import type { SpoolInit } from "./spool_settings.ts";

/** Records that are written together. */
export interface Group {
  /** Number of the first one. */
  readonly base: number;
  readonly records: readonly KeptRecord[];
}

/** Whose records are written. */
export interface DiskOwner {
  /** Number of the first record that is not delivered. */
  position(log: SegmentLog): number;
  /** A log is there, and what is in it comes first. */
  opened(log: SegmentLog): void;
  /** There is no log, for now. */
  notOpened(): void;
  /** The files are gone. */
  gone(): void;
  /** The next records to write. */
  claim(): Group | undefined;
  /** What became of them. */
  written(group: Group): void;
  notWritten(group: Group): void;
  /** Another problem than before, or none. */
  problemChanged(): void;
}

/** After as many records, the next ones are written at once. */
const LARGE_GROUP = 64;

/** Keeps a log: opens it, writes what its owner has, in the background or at once, and tries again when that fails. */
export class SpoolDisk {
  readonly #settings: Required<SpoolInit>;
  readonly #owner: DiskOwner;
  readonly #trouble: DiskTrouble;
  #log: SegmentLog | undefined;
  #opening: Promise<void> | undefined;
  #working: Promise<void> | undefined;
  #syncing: Promise<void> | undefined;
  #syncTimer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(settings: Required<SpoolInit>, owner: DiskOwner) {
    this.#settings = settings;
    this.#owner = owner;
    this.#trouble = new DiskTrouble({
      retryMs: settings.retryMs,
      changed: () => owner.problemChanged(),
      retry: () => this.#log ? this.work() : this.open(),
    });
  }

  /** The log, where there is one. */
  get log(): SegmentLog | undefined {
    return this.#log;
  }

  /** Whether it is being opened. */
  get isOpening(): boolean {
    return this.#opening !== undefined;
  }

  /** What is wrong with writing. */
  get problem(): string | undefined {
    return this.#trouble.problem;
  }

  /** Opens the log, in the background. */
  open(): void {
    if (!this.#isClosed) this.#opening ??= this.#open().finally(() => this.#opening = undefined);
  }

  /** Writes what there is to write, in the background. */
  work(): void {
    if (this.#log && !this.#isClosed) this.#working ??= this.#work().finally(() => this.#working = undefined);
  }

  /** Writes what there is to write, and returns afterwards. */
  writeNow(): void {
    const log = this.#log;
    if (!log || this.#trouble.isPausing || this.#owner.position(log) > log.end) return;
    for (let group; (group = this.#owner.claim());) {
      try {
        log.appendSync(group.base, group.records);
        this.#wrote(group);
      } catch (error) {
        return this.#failed(group, error);
      }
    }
  }

  /** Writes what is left, with one more try where it failed, and the position, and lets go of the directory. */
  async close(): Promise<void> {
    await this.#opening;
    await this.#working;
    this.#trouble.end();
    this.work();
    await this.#working;
    this.#isClosed = true;
    this.#trouble.end();
    clearTimeout(this.#syncTimer);
    await this.#syncing;
    await this.#log?.close().catch(() => {});
  }

  async #open(): Promise<void> {
    try {
      const { directory, segmentBytes } = this.#settings;
      this.#log = await SegmentLog.open(directory, segmentBytes);
    } catch (error) {
      this.#trouble.note(error);
      return this.#owner.notOpened();
    }
    this.#trouble.clear();
    this.#owner.opened(this.#log);
  }

  async #work(): Promise<void> {
    await Promise.resolve();
    for (let log; (log = this.#log) && !this.#trouble.isPausing;) {
      let group: Group | undefined;
      try {
        const position = this.#owner.position(log);
        // What was delivered without having been written is no gap to whoever opens the log.
        if (position <= log.end) group = this.#nextGroup();
        if (group) {
          await log.append(group.base, group.records);
          if (log === this.#log) this.#wrote(group);
          if (group.records.length >= LARGE_GROUP) continue;
        } else if (!this.#trouble.isPausing) {
          if (position === log.position) return;
          await log.deliveredTo(position);
        }
        await pause(this.#settings.gatherMs);
      } catch (error) {
        if (log === this.#log) this.#failed(group, error);
      }
    }
  }

  #nextGroup(): Group | undefined {
    if (this.#settings.commit === "behind") return this.#owner.claim();
    this.writeNow();
    return undefined;
  }

  #wrote(group: Group): void {
    this.#trouble.clear();
    this.#owner.written(group);
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = undefined;
      this.#syncing = this.#sync();
    }, this.#settings.syncMs);
  }

  #failed(group: Group | undefined, error: unknown): void {
    if (group) this.#owner.notWritten(group);
    if (error instanceof Deno.errors.NotFound) {
      this.#log?.abandon();
      this.#log = undefined;
      this.#owner.gone();
    }
    this.#trouble.note(error);
  }

  async #sync(): Promise<void> {
    const log = this.#log;
    try {
      await log?.sync();
    } catch (error) {
      if (log === this.#log) this.#failed(undefined, error);
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
