import type { JournalWriter } from "./audit.ts";
import type { TransactionReader, TransactionStore } from "./transaction_store.ts";

/** Whether a place is a URL of PostgreSQL; otherwise it is a file of SQLite. */
export function isPostgres(place: string): boolean {
  return /^postgres(ql)?:\/\//i.test(place);
}

/** Opens the store at a place to write to; it is made where there is none. */
export async function storeAt(place: string): Promise<TransactionStore> {
  if (!isPostgres(place)) return (await import("./sqlite_store.ts")).sqliteStore(place);
  const { parsePostgresUrl, postgresStore } = await import("./postgres_store.ts");
  return await postgresStore(parsePostgresUrl(place));
}

/** Opens the store at a place to read from; there has to be one. */
export async function readerAt(place: string): Promise<TransactionReader & AsyncDisposable> {
  if (!isPostgres(place)) return (await import("./sqlite_store.ts")).sqliteReader(place);
  const { parsePostgresUrl, postgresReader } = await import("./postgres_store.ts");
  return await postgresReader(parsePostgresUrl(place));
}

/** Opens the store at a place to write findings and the audit alone; there has to be one. */
export async function journalAt(place: string): Promise<JournalWriter & AsyncDisposable> {
  if (!isPostgres(place)) return (await import("./sqlite_store.ts")).sqliteJournal(place);
  const { parsePostgresUrl, postgresJournal } = await import("./postgres_store.ts");
  return await postgresJournal(parsePostgresUrl(place));
}
