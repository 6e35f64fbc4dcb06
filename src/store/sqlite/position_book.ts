import type { Microseconds, RecordPlace } from "../record_place.ts";
import type { PartitionPosition } from "../transaction_store.ts";
import type { Database } from "./database.ts";
import { positionOf } from "./rows.ts";

/** Columns of a position, its offset a text. */
export const POSITION = "topic, partition, CAST(next AS TEXT) AS next, covered_until";
const SET = `
  INSERT INTO position (topic, partition, next, covered_until) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET next = excluded.next, covered_until = excluded.covered_until`;

/** How far partitions were read, or counted, all in memory. */
export class PositionBook {
  readonly #db: Database;
  readonly #table: string;
  readonly #topics = new Map<string, Map<number, PartitionPosition>>();

  constructor(db: Database, table: "position" | "counted" = "position") {
    this.#db = db;
    this.#table = table;
  }

  /** Reads them. */
  load(): void {
    this.forget();
    for (const row of this.#db.all(`SELECT ${POSITION} FROM ${this.#table}`)) this.#keep(positionOf(row));
  }

  /** That of a partition. */
  of({ topic, partition }: Pick<RecordPlace, "topic" | "partition">): PartitionPosition | undefined {
    return this.#topics.get(topic)?.get(partition);
  }

  /** Whether a record stands before the position of its partition. */
  isBehind(place: RecordPlace): boolean {
    const position = this.of(place), { offset } = place;
    return position !== undefined && offset < position.next;
  }

  /** Whether a record of that time stands before the position of its partition, and is none of a log that began anew. */
  covers(place: RecordPlace, at: Microseconds): boolean {
    const position = this.of(place);
    return position !== undefined && place.offset < position.next && at <= position.coveredUntil;
  }

  /** Sets a position, wherever it is. */
  set(position: PartitionPosition): void {
    const { topic, partition, next, coveredUntil } = position;
    this.#db.run(SET.replace("position", this.#table), topic, partition, next, coveredUntil);
    this.#keep(position);
  }

  /** Sets a position where it is not behind the one that is there. */
  advance(position: PartitionPosition): void {
    const { topic, partition, next, coveredUntil } = position;
    const there = this.of(position);
    if (there === undefined) return this.set(position);
    if (next < there.next || next === there.next && coveredUntil <= there.coveredUntil) return;
    this.set({ topic, partition, next, coveredUntil: Math.max(coveredUntil, there.coveredUntil) });
  }

  /** Deletes the positions of a topic, and returns how many there were. */
  delete(topic: string): number {
    this.#topics.delete(topic);
    return this.#db.run(`DELETE FROM ${this.#table} WHERE topic = ?`, topic);
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
