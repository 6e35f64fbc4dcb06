import type { Database } from "./database.ts";

const NAMES = ["client", "transaction", "lease", "quarantine", "write"] as const;

/** What is counted: rows of these kinds, and, as the last number of `write`, how often any of this was written. */
export type CounterName = typeof NAMES[number];

/** The last number that was given to a row, none of them ever twice, and how many rows there are; for each kind of row. */
export class Counters {
  readonly #db: Database;
  readonly #lastIds: Record<CounterName, number> = { client: 0, transaction: 0, lease: 0, quarantine: 0, write: -1 };
  readonly #rows: Record<CounterName, number> = { client: 0, transaction: 0, lease: 0, quarantine: 0, write: 0 };

  constructor(db: Database) {
    this.#db = db;
  }

  /** Reads them. */
  load(): void {
    for (const { name, last_id, row_count } of this.#db.all("SELECT name, last_id, row_count FROM counter")) {
      this.#lastIds[name as CounterName] = last_id;
      this.#rows[name as CounterName] = row_count;
    }
  }

  /** Whether another writer has written since they were read or written here. */
  areOld(): boolean {
    return this.#db.get("SELECT last_id FROM counter WHERE name = 'write'").last_id !== this.#lastIds.write;
  }

  /** Has them read again before the next write. */
  forget(): void {
    this.#lastIds.write = -1;
  }

  /** A number that no row has had. */
  nextId(name: CounterName): number {
    return ++this.#lastIds[name];
  }

  /** Takes note of rows that are new, or of fewer than before. */
  add(name: CounterName, rows: number): void {
    this.#rows[name] += rows;
  }

  /** Writes them. */
  save(): void {
    this.#lastIds.write++;
    for (const name of NAMES) {
      const lastId = this.#lastIds[name], rows = this.#rows[name];
      this.#db.run("UPDATE counter SET last_id = ?, row_count = ? WHERE name = ?", lastId, rows, name);
    }
  }
}
