import type { Database, SqlValue, Statement } from "./database.ts";

/** How many rows a statement takes at once: a call into SQLite costs as much as a row. */
export const ROWS_AT_ONCE = 32;

/** An INSERT of many rows, in which `VALUES` stands where the rows belong. */
export class ManyRows {
  readonly #one: Statement;
  readonly #many: Statement;
  readonly #columns: number;

  constructor(db: Database, sql: string, columns: number) {
    const row = `(${Array(columns).fill("?").join(", ")})`;
    this.#columns = columns;
    this.#one = db.prepare(sql.replace("VALUES", `VALUES ${row}`));
    this.#many = db.prepare(sql.replace("VALUES", `VALUES ${Array(ROWS_AT_ONCE).fill(row).join(", ")}`));
  }

  /** Inserts rows whose values stand one after the other, and returns how many were inserted or changed. */
  run(values: readonly SqlValue[]): number {
    const atOnce = this.#columns * ROWS_AT_ONCE;
    if (values.length === atOnce) return this.#many.run(values);
    let at = 0, changes = 0;
    for (; at + atOnce <= values.length; at += atOnce) changes += this.#many.run(values.slice(at, at + atOnce));
    for (; at < values.length; at += this.#columns) changes += this.#one.run(values.slice(at, at + this.#columns));
    return changes;
  }
}
