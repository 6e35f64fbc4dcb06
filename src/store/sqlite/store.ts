import type { AuditEntry } from "../audit.ts";
import type { StoredFinding } from "../finding.ts";
import type { Retention, Swept } from "../retention.ts";
import type { PartitionPosition, StoreBatch, TransactionStore, WriteOutcome } from "../transaction_store.ts";
import type { WatchTurn } from "../watch_keeping.ts";
import { Checkpointer } from "./checkpointer.ts";
import type { Database } from "./database.ts";
import { keepDetection, writeAudit, writeFindings } from "./journal.ts";
import { POSITION } from "./position_book.ts";
import { SqliteReader } from "./reader.ts";
import { positionOf } from "./rows.ts";
import { sweep } from "./sweeper.ts";
import { SqliteTurn } from "./turn.ts";
import { Writer } from "./writer.ts";

const POSITIONS = `SELECT ${POSITION} FROM position WHERE topic = ? ORDER BY partition`;

/** A store in SQLite: a reader that also writes. */
export class SqliteStore extends SqliteReader implements TransactionStore {
  readonly name = "sqlite";
  readonly preferredBatch = 4000;
  readonly #db: Database;
  readonly #writer: Writer;
  readonly #checkpointer: Checkpointer;
  readonly #sweeps = new Set<Promise<Swept>>();
  #closed = false;

  constructor(db: Database, rememberedClients: number) {
    super(db);
    this.#db = db;
    this.#checkpointer = new Checkpointer(db);
    this.#writer = new Writer(db, rememberedClients);
  }

  async positions(topic: string): Promise<ReadonlyMap<number, PartitionPosition>> {
    const rows = await this.#db.all(POSITIONS, topic);
    return new Map(rows.map((row) => [row.partition, positionOf(row)]));
  }

  async write(batch: StoreBatch): Promise<WriteOutcome> {
    const outcome = await this.#writer.write(batch);
    this.#checkpointer.wrote(outcome.stored);
    return outcome;
  }

  async moveTo(positions: readonly PartitionPosition[]): Promise<void> {
    await this.#writer.moveTo(positions);
  }

  async forgetTopic(topic: string): Promise<number> {
    return await this.#writer.forgetTopic(topic);
  }

  async writeFindings(findings: readonly StoredFinding[]): Promise<void> {
    await writeFindings(this.#db, findings);
  }

  async writeAudit(entry: AuditEntry): Promise<void> {
    await writeAudit(this.#db, entry);
  }

  async keepDetection(kept: readonly Uint8Array[]): Promise<void> {
    await keepDetection(this.#db, kept);
  }

  watchTurn(): WatchTurn {
    return new SqliteTurn(this.#db.path);
  }

  async sweep(retention: Retention, { signal }: { signal?: AbortSignal } = {}): Promise<Swept> {
    const others = [...this.#sweeps], stopped = () => this.#closed || signal?.aborted === true;
    const sweeping = Promise.allSettled(others).then(() => sweep(this.#db, this.#writer, retention, stopped));
    this.#sweeps.add(sweeping);
    try {
      return await sweeping;
    } finally {
      this.#sweeps.delete(sweeping);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#sweeps);
    await this.#checkpointer.close();
    this.#db.close();
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
