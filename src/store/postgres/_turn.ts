import type { WatchTurn } from "../watch_keeping.ts";
import { PostgresStoreError } from "./_postgres_error.ts";
import { PostgresSession, type SessionOptions } from "./_session.ts";
import type { FullSettings } from "./postgres_settings.ts";

/** A connection that nothing is heard of, as of a machine without power, is ended by the server after half a minute. */
const WAITING: SessionOptions = {
  timeoutMs: 10_000,
  parameters: { tcp_keepalives_idle: "10", tcp_keepalives_interval: "5", tcp_keepalives_count: "4" },
};

/** Whoever does not ask for so long does nothing any more. There from PostgreSQL 14 on. */
const END_WHEN_IDLE =
  `select set_config(name, '60s', false) from pg_catalog.pg_settings where name = 'idle_session_timeout'`;
const LOCK = `hashtextextended('dhcpkit watch ' || current_schema(), 0)`;
const TRY = `select pg_try_advisory_lock(${LOCK}) as mine`, UNLOCK = `select pg_advisory_unlock(${LOCK})`;

/** A turn is an advisory lock on a connection of its own, which ends when that does. */
export class PostgresTurn implements WatchTurn {
  readonly #settings: FullSettings;
  #session: PostgresSession | undefined;
  #isMine = false;

  constructor(settings: FullSettings) {
    this.#settings = settings;
  }

  async isMine(): Promise<boolean> {
    if (this.#session?.isLost) {
      const wasMine = this.#isMine;
      this.#isMine = false;
      this.#session = undefined;
      // Somebody else may have had it since.
      if (wasMine) throw new PostgresStoreError("the turn to look for trouble ended with its connection", undefined);
    }
    if (this.#session === undefined) {
      this.#session = await PostgresSession.open(this.#settings, WAITING);
      await this.#session.query(END_WHEN_IDLE);
    }
    if (this.#isMine) await this.#session.query(`select 1`);
    else this.#isMine = (await this.#session.query<{ mine: boolean }>(TRY))[0].mine;
    return this.#isMine;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    // The server notices that a connection is gone a moment later.
    if (this.#isMine) await session?.query(UNLOCK).catch(() => {});
    this.#isMine = false;
    await session?.close();
  }
}
