import { DiskTrouble } from "./_disk_trouble.ts";
import type { NumberedRecord } from "./_segment.ts";
import type { SegmentLog } from "./_segment_log.ts";

/** What a {@linkcode ReadAhead} is made of. */
export interface ReadAheadInit {
  readonly retryMs: number;
  /** There is more, or reading may be tried again. */
  readonly ready: () => void;
  /** Another problem than before, or none. */
  readonly problemChanged: () => void;
}

/** A part of the log that is read before somebody needs it. */
export class ReadAhead {
  readonly #trouble: DiskTrouble;
  readonly #ready: () => void;
  #log: SegmentLog | undefined;
  #records: readonly NumberedRecord[] = [];
  #at = 0;
  #to = 0;
  #isReading = false;

  constructor({ retryMs, ready, problemChanged }: ReadAheadInit) {
    this.#ready = ready;
    this.#trouble = new DiskTrouble({ retryMs, changed: problemChanged, retry: ready });
  }

  /** What is wrong with reading. */
  get problem(): string | undefined {
    return this.#trouble.problem;
  }

  /** The next record. */
  get next(): NumberedRecord | undefined {
    return this.#records[this.#at];
  }

  /** Where reading has got to: a record below that did not come out is lost. */
  get to(): number {
    return this.#to;
  }

  /** Passes over the next record. */
  take(): void {
    if (++this.#at < this.#records.length) return;
    this.#records = [];
    this.#at = 0;
  }

  /** Reads on from number `from`, in the background. */
  read(log: SegmentLog, from: number): void {
    if (!this.#isReading && !this.#trouble.isPausing) void this.#read(log, from);
  }

  /** Forgets what was read: there is another log, or none. */
  reset(): void {
    this.#log = undefined;
    this.#records = [];
    this.#at = this.#to = 0;
  }

  /** Ends reading. */
  end(): void {
    this.reset();
    this.#trouble.end();
  }

  async #read(log: SegmentLog, from: number): Promise<void> {
    this.#isReading = true;
    this.#log = log;
    try {
      const { records, to } = await log.read(from);
      if (this.#log !== log) return;
      this.#records = records;
      this.#to = to;
      this.#trouble.clear();
    } catch (error) {
      if (this.#log === log) this.#trouble.note(error);
      return;
    } finally {
      this.#isReading = false;
    }
    this.#ready();
  }
}
