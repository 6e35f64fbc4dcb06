import type { Database } from "./database.ts";

/** Pages in the log, about, before the thread brings them into the database: half of what the writer would do itself. */
const PAGES = 16_384;
/** Rows before it is known how many pages they take. */
const FIRST_ROWS = 4000;

/** What the thread is told: which database to open, to bring its log into it, or to end. */
export type ToCheckpointWorker = { readonly open: string } | "checkpoint" | "close";
/** What the thread tells. */
export type FromCheckpointWorker = "done" | "closed";

/**
 * Brings the log of a database (WAL) into it, in a thread of its own, so that who writes does not wait for the disk. The log is begun
 * anew only when nothing of it is left, so what was written while the thread was at it is left to the writer: little.
 *
 * Where the thread cannot be loaded, SQLite does all of it in the midst of a commit.
 */
export class Checkpointer {
  readonly #db: Database;
  #worker: Worker | undefined;
  #isBusy = false;
  #isAbsent = false;
  #rows = 0;
  #rowsUntil = FIRST_ROWS;
  #closed = Promise.withResolvers<void>();

  constructor(db: Database) {
    this.#db = db;
    this.#isAbsent = db.path === ":memory:";
  }

  /** Takes note of rows that were written. */
  wrote(rows: number): void {
    this.#rows += rows;
    if (this.#rows < this.#rowsUntil || this.#isBusy || this.#isAbsent) return;
    this.#isBusy = true;
    this.#worker ??= this.#start();
    this.#tell("checkpoint");
  }

  /** Ends the thread, before the database is closed: who closes last brings in the rest of the log. */
  async close(): Promise<void> {
    if (this.#worker === undefined || this.#isAbsent) return;
    this.#tell("close");
    await this.#closed.promise;
    this.#worker.terminate();
    this.#isAbsent = true;
  }

  #start(): Worker {
    const worker = new Worker(new URL("./checkpoint_worker.ts", import.meta.url).href, { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<FromCheckpointWorker>) => {
      if (data === "closed") this.#closed.resolve();
      else this.#finish();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#isAbsent = true;
      this.#closed.resolve();
      worker.terminate();
    };
    worker.postMessage({ open: this.#db.path } satisfies ToCheckpointWorker);
    return worker;
  }

  #tell(message: ToCheckpointWorker): void {
    this.#worker!.postMessage(message);
  }

  /** Brings in what is left. A reader may keep some of it where it is: then the next time. */
  #finish(): void {
    this.#isBusy = false;
    const { log, checkpointed } = this.#db.checkpoint();
    if (log === 0 || log !== checkpointed) return;
    this.#rowsUntil = Math.max(FIRST_ROWS, Math.round(this.#rows / log * PAGES));
    this.#rows = 0;
  }
}
