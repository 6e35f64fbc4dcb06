import { PostgresStoreError } from "./_postgres_error.ts";
import { PostgresSession, type QueryParameter, type SessionOptions } from "./_session.ts";
import type { FullSettings } from "./postgres_settings.ts";

/** A few connections for queries that need no transaction. */
export class Sessions {
  readonly #settings: FullSettings;
  readonly #options: SessionOptions;
  readonly #idle: PostgresSession[] = [];
  readonly #open = new Set<PostgresSession>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #isClosed = false;

  constructor(settings: FullSettings, options: SessionOptions) {
    this.#settings = settings;
    this.#options = options;
  }

  /** Runs a query. Where a connection has been lost since it was used last, it is asked again on a new one. */
  async query<Row>(text: string, parameters: readonly QueryParameter[] = []): Promise<Row[]> {
    return await this.#withTurn(async () => {
      const waiting = this.#take();
      if (waiting !== undefined) {
        try {
          return await this.#ask<Row>(waiting, text, parameters);
        } catch (error) {
          if (!waiting.isLost || this.#isClosed) throw error;
        }
      }
      if (this.#isClosed) throw new PostgresStoreError("the store is closed", undefined);
      const session = await PostgresSession.open(this.#settings, this.#options);
      this.#open.add(session);
      if (this.#isClosed) await session.close();
      return await this.#ask<Row>(session, text, parameters);
    });
  }

  /** Ends all connections, and with them what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#open].map((session) => session.close()));
  }

  #take(): PostgresSession | undefined {
    for (let session; (session = this.#idle.pop());) {
      if (!session.isLost) return session;
      this.#open.delete(session);
    }
  }

  async #ask<Row>(session: PostgresSession, text: string, parameters: readonly QueryParameter[]): Promise<Row[]> {
    try {
      return await session.query<Row>(text, parameters);
    } finally {
      if (session.isLost) this.#open.delete(session);
      else this.#idle.push(session);
    }
  }

  async #withTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy >= this.#settings.readConnections) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#busy++;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy--;
    }
  }
}
