import type net from "node:net";
import postgres from "postgres";
import { passwordFor } from "./_password.ts";
import { cancelQuery } from "./_cancel.ts";
import { describePostgresError, isStatementError, PostgresStoreError } from "./_postgres_error.ts";
import { openSocket } from "./_socket.ts";
import type { FullSettings } from "./postgres_settings.ts";

/** How to use a connection. */
export interface SessionOptions {
  /** Parameters of the session (PostgreSQL, "Server Configuration"), such as `{ jit: "off" }`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** A query that is not answered after so many milliseconds ends the connection. Default: there is time. */
  readonly timeoutMs?: number;
}

/** What a parameter of a query can be; the server tells from the query which type it has. */
export type QueryParameter = string | number | bigint | boolean | Uint8Array | null;

/** Times and numbers of rows come as numbers; what may be larger than 2^53 is asked for as text. */
const types = {
  int8: { to: 20, from: [20], parse: Number, serialize: String },
  int4: { to: 23, from: [23], parse: Number, serialize: String },
};

/**
 * One connection, used by one caller at a time, and of no use any more after it was lost.
 *
 * The library reconnects by itself, and may then go on outside of the transaction that the connection was lost in, or never settle a
 * promise. So it is given one socket and never a second one, and each query ends when the connection does, whatever the library thinks.
 */
export class PostgresSession implements AsyncDisposable {
  readonly #sql: postgres.Sql;
  readonly #settings: FullSettings;
  readonly #sockets: net.Socket[] = [];
  readonly #gone: Promise<void>[] = [];
  readonly #timeoutMs: number | undefined;
  #lost: Error | undefined;
  #reject: ((error: Error) => void) | undefined;

  private constructor(settings: FullSettings, { parameters, timeoutMs }: SessionOptions) {
    this.#settings = settings;
    this.#timeoutMs = timeoutMs;
    const options = {
      host: settings.host,
      port: settings.port,
      database: settings.database,
      user: settings.user,
      password: () => passwordFor(settings),
      max: 1,
      socket: () => this.#open(),
      onclose: () => this.#lose(coded("CONNECTION_CLOSED")),
      onnotice: () => {},
      connection: { application_name: settings.applicationName, search_path: settings.schema, ...parameters },
      types,
      // Everything that the library would otherwise look for in the environment.
      ssl: false,
      sslnegotiation: null,
      idle_timeout: 0,
      connect_timeout: 0,
      max_lifetime: 0,
      max_pipeline: 1,
      backoff: false,
      keep_alive: 60,
      prepare: true,
      debug: false,
      fetch_types: false,
      publications: "",
      no_subscribe: true,
    };
    this.#sql = postgres(options as unknown as postgres.Options<Record<string, postgres.PostgresType>>);
  }

  /** Connects; rejects in the words of an operator. */
  static async open(settings: FullSettings, options: SessionOptions = {}): Promise<PostgresSession> {
    const session = new PostgresSession(settings, options);
    const timer = setTimeout(() => session.#lose(coded("CONNECT_TIMEOUT")), settings.connectTimeoutMs);
    try {
      await session.query("select 1");
      return session;
    } catch (error) {
      session.#lose(error as Error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether the connection is gone. */
  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  /**
   * Runs a statement, several where it has no parameters, and returns the rows of the last one. When `signal` aborts, the server is told to
   * stop; the session is of no use any more then, since what stops a statement may come late and would stop the next one.
   */
  async query<Row = Record<string, unknown>>(
    text: string,
    parameters: readonly QueryParameter[] = [],
    signal?: AbortSignal,
  ): Promise<Row[]> {
    signal?.throwIfAborted();
    if (this.#lost) throw describePostgresError(this.#lost, this.#settings);
    if (this.#reject) throw new Error("a session runs one query at a time");
    const timer = this.#timeoutMs && setTimeout(() => this.#lose(coded("ANSWER_TIMEOUT")), this.#timeoutMs);
    let stop: (() => void) | undefined, stopped: Promise<void> | undefined;
    try {
      return await new Promise<Row[]>((resolve, reject) => {
        this.#reject = reject;
        const query = this.#sql.unsafe(text, parameters as unknown as (string | null)[], { prepare: true });
        stop = () => stopped = cancelQuery(this.#settings, query).catch((error) => this.#lose(error));
        signal?.addEventListener("abort", stop);
        query.then((rows) => resolve(rows as unknown as Row[]), reject);
      });
    } catch (error) {
      if (!isStatementError(error)) this.#lose(error as Error);
      throw describePostgresError(error, this.#settings);
    } finally {
      clearTimeout(timer);
      if (stop) signal?.removeEventListener("abort", stop);
      await stopped;
      if (signal?.aborted) this.#lose(coded("CONNECTION_CLOSED"));
      this.#reject = undefined;
    }
  }

  /** Runs `work` in a transaction; what it throws, or a lost connection, takes everything back. */
  async transaction<T>(work: () => Promise<T>, begin = "begin"): Promise<T> {
    await this.query(begin);
    try {
      const result = await work();
      await this.query("commit");
      return result;
    } catch (error) {
      if (!this.isLost) await this.query("rollback").catch(() => {});
      throw error;
    }
  }

  /** Ends the connection, with whatever is under way on it, and returns when it is gone. */
  async close(): Promise<void> {
    this.#lose(new PostgresStoreError("the store is closed", undefined));
    await Promise.all(this.#gone);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #open(): Promise<net.Socket> {
    if (this.#lost) throw this.#lost;
    if (this.#sockets.length > 0) throw coded("CONNECTION_CLOSED");
    return await openSocket(this.#settings, (socket) => {
      this.#sockets.push(socket);
      this.#gone.push(new Promise((resolve) => socket.once("close", () => resolve())));
      socket.on("error", () => {});
      if (this.#lost) socket.destroy();
    });
  }

  #lose(error: Error): void {
    if (this.#lost) return;
    this.#lost = error;
    this.#reject?.(error);
    for (const socket of this.#sockets) socket.destroy();
    this.#sql.end({ timeout: 0 }).catch(() => {});
  }
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}
