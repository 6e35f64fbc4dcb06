import type { NewTransaction } from "../new_transaction.ts";
import type { StoreBatch, WriteOutcome } from "../transaction_store.ts";
import { ClientBatch } from "./_client_batch.ts";
import { writeClients } from "./_client_rows.ts";
import { Logs } from "./_logs.ts";
import { RelayIds } from "./_relay_rows.ts";
import { ServerIds } from "./_server_rows.ts";
import type { PostgresSession } from "./_session.ts";
import { writeGaps, writeQuarantine } from "./_write_aside.ts";
import { writeLeases } from "./_write_leases.ts";
import { writeTallies } from "./_write_tallies.ts";
import { type StoredRow, TransactionColumns, writeTransactions } from "./_write_transactions.ts";

/** Taken by whoever writes; a sweep that drops a day waits until nobody has it. */
const WRITING = `select pg_advisory_xact_lock_shared(hashtextextended('dhcpkit writing ' || current_schema(), 0))`;

/** A batch whose transactions are all there. */
export interface WholeBatch extends StoreBatch {
  readonly transactions: readonly NewTransaction[];
}

/** What a writer remembers of the database between batches. */
export class WriterMemory {
  readonly servers: ServerIds = new ServerIds();
  readonly relays: RelayIds = new RelayIds();
  longestLifetime = 0;
}

/**
 * Writes a batch in one transaction.
 *
 * Any number of writers do this at once, and may believe to own the same partition. They take locks in one order, so that they wait for
 * each other but never in a circle: partitions of topics by name, link-addresses, clients by identity, servers that are new by name, and at
 * the end servers by number, whose tallies they guard, and the facts. Whoever has a client's row is alone with its transactions and leases.
 */
export async function writeBatch(
  session: PostgresSession,
  batch: WholeBatch,
  memory: WriterMemory,
): Promise<WriteOutcome> {
  const servers = memory.servers.begin();
  let longest = memory.longestLifetime, keepRelays = () => {};
  const outcome = await session.transaction(async () => {
    const logs = await Logs.lock(session, batch);
    const transactions = batch.transactions.filter(({ place }) => logs.isAhead(place));
    const relays = await memory.relays.begin(session);
    let stored: readonly StoredRow[] = [];
    if (transactions.length > 0) {
      const clients = new ClientBatch(transactions);
      await relays.write(session, transactions);
      const [columns] = await Promise.all([
        afterSending(() => new TransactionColumns(transactions)),
        writeClients(session, clients.rows, relays),
      ]);
      await servers.write(session, transactions);
      stored = await writeTransactions(session, columns, { logs, clients, servers });
      longest = Math.max(longest, await writeLeases(session, stored, servers));
    }
    await writeQuarantine(session, batch.quarantined.filter(({ place }) => logs.isAhead(place)), logs);
    await writeGaps(session, batch, logs);
    await logs.advance(session, batch.positions);
    await servers.touch(session, transactions);
    await writeTallies(session, stored, { logs, servers, relays });
    if (longest > memory.longestLifetime) {
      await session.query(`update facts set longest_lifetime = $1::bigint where longest_lifetime < $1::bigint`, [
        longest,
      ]);
    }
    keepRelays = () => relays.keep();
    return { stored: stored.length, duplicates: batch.transactions.length - stored.length };
  }, `begin; ${WRITING}`);
  servers.keep();
  keepRelays();
  memory.longestLifetime = longest;
  return outcome;
}

/** Does something when a query that is begun just now is on its way, so that the server is at work meanwhile. */
async function afterSending<T>(work: () => T): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve));
  return work();
}
