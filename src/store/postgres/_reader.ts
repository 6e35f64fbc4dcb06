import type { TransactionReader } from "../transaction_store.ts";
import {
  readLeasesFrom,
  readLongestLifetime,
  readPositions,
  readQuarantine,
  readServer,
  readServers,
  readSize,
} from "./_read_aside.ts";
import { readGaps, readMissingRecords } from "./_read_gaps.ts";
import { readClient, readClients, readClientsByLastSeen } from "./_read_clients.ts";
import { readLeasesAround, readLeasesOf, readLeasesWithin } from "./_read_leases.ts";
import { readAudit, readDetection, readFinding, readFindings } from "./_read_journal.ts";
import {
  readClientCounts,
  readPorts,
  readRelays,
  readTraffic,
  readTrafficByServer,
  readTrafficCoverage,
} from "./_read_tallies.ts";
import {
  readLastTransactionId,
  readTransactionAt,
  readTransactionById,
  readTransactionPage,
  readTransactionsAfter,
} from "./_read_transactions.ts";
import { searchTransactions } from "./_search_transactions.ts";
import type { RunQuery } from "./_reading.ts";

/** Everything that is read, by a way to run queries. */
export function reading(run: RunQuery): TransactionReader {
  return {
    until: (signal) => reading((text, parameters) => run(text, parameters, signal)),
    servers: (page) => readServers(run, page),
    server: (id) => readServer(run, id),
    client: (id) => readClient(run, id),
    clients: (search, page) => readClients(run, search, page),
    clientsByLastSeen: (page) => readClientsByLastSeen(run, page),
    transaction: (id) => readTransactionById(run, id),
    transactionAt: (where) => readTransactionAt(run, where),
    transactions: (filter, page) => readTransactionPage(run, filter, page),
    searchTransactions: (search, page) => searchTransactions(run, search, page),
    transactionsAfter: (id, limit) => readTransactionsAfter(run, id, limit),
    lastTransactionId: () => readLastTransactionId(run),
    leasesAround: (lease, question) => readLeasesAround(run, lease, question),
    leasesWithin: (lease, question) => readLeasesWithin(run, lease, question),
    leasesOf: (clientId, page) => readLeasesOf(run, clientId, page),
    gaps: (time) => readGaps(run, time),
    missingRecords: (page) => readMissingRecords(run, page),
    coverage: () => readPositions(run),
    longestLifetime: () => readLongestLifetime(run),
    leasesFrom: () => readLeasesFrom(run),
    quarantine: (page) => readQuarantine(run, page),
    traffic: (question) => readTraffic(run, question),
    trafficByServer: (time) => readTrafficByServer(run, time),
    trafficCoverage: () => readTrafficCoverage(run),
    clientCounts: (time) => readClientCounts(run, time),
    relays: (question) => readRelays(run, question),
    ports: (linkAddress, page) => readPorts(run, linkAddress, page),
    findings: (filter, page) => readFindings(run, filter, page),
    finding: (id) => readFinding(run, id),
    keptDetection: () => readDetection(run),
    audit: (page) => readAudit(run, page),
    size: () => readSize(run),
  };
}
