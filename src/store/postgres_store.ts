/**
 * A store in PostgreSQL, version 13 or later. Any number of collectors write to it at once, and any number of programs read it.
 *
 * @module
 */
import type { JournalWriter } from "./audit.ts";
import type { TransactionReader, TransactionStore } from "./transaction_store.ts";
import { Journal } from "./postgres/_journal.ts";
import { checkSchema, migrate } from "./postgres/_migrate.ts";
import { reading } from "./postgres/_reader.ts";
import { PostgresSession, type SessionOptions } from "./postgres/_session.ts";
import { Sessions } from "./postgres/_sessions.ts";
import { PostgresTurn } from "./postgres/_turn.ts";
import { Writer } from "./postgres/_writer.ts";
import { fullSettings, type PostgresSettings } from "./postgres/postgres_settings.ts";

export { parsePostgresUrl, type PostgresSettings, type PostgresTls } from "./postgres/postgres_settings.ts";
export { PostgresStoreError } from "./postgres/_postgres_error.ts";

/** Pages do not write, and nobody waits for one longer than a minute. */
const READING: SessionOptions = {
  timeoutMs: 60_000,
  parameters: { default_transaction_read_only: "on", jit: "off", statement_timeout: "60s" },
};

/**
 * Opens a store, and makes its tables where they are not there yet: in the schema of the settings, in a database that has to be there. The
 * user needs the right to create a schema there (`GRANT CREATE ON DATABASE`), or the schema as its own. Where a connection is lost,
 * whatever is under way on it rejects with a {@linkcode PostgresStoreError}, and the next call connects again.
 *
 * ```ts ignore
 * import { postgresStore } from "@dhcpkit/kafka/collector/postgres";
 *
 * await using store = await postgresStore({ host: "db1.example.com", tls: true, database: "dhcp", user: "collector" });
 * ```
 *
 * @throws {PostgresStoreError} In one line that names the remedy, when the server cannot be reached, does not let the user in, has no such
 * database, or has tables of a newer release.
 */
export async function postgresStore(settings: PostgresSettings): Promise<TransactionStore> {
  const full = fullSettings(settings);
  {
    await using session = await PostgresSession.open(full);
    await migrate(session, full);
  }
  const sessions = new Sessions(full, READING), reader = reading((...query) => sessions.query(...query));
  const writer = new Writer(full), journal = new Journal(full);
  const close = async () => {
    await writer.close();
    await journal.close();
    await sessions.close();
  };
  return {
    ...reader,
    name: "postgres",
    preferredBatch: 5000,
    isRemote: true,
    positions: async (topic) =>
      new Map((await reader.coverage()).filter((each) => each.topic === topic).map((each) => [each.partition, each])),
    write: (batch) => writer.write(batch),
    moveTo: (positions) => writer.moveTo(positions),
    forgetTopic: (topic) => writer.forgetTopic(topic),
    sweep: (retention, options) => writer.sweep(retention, options?.signal),
    writeFindings: (findings) => journal.writeFindings(findings),
    writeAudit: (entry) => journal.writeAudit(entry),
    keepDetection: (kept) => journal.keepDetection(kept),
    watchTurn: () => new PostgresTurn(full),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/**
 * Opens a store to read from it: nothing is ever written or made, whatever the user may do.
 *
 * @throws {PostgresStoreError} As {@linkcode postgresStore}, and when there are no tables yet.
 */
export async function postgresReader(settings: PostgresSettings): Promise<TransactionReader & AsyncDisposable> {
  const full = fullSettings(settings);
  {
    await using session = await PostgresSession.open(full, READING);
    await checkSchema(session, full);
  }
  const sessions = new Sessions(full, READING);
  return {
    ...reading((...query) => sessions.query(...query)),
    [Symbol.asyncDispose]: () => sessions.close(),
  };
}

/**
 * Opens a store to write findings and the audit alone, beside whoever writes records.
 *
 * @throws {PostgresStoreError} As {@linkcode postgresReader}.
 */
export async function postgresJournal(settings: PostgresSettings): Promise<JournalWriter & AsyncDisposable> {
  const full = fullSettings(settings), journal = new Journal(full);
  {
    await using session = await PostgresSession.open(full, READING);
    await checkSchema(session, full);
  }
  return {
    writeFindings: (findings) => journal.writeFindings(findings),
    writeAudit: (entry) => journal.writeAudit(entry),
    [Symbol.asyncDispose]: () => journal.close(),
  };
}
