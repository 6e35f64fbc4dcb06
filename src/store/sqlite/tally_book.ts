import type { NewTransaction } from "../new_transaction.ts";
import { emptyTally, mergeTally, type Tally, type TallyKey } from "../tally/tally.ts";
import { type CountedIds, TallyBatch } from "../tally/tally_batch.ts";
import type { Database } from "./database.ts";
import { ManyRows } from "./many_rows.ts";

const FIND = "SELECT body FROM tally WHERE kind = ? AND at = ? AND server_id = ? AND part = ?";
const PUT = `
  INSERT INTO tally (kind, at, server_id, part, body) VALUES
  ON CONFLICT DO UPDATE SET body = excluded.body`;
/** When more tallies than these are in memory, they are forgotten: hours go by, and those that are over do not change any more. */
const MOST_REMEMBERED = 4000;

/** The tallies of a store: what a batch counts until {@linkcode TallyBook.flush}, and the recent ones as they are in the database. */
export class TallyBook {
  readonly #db: Database;
  readonly #batch = new TallyBatch();
  readonly #known = new Map<string, Tally>();
  readonly #put: ManyRows;

  constructor(db: Database) {
    this.#db = db;
    this.#put = new ManyRows(db, PUT, 5);
  }

  /** Counts a transaction that is new. */
  count(told: NewTransaction, ids: CountedIds): void {
    this.#batch.count(told, ids);
  }

  /** Writes what is new. */
  flush(): void {
    for (const [key, counted] of this.#batch.entries()) {
      const tally = this.#find(key);
      mergeTally(tally, counted);
      for (const value of [key.kind, key.at, key.serverId, key.part, tally.save()]) this.#put.put(value);
    }
    this.#put.end();
    this.#batch.clear();
    if (this.#known.size > MOST_REMEMBERED) this.#known.clear();
  }

  /** Forgets everything that is in memory. */
  forget(): void {
    this.#put.forget();
    this.#batch.clear();
    this.#known.clear();
  }

  #find({ kind, at, serverId, part }: TallyKey): Tally {
    const key = `${kind} ${at} ${serverId} ${part}`;
    let tally = this.#known.get(key);
    if (tally === undefined) {
      tally = emptyTally(kind);
      const row = this.#db.get(FIND, kind, at, serverId, part);
      if (row !== undefined) tally.load(row.body);
      this.#known.set(key, tally);
    }
    return tally;
  }
}
