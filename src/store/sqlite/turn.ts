import type { WatchTurn } from "../watch_keeping.ts";
import { Database } from "./database.ts";

/**
 * A turn is a lock of the system on an empty file beside the store, which ends with the process that has it, however that ends. A store in
 * memory is nobody else's.
 */
export class SqliteTurn implements WatchTurn {
  readonly #path: string;
  #lock: Pick<Database, "close"> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  isMine(): Promise<boolean> {
    return Promise.try(() => {
      if (this.#path === ":memory:") return true;
      this.#lock ??= locked(`${this.#path}-watch`);
      return this.#lock !== undefined;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lock?.close();
    this.#lock = undefined;
  }
}

/** The file with its lock; `undefined` while another one has that. Who may write to no file beside the store does without. */
function locked(path: string): Pick<Database, "close"> | undefined {
  let db: Database | undefined;
  try {
    db = new Database({ path, cacheKiB: 8, busyTimeoutMs: 0, isLock: true });
    db.exec("BEGIN EXCLUSIVE");
    return db;
  } catch (error) {
    db?.close();
    const { cause } = error as Error;
    if (cause instanceof Error && cause.name === "NotCapable") return { close: () => {} };
    if (/locked|busy/.test(String(cause))) return undefined;
    throw error;
  }
}
