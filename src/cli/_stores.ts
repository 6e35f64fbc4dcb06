import type { JournalWriter, TransactionReader, TransactionStore } from "../store/mod.ts";
import { isPostgres, journalAt, readerAt, storeAt } from "../store/store_at.ts";
import { reason, UserError } from "./_terminal.ts";

/** What a store is called on the command line. */
export const STORE_HELP = "file of SQLite, or postgres://user@host/database";

/** Opens a store to write to; it is made where there is none. Throws `UserError`. */
export async function openStore(location: string): Promise<TransactionStore> {
  return await opened(location, storeAt);
}

/** Opens a store to read from; there has to be one. Throws `UserError`. */
export async function openReader(location: string): Promise<TransactionReader & AsyncDisposable> {
  return await opened(location, readerAt);
}

/** Opens a store to write findings and the audit alone; there has to be one. Throws `UserError`. */
export async function openJournal(location: string): Promise<JournalWriter & AsyncDisposable> {
  return await opened(location, journalAt);
}

/** Never tells the location of a PostgreSQL server whole: a password may be in it. */
async function opened<T>(location: string, open: (location: string) => Promise<T>): Promise<T> {
  try {
    return await open(location);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    const name = isPostgres(location) ? "PostgreSQL" : location;
    throw new UserError(`cannot open the store ${name}: ${reason(error)}`, { cause: error });
  }
}
