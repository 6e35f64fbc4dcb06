import type { RecordPlace } from "../record_place.ts";
import type { PartitionPosition } from "../transaction_store.ts";
import type { Database } from "./database.ts";
import { positionOf } from "./rows.ts";

/** Columns of a position, its offset a text. */
export const POSITION = "topic, partition, CAST(next AS TEXT) AS next, covered_until";
const SET = `
  INSERT INTO position (topic, partition, next, covered_until) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET next = excluded.next, covered_until = excluded.covered_until`;

/** How far partitions were read, all in memory. */
export class PositionBook {
  readonly #db: Database;
  readonly #topics = new Map<string, Map<number, PartitionPosition>>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Reads them. */
  load(): void {
    this.forget();
    for (const row of this.#db.all(`SELECT ${POSITION} FROM position`)) this.#keep(positionOf(row));
  }

  /** Whether a record stands before the position of its partition. */
  isBehind({ topic, partition, offset }: RecordPlace): boolean {
    const position = this.#topics.get(topic)?.get(partition);
    return position !== undefined && offset < position.next;
  }

  /** Sets a position, wherever it is. */
  set(position: PartitionPosition): void {
    const { topic, partition, next, coveredUntil } = position;
    this.#db.run(SET, topic, partition, next, coveredUntil);
    this.#keep(position);
  }

  /** Sets a position where it is not behind the one that is there. */
  advance(position: PartitionPosition): void {
    const { topic, partition, next, coveredUntil } = position;
    const there = this.#topics.get(topic)?.get(partition);
    if (there === undefined) return this.set(position);
    if (next < there.next || next === there.next && coveredUntil <= there.coveredUntil) return;
    this.set({ topic, partition, next, coveredUntil: Math.max(coveredUntil, there.coveredUntil) });
  }

  /** Forgets everything that is in memory. */
  forget(): void {
    this.#topics.clear();
  }

  #keep({ topic, partition, next, coveredUntil }: PartitionPosition): void {
    const partitions = this.#topics.get(topic) ?? new Map();
    this.#topics.set(topic, partitions.set(partition, { topic, partition, next, coveredUntil }));
  }
}
