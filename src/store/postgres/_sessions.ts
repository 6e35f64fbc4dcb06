import { StoreBusyError } from "../store_busy.ts";
import { PostgresStoreError } from "./_postgres_error.ts";
import { PostgresSession, type QueryParameter, type SessionOptions } from "./_session.ts";
import type { FullSettings } from "./postgres_settings.ts";

/** Queries that wait for a connection; each page makes some dozens. */
const MOST_WAITING = 1000;

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

  /**
   * Runs a query until `signal` aborts. Where a connection has been lost since it was used last, it is asked again on a new one.
   *
   * @throws {StoreBusyError} Where too many wait already.
   */
  async query<Row>(text: string, parameters: readonly QueryParameter[] = [], signal?: AbortSignal): Promise<Row[]> {
    return await this.#withTurn(signal, async () => {
      const waiting = this.#take();
      if (waiting !== undefined) {
        try {
          return await this.#ask<Row>(waiting, [text, parameters, signal]);
        } catch (error) {
          if (!waiting.isLost || this.#isClosed || signal?.aborted) throw error;
        }
      }
      if (this.#isClosed) throw new PostgresStoreError("the store is closed", undefined);
      const session = await PostgresSession.open(this.#settings, this.#options);
      this.#open.add(session);
      if (this.#isClosed) await session.close();
      return await this.#ask<Row>(session, [text, parameters, signal]);
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

  async #ask<Row>(session: PostgresSession, query: Parameters<PostgresSession["query"]>): Promise<Row[]> {
    try {
      return await session.query<Row>(...query);
    } finally {
      if (session.isLost) this.#open.delete(session);
      else this.#idle.push(session);
    }
  }

  async #withTurn<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    if (this.#busy >= this.#settings.readConnections) await this.#turn(signal);
    else this.#busy++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy--;
    }
  }

  /** Waits for a turn; gives up the place when `signal` aborts. */
  #turn(signal: AbortSignal | undefined): Promise<void> {
    if (this.#waiting.length >= MOST_WAITING) throw new StoreBusyError("too many queries wait for PostgreSQL already");
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        reject(signal?.reason);
      };
      const take = () => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      this.#waiting.push(take);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }
}
