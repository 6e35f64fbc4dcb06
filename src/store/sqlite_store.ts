/**
 * A store in a file of SQLite, which Deno has built in: nothing to set up.
 *
 * @example
 * ```ts
 * import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
 * import { assertEquals } from "@std/assert";
 *
 * await using store = await sqliteStore(":memory:");
 * assertEquals(await store.servers(), []);
 * ```
 *
 * @module
 */
import type { JournalWriter } from "./audit.ts";
import { Database } from "./sqlite/database.ts";
import { SqliteJournal } from "./sqlite/journal.ts";
import { expectNewest, migrate } from "./sqlite/migrations.ts";
import { SqliteReader } from "./sqlite/reader.ts";
import { SqliteStore } from "./sqlite/store.ts";
import type { TransactionReader, TransactionStore } from "./transaction_store.ts";

/** How a store in SQLite is opened. */
export interface SqliteOptions {
  /** MiB of the database that are kept in memory. Default: 16, or 24 for reading alone. */
  readonly cacheMiB?: number;
  /** Milliseconds to wait while another process writes. Default: 10,000. */
  readonly busyTimeoutMs?: number;
  /** How many clients a writer remembers at least, with their leases; twice as many at most. The others are looked up. Default: 40,000. */
  readonly rememberedClients?: number;
}

/**
 * Opens the store in the file at `path`, which is made when it is not there and brought up to date when it is of an earlier version;
 * `:memory:` is a store that is gone when it is closed. Several processes can open a file; one of them writes at a time.
 *
 * Rejects with what to do about it when the file is no database, is another program's, is of a newer version, or cannot be written.
 */
export async function sqliteStore(path: string, options: SqliteOptions = {}): Promise<TransactionStore> {
  const { rememberedClients = 40_000 } = options;
  const db = await opened(path, options, migrate);
  return new SqliteStore(db, rememberedClients);
}

/** Opens the store in the file at `path` for reading alone, beside whoever writes. Rejects as {@linkcode sqliteStore} does. */
export async function sqliteReader(
  path: string,
  options: Pick<SqliteOptions, "cacheMiB" | "busyTimeoutMs"> = {},
): Promise<TransactionReader & AsyncDisposable> {
  return new SqliteReader(await opened(path, options, expectNewest, true));
}

/**
 * Opens the store in the file at `path` to write findings and the audit alone, beside whoever writes records: that one does not have to
 * read anything again. Rejects as {@linkcode sqliteStore} does, and when the file has to be brought up to date first.
 */
export async function sqliteJournal(
  path: string,
  { busyTimeoutMs }: Pick<SqliteOptions, "busyTimeoutMs"> = {},
): Promise<JournalWriter & AsyncDisposable> {
  // Opened to write, a file that is not there would be made.
  (await opened(path, {}, expectNewest, true)).close();
  return new SqliteJournal(await opened(path, { cacheMiB: 1, ...busyTimeoutMs && { busyTimeoutMs } }, expectNewest));
}

function opened(
  path: string,
  options: SqliteOptions,
  prepare: (db: Database) => void,
  readOnly = false,
): Promise<Database> {
  const { cacheMiB = readOnly ? 24 : 16, busyTimeoutMs = 10_000 } = options;
  return Promise.try(() => {
    const db = new Database({ path, readOnly, cacheKiB: cacheMiB * 1024, busyTimeoutMs });
    try {
      prepare(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}
