import type { RecordBatch } from "./consumer_source.ts";
import type { SourceRecord } from "./record_source.ts";

/** A batch whose list of records belongs to who takes it. */
interface OwnBatch extends RecordBatch {
  readonly records: SourceRecord[];
  readonly marks: readonly bigint[];
}

/** A batch that waits. */
interface Waiting extends OwnBatch {
  marks: readonly bigint[];
  endOffset: bigint;
  askedAt: number;
  bytes: number;
}

/** Records in one batch, about: what is read while somebody is busy is put together up to this. */
const LARGEST = 5000;

/** Between who fetches, and waits for room, and who iterates, and waits for batches. */
export class Handover {
  readonly #maxBytes: number;
  #waiting: Waiting[] = [];
  #bytes = 0;
  #isOver = false;
  #error: unknown;
  #isReaderBusy = false;
  #changed = Promise.withResolvers<void>();

  /** Has room while less than so many bytes wait. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Resolves when there is room, or nothing is taken any more. */
  async room(signal: AbortSignal): Promise<void> {
    const notify = () => this.#notify();
    signal.addEventListener("abort", notify);
    while (this.#bytes >= this.#maxBytes && !this.#isOver && !signal.aborted) await this.#changed.promise;
    signal.removeEventListener("abort", notify);
  }

  /** Adds a batch of about so many bytes behind those that wait; others may be put to it. */
  put({ topic, partition, records, marks, endOffset, askedAt }: OwnBatch, bytes: number): void {
    if (this.#isOver) return;
    const last = this.#waiting.findLast((batch) => batch.partition === partition);
    if (last && last.records.length + records.length <= LARGEST) {
      for (const record of records) last.records.push(record);
      if (marks.length > 0) last.marks = [...last.marks, ...marks];
      last.endOffset = endOffset;
      last.askedAt = askedAt;
      last.bytes += bytes;
    } else this.#waiting.push({ topic, partition, records, marks, endOffset, askedAt, bytes });
    this.#bytes += bytes;
    this.#notify();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting = [];
    this.#bytes = 0;
    this.#notify();
  }

  /** Nothing more will come; what waits is forgotten. The iteration ends, or throws `error`. */
  end(error?: unknown): void {
    this.#isOver = true;
    this.#error ??= error;
    this.clear();
  }

  /** Resolves when everything was taken and is done with, or nothing is taken any more. */
  async isTaken(signal: AbortSignal): Promise<void> {
    const notify = () => this.#notify();
    signal.addEventListener("abort", notify);
    while ((this.#waiting.length > 0 || this.#isReaderBusy) && !this.#isOver && !signal.aborted) {
      await this.#changed.promise;
    }
    signal.removeEventListener("abort", notify);
  }

  /** Resolves when who iterates has done with the batch taken last, which asking for the next one tells. */
  async readerIsFree(): Promise<void> {
    while (this.#isReaderBusy) await this.#changed.promise;
  }

  /** The batches, for one to iterate. */
  async *batches(): AsyncGenerator<RecordBatch> {
    try {
      while (!this.#isOver) {
        const batch = this.#waiting.shift();
        if (!batch) {
          await this.#changed.promise;
          continue;
        }
        const { topic, partition, records, marks, endOffset, askedAt, bytes } = batch;
        this.#bytes -= bytes;
        this.#isReaderBusy = true;
        this.#notify();
        yield { topic, partition, records, marks, endOffset, askedAt };
        this.#isReaderBusy = false;
        this.#notify();
      }
    } finally {
      this.#isReaderBusy = false;
      this.#notify();
    }
    if (this.#error !== undefined) throw this.#error;
  }

  #notify(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
