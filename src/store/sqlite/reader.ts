import type { StoredAuditEntry } from "../audit.ts";
import type { FindingFilter, FindingKey, StoredFinding, TransactionPlace } from "../finding.ts";
import type { LeaseInterval } from "../lease_interval.ts";
import type { LeaseKey } from "../lease_event.ts";
import type { LeasesWithin } from "../leases_within.ts";
import type { Microseconds } from "../record_place.ts";
import type { ClientCounts, PortKey, RelayQuestion, RelayTraffic, StoredPort } from "../relay.ts";
import type { Traffic, TrafficCoverage, TrafficPoint, TrafficQuestion } from "../traffic.ts";
import type { FoundTransactions, TransactionFilter, TransactionKey, TransactionSearch } from "../transaction_filter.ts";
import type {
  ClientSearch,
  GapKey,
  LogGap,
  Page,
  PartitionPosition,
  StoredClient,
  StoredQuarantine,
  StoredServer,
  StoredTransaction,
  StoreSize,
  TransactionReader,
} from "../transaction_store.ts";
import { clientsByLastSeen, searchClients } from "./client_search.ts";
import type { Database } from "./database.ts";
import { gaps, missingRecords } from "./gap_queries.ts";
import { audit, finding, findings, keptDetection } from "./journal.ts";
import { leasesAround, leasesOf, leasesWithin } from "./lease_queries.ts";
import { POSITION } from "./position_book.ts";
import { ports, relays } from "./relay_queries.ts";
import { CLIENT, clientOf, positionOf, quarantineOf } from "./rows.ts";
import { server, servers } from "./server_queries.ts";
import { clientCounts, traffic, trafficByServer, trafficCoverage } from "./tally_queries.ts";
import { listTransactions, transactionAt, transactionById, transactionsAfter } from "./transaction_queries.ts";
import { searchTransactions } from "./transaction_search.ts";

const LONGEST_PAGE = 1000;
const QUARANTINE = `
  SELECT id, topic, partition, CAST(offset AS TEXT) AS offset, recorded_at, reason, key, value FROM quarantine
  WHERE id < ? ORDER BY id DESC LIMIT ?`;

/** What a database answers to pages and commands. It never writes. */
export class SqliteReader implements TransactionReader, AsyncDisposable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async servers(page?: Page<number>): Promise<StoredServer[]> {
    return await servers(this.#db, page && { ...page, limit: atMost(page.limit) });
  }

  async server(id: number): Promise<StoredServer | undefined> {
    return await server(this.#db, id);
  }

  async client(id: number): Promise<StoredClient | undefined> {
    const sql = `SELECT ${CLIENT} FROM client JOIN client_seen ON client_seen.id = client.id WHERE client.id = ?`;
    const row = await this.#db.get(sql, id);
    return row && clientOf(row);
  }

  async clients(search: ClientSearch, page: Page<Pick<StoredClient, "id" | "lastSeen">>): Promise<StoredClient[]> {
    return await searchClients(this.#db, search, { ...page, limit: atMost(page.limit) });
  }

  async clientsByLastSeen(page: Page<Pick<StoredClient, "id" | "lastSeen">>): Promise<StoredClient[]> {
    return await clientsByLastSeen(this.#db, { ...page, limit: atMost(page.limit) });
  }

  async transaction(id: number): Promise<StoredTransaction | undefined> {
    return await transactionById(this.#db, id);
  }

  async transactionAt(where: TransactionPlace): Promise<StoredTransaction | undefined> {
    return await transactionAt(this.#db, where);
  }

  async transactions(filter: TransactionFilter, page: Page<TransactionKey>): Promise<StoredTransaction[]> {
    return await listTransactions(this.#db, filter, { ...page, limit: atMost(page.limit) });
  }

  async searchTransactions(search: TransactionSearch, page: Page<TransactionKey>): Promise<FoundTransactions> {
    return await searchTransactions(this.#db, search, { ...page, limit: atMost(page.limit) });
  }

  async transactionsAfter(id: number, limit: number): Promise<StoredTransaction[]> {
    return await transactionsAfter(this.#db, id, atMost(limit));
  }

  async lastTransactionId(): Promise<number> {
    return await this.#db.get("SELECT max(id) AS id FROM transactions").id ?? 0;
  }

  async leasesAround(
    lease: LeaseKey,
    { at, limit, holding = false }: { at: Microseconds; limit: number; holding?: boolean },
  ): Promise<LeaseInterval[]> {
    return await leasesAround(this.#db, lease, { at, limit: atMost(limit), holding });
  }

  async leasesWithin(lease: LeaseKey, { at, limit }: { at: Microseconds; limit: number }): Promise<LeasesWithin> {
    return await leasesWithin(this.#db, lease, at, atMost(limit));
  }

  async leasesOf(clientId: number, page: Page<Pick<LeaseInterval, "startedAt" | "id">>): Promise<LeaseInterval[]> {
    return await leasesOf(this.#db, clientId, { ...page, limit: atMost(page.limit) });
  }

  async gaps(time: { from: Microseconds; to: Microseconds }): Promise<LogGap[]> {
    return await gaps(this.#db, time);
  }

  async missingRecords(page: Page<GapKey>): Promise<LogGap[]> {
    return await missingRecords(this.#db, { ...page, limit: atMost(page.limit) });
  }

  async coverage(): Promise<PartitionPosition[]> {
    return await this.#db.all(`SELECT ${POSITION} FROM position ORDER BY topic, partition`).map(positionOf);
  }

  async longestLifetime(): Promise<Microseconds> {
    return await this.#db.get("SELECT microseconds FROM longest_lifetime")?.microseconds ?? 0;
  }

  async leasesFrom(): Promise<Microseconds> {
    return await this.#db.get("SELECT leases_from FROM swept").leases_from;
  }

  async quarantine({ limit, after }: Page<number>): Promise<StoredQuarantine[]> {
    return await this.#db.all(QUARANTINE, after ?? Number.MAX_SAFE_INTEGER, atMost(limit)).map(quarantineOf);
  }

  async traffic(question: TrafficQuestion): Promise<TrafficPoint[]> {
    return await traffic(this.#db, question);
  }

  async trafficByServer(time: { from: Microseconds; to: Microseconds }): Promise<ReadonlyMap<number, Traffic>> {
    return await trafficByServer(this.#db, time);
  }

  async trafficCoverage(): Promise<TrafficCoverage> {
    return await trafficCoverage(this.#db);
  }

  async clientCounts(time: { from: Microseconds; to: Microseconds }): Promise<ClientCounts> {
    return await clientCounts(this.#db, time);
  }

  async relays(question: RelayQuestion): Promise<RelayTraffic[]> {
    return await relays(this.#db, question);
  }

  async ports(linkAddress: Uint8Array | "all", page: Page<PortKey>): Promise<StoredPort[]> {
    return await ports(this.#db, linkAddress, { ...page, limit: atMost(page.limit) });
  }

  async findings(filter: FindingFilter, page: Page<FindingKey>): Promise<StoredFinding[]> {
    return await findings(this.#db, filter, { ...page, limit: atMost(page.limit) });
  }

  async finding(id: string): Promise<StoredFinding | undefined> {
    return await finding(this.#db, id);
  }

  async keptDetection(): Promise<Uint8Array[]> {
    return await keptDetection(this.#db);
  }

  async audit(page: Page<number>): Promise<StoredAuditEntry[]> {
    return await audit(this.#db, { ...page, limit: atMost(page.limit) });
  }

  async size(): Promise<StoreSize> {
    const rows = await this.#db.all("SELECT name, row_count FROM counter ORDER BY name");
    const [clients, leases, quarantined, transactions] = rows.map(({ row_count }) => row_count);
    const { page_count } = this.#db.get("PRAGMA page_count"), { page_size } = this.#db.get("PRAGMA page_size");
    const bytes = this.#db.path === ":memory:" ? 0 : page_count * page_size;
    return { transactions, leases, clients, quarantined, bytes };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#db.close();
  }
}

function atMost(limit: number): number {
  return Math.min(limit, LONGEST_PAGE);
}
