import type { WatchTurn } from "../watch_keeping.ts";
import { Database } from "./database.ts";

/**
 * A turn is a lock of the system on an empty file beside the store, which ends with the process that has it, however that ends. A store in
 * memory is nobody else's.
 */
export class SqliteTurn implements WatchTurn {
  readonly #path: string;
  #lock: Database | undefined;

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

/** The file with its lock; `undefined` while another one has that. */
function locked(path: string): Database | undefined {
  const db = new Database({ path, cacheKiB: 8, busyTimeoutMs: 0, isLock: true });
  try {
    db.exec("BEGIN EXCLUSIVE");
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Error && /locked|busy/.test(String(error.cause))) return undefined;
    throw error;
  }
}
