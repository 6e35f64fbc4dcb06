import type { Retention, Swept } from "../retention.ts";
import type { PartitionPosition, StoreBatch, WriteOutcome } from "../transaction_store.ts";
import { ClientRace } from "./_client_rows.ts";
import { Logs } from "./_logs.ts";
import { Partitions } from "./_partitions.ts";
import { closed, CLOSING_MS, OneSession } from "./_one_session.ts";
import { PostgresSession, type SessionOptions } from "./_session.ts";
import { type Sweep, sweep } from "./_sweep.ts";
import { writeBatch, WriterMemory } from "./_write_batch.ts";
import type { FullSettings } from "./postgres_settings.ts";

/**
 * Batches look rows up by what the batch holds, thousands at a time. That is done through indexes whatever the server's statistics say:
 * they are old or missing just when a store grows fastest. A collector that hangs or is cut off does not hold its locks for long.
 */
const WRITING: SessionOptions = {
  timeoutMs: 120_000,
  parameters: {
    default_transaction_isolation: "read committed",
    enable_hashjoin: "off",
    enable_mergejoin: "off",
    enable_seqscan: "off",
    jit: "off",
    statement_timeout: "120s",
    idle_in_transaction_session_timeout: "60s",
  },
};
const SWEEPING: SessionOptions = {
  parameters: {
    default_transaction_isolation: "read committed",
    jit: "off",
    idle_in_transaction_session_timeout: "60s",
  },
};

/** So often is a batch written again that met another collector's new clients. */
const MOST_ATTEMPTS = 10;

interface SweepUnderWay {
  session?: PostgresSession;
  done: Promise<unknown>;
}

/** Everything that is written: batches one after the other on one connection, a sweep on another one. */
export class Writer {
  readonly #settings: FullSettings;
  readonly #session: OneSession;
  readonly #memory = new WriterMemory();
  readonly #partitions = new Partitions();
  readonly #sweeps = new Set<SweepUnderWay>();
  #isClosed = false;

  constructor(settings: FullSettings) {
    this.#settings = settings;
    this.#session = new OneSession(settings, WRITING);
  }

  write(batch: StoreBatch): Promise<WriteOutcome> {
    return this.#session.inTurn(async (session) => {
      const { quarantined, positions, gaps } = batch, transactions = [...batch.transactions];
      await this.#partitions.prepare(session, transactions);
      for (let attempt = 1;; attempt++) {
        try {
          return await writeBatch(session, { transactions, quarantined, positions, gaps }, this.#memory);
        } catch (error) {
          if (!(error instanceof ClientRace) || attempt === MOST_ATTEMPTS) throw error;
        }
      }
    });
  }

  moveTo(positions: readonly PartitionPosition[]): Promise<void> {
    return this.#session.inTurn((session) =>
      session.transaction(async () => {
        const logs = await Logs.lock(session, { transactions: [], quarantined: [], gaps: [], positions });
        await logs.move(session, positions);
      })
    );
  }

  forgetTopic(topic: string): Promise<number> {
    return this.#session.inTurn((session) => session.transaction(() => Logs.forget(session, topic)));
  }

  async sweep(retention: Retention, signal?: AbortSignal): Promise<Swept> {
    const swept = { transactions: 0, leases: 0, clients: 0, quarantined: 0 };
    const isOver = () => this.#isClosed || signal?.aborted === true;
    if (this.#isClosed) throw closed();
    if (isOver()) return swept;
    const entry: SweepUnderWay = { done: Promise.resolve() };
    const work = (async () => {
      await using session = entry.session = await PostgresSession.open(this.#settings, SWEEPING);
      const run: Sweep = { session, retention, swept, isOver, end: 0 };
      await sweep(run);
      this.#partitions.forget();
    })();
    entry.done = work.catch(() => {});
    this.#sweeps.add(entry);
    try {
      await work;
    } finally {
      this.#sweeps.delete(entry);
    }
    return swept;
  }

  /** Lets the batches that were given be written, and the sweep end where it is; what takes longer than a few seconds is cut off. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const timer = setTimeout(() => this.#sweeps.forEach(({ session }) => void session?.close()), CLOSING_MS);
    await Promise.all([this.#session.close(), ...[...this.#sweeps].map(({ done }) => done)]);
    clearTimeout(timer);
  }
}
