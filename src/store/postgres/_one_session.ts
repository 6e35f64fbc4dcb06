import { PostgresStoreError } from "./_postgres_error.ts";
import { PostgresSession, type SessionOptions } from "./_session.ts";
import type { FullSettings } from "./postgres_settings.ts";

/** How long whoever closes waits for what is under way. */
export const CLOSING_MS = 3000;

/** A connection that is used by one after the other; made when it is needed first, and again when it was lost. */
export class OneSession {
  readonly #settings: FullSettings;
  readonly #options: SessionOptions;
  #session: PostgresSession | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #state: "open" | "closing" | "cut" = "open";

  /** Nothing is connected yet. */
  constructor(settings: FullSettings, options: SessionOptions) {
    this.#settings = settings;
    this.#options = options;
  }

  /** Does something on the connection, after everything that was asked for before. */
  inTurn<T>(work: (session: PostgresSession) => Promise<T>): Promise<T> {
    if (this.#state !== "open") return Promise.reject(closed());
    const result = this.#last.then(async () => {
      if (this.#state === "cut") throw closed();
      if (this.#session === undefined || this.#session.isLost) {
        this.#session = await PostgresSession.open(this.#settings, this.#options);
      }
      return await work(this.#session);
    });
    this.#last = result.catch(() => {});
    return result;
  }

  /** Lets be done what was asked for, for a few seconds: a server that says nothing any more is not waited for. */
  async close(): Promise<void> {
    this.#state = "closing";
    const timer = setTimeout(() => {
      this.#state = "cut";
      void this.#session?.close();
    }, CLOSING_MS);
    await this.#last;
    clearTimeout(timer);
    await this.#session?.close();
  }
}

/** What a store says that is closed. */
export function closed(): Error {
  return new PostgresStoreError("the store is closed", undefined);
}
