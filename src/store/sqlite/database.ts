import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { storeFault } from "./store_fault.ts";

/** What SQLite binds to a parameter. */
export type SqlValue = SQLInputValue;
/** A row as an object of its columns. */
// deno-lint-ignore no-explicit-any
export type Row = any;

/** How a database is opened. */
export interface DatabaseOptions {
  /** The file, or `:memory:`. */
  readonly path: string;
  /** Never writes. */
  readonly readOnly?: boolean;
  /** Kibibytes of pages that are kept in memory. */
  readonly cacheKiB: number;
  /** Milliseconds to wait for another process that is writing. */
  readonly busyTimeoutMs: number;
  /** Leaves the file as it is, for locks alone. */
  readonly isLock?: boolean;
}

/** Pages in the log before it is brought into the database: 128 MiB, so that a page which changes often is written once. */
const CHECKPOINT_PAGES = 32_768;

/** One connection, with its statements. What SQLite says is told with a remedy: {@linkcode storeFault}. */
export class Database {
  /** The file, or `:memory:`. */
  readonly path: string;
  readonly #readOnly: boolean;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, Statement>();
  #version: unknown;

  /** Opens it; a file that is not there is made, unless `readOnly`. */
  constructor({ path, readOnly = false, cacheKiB, busyTimeoutMs, isLock = false }: DatabaseOptions) {
    this.path = path;
    this.#readOnly = readOnly;
    this.#db = this.#told(() => new DatabaseSync(path, { readOnly }));
    try {
      this.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
      if (isLock) return;
      this.exec(`PRAGMA cache_size = -${cacheKiB}`);
      if (readOnly) return;
      this.exec("PRAGMA auto_vacuum = INCREMENTAL");
      this.exec("PRAGMA journal_mode = WAL");
      this.exec("PRAGMA synchronous = NORMAL");
      this.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      this.exec(`PRAGMA journal_size_limit = ${CHECKPOINT_PAGES * 4096}`);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Executes SQL without parameters. */
  exec(sql: string): void {
    this.#told(() => this.#db.exec(sql));
  }

  /** A statement, prepared once. */
  prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = new Statement(this.path, this.#told(() => this.#db.prepare(sql)));
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Executes a statement and returns how many rows it changed. */
  run(sql: string, ...values: SqlValue[]): number {
    return this.prepare(sql).run(values);
  }

  /** The first row, or `undefined`. */
  get(sql: string, ...values: SqlValue[]): Row | undefined {
    return this.prepare(sql).get(values);
  }

  /** All rows. */
  all(sql: string, ...values: SqlValue[]): Row[] {
    return this.prepare(sql).all(values);
  }

  /** Does `work` in one transaction, which no other writer comes between; when it throws, nothing of it is left. */
  transaction<T>(work: () => T): T {
    this.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.exec("ROLLBACK");
      throw error;
    }
  }

  /**
   * Brings what it can of the log into the database, without waiting for anybody: pages in the log, and how many of them were brought in.
   */
  checkpoint(): { log: number; checkpointed: number } {
    const { log, checkpointed } = this.get("PRAGMA wal_checkpoint(PASSIVE)")!;
    return { log, checkpointed };
  }

  /** Whether another connection has written since this was asked last; true the first time. */
  changedByOthers(): boolean {
    const version = this.get("PRAGMA data_version").data_version, changed = version !== this.#version;
    this.#version = version;
    return changed;
  }

  /** Makes {@linkcode Database.changedByOthers} true the next time. */
  forgetVersion(): void {
    this.#version = undefined;
  }

  /** Closes it; a second time does nothing. */
  close(): void {
    this.#statements.clear();
    if (this.#db.isOpen) this.#told(() => this.#db.close());
  }

  #told<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeFault(error, this.path, { readOnly: this.#readOnly });
    }
  }
}

/** A prepared statement. */
export class Statement {
  readonly #path: string;
  readonly #statement: StatementSync;

  constructor(path: string, statement: StatementSync) {
    this.#path = path;
    this.#statement = statement;
  }

  /** Executes it and returns how many rows it changed. */
  run(values: readonly SqlValue[]): number {
    try {
      return Number(this.#statement.run(...values).changes);
    } catch (error) {
      throw storeFault(error, this.#path);
    }
  }

  /** The first row, or `undefined`. */
  get(values: readonly SqlValue[]): Row | undefined {
    try {
      return this.#statement.get(...values);
    } catch (error) {
      throw storeFault(error, this.#path);
    }
  }

  /** All rows. */
  all(values: readonly SqlValue[]): Row[] {
    try {
      return this.#statement.all(...values);
    } catch (error) {
      throw storeFault(error, this.#path);
    }
  }
}
