import type { Database, SqlValue, Statement } from "./database.ts";

/** How many rows a statement takes at once: a call into SQLite costs as much as a row. */
export const ROWS_AT_ONCE = 32;

/**
 * An INSERT of many rows, in which `VALUES` stands where the rows belong. Values are put one after the other, and are inserted when
 * there are enough of them.
 */
export class ManyRows {
  readonly #one: Statement;
  readonly #many: Statement;
  readonly #columns: number;
  readonly #values: SqlValue[];
  #at = 0;
  #changes = 0;

  constructor(db: Database, sql: string, columns: number) {
    const row = `(${Array(columns).fill("?").join(", ")})`;
    this.#columns = columns;
    this.#values = Array(columns * ROWS_AT_ONCE).fill(null);
    this.#one = db.prepare(sql.replace("VALUES", `VALUES ${row}`));
    this.#many = db.prepare(sql.replace("VALUES", `VALUES ${Array(ROWS_AT_ONCE).fill(row).join(", ")}`));
  }

  /** The next value of a row. */
  put(value: SqlValue): void {
    this.#values[this.#at++] = value;
    if (this.#at < this.#values.length) return;
    this.#at = 0;
    this.#changes += this.#many.run(this.#values);
  }

  /** Inserts what is left, and returns how many rows were inserted or changed since this was called last. */
  end(): number {
    const end = this.#at, changes = this.#changes;
    this.#at = 0;
    this.#changes = 0;
    let others = 0;
    for (let at = 0; at < end; at += this.#columns) others += this.#one.run(this.#values.slice(at, at + this.#columns));
    return changes + others;
  }

  /** Forgets what was put and is not inserted. */
  forget(): void {
    this.#at = 0;
    this.#changes = 0;
  }
}
