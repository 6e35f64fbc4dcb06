import type { Database, SqlValue } from "./database.ts";

/** How many rows a statement takes at once: a call into SQLite costs as much as a row. */
export const ROWS_AT_ONCE = 32;

/** An INSERT of many rows, in which `VALUES` stands where the rows belong. */
export class ManyRows {
  readonly #db: Database;
  readonly #one: string;
  readonly #many: string;
  readonly #columns: number;

  constructor(db: Database, sql: string, columns: number) {
    const row = `(${Array(columns).fill("?").join(", ")})`;
    this.#db = db;
    this.#columns = columns;
    this.#one = sql.replace("VALUES", `VALUES ${row}`);
    this.#many = sql.replace("VALUES", `VALUES ${Array(ROWS_AT_ONCE).fill(row).join(", ")}`);
  }

  /** Inserts rows whose values stand one after the other, and returns how many were inserted or changed. */
  run(values: SqlValue[]): number {
    const atOnce = this.#columns * ROWS_AT_ONCE;
    let at = 0, changes = 0;
    for (; at + atOnce <= values.length; at += atOnce) {
      changes += this.#db.run(
        this.#many,
        ...(at === 0 && values.length === atOnce ? values : values.slice(at, at + atOnce)),
      );
    }
    for (; at < values.length; at += this.#columns) {
      changes += this.#db.run(this.#one, ...values.slice(at, at + this.#columns));
    }
    return changes;
  }
}
