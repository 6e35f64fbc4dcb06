import type { TransactionReader } from "../transaction_store.ts";
import { readGaps, readLongestLifetime, readPositions, readQuarantine, readServers, readSize } from "./_read_aside.ts";
import { readClient, readClients } from "./_read_clients.ts";
import { readLeasesAround, readLeasesOf, readLeasesWithin } from "./_read_leases.ts";
import { readTransactionById, readTransactionPage } from "./_read_transactions.ts";
import type { RunQuery } from "./_reading.ts";

/** Everything that is read, by a way to run queries. */
export function reading(run: RunQuery): TransactionReader {
  return {
    servers: () => readServers(run),
    client: (id) => readClient(run, id),
    clients: (search, page) => readClients(run, search, page),
    transaction: (id) => readTransactionById(run, id),
    transactions: (filter, page) => readTransactionPage(run, filter, page),
    leasesAround: (lease, question) => readLeasesAround(run, lease, question),
    leasesWithin: (lease, question) => readLeasesWithin(run, lease, question),
    leasesOf: (clientId, { limit }) => readLeasesOf(run, clientId, limit),
    gaps: (time) => readGaps(run, time),
    coverage: () => readPositions(run),
    longestLifetime: () => readLongestLifetime(run),
    quarantine: (page) => readQuarantine(run, page),
    size: () => readSize(run),
  };
}
