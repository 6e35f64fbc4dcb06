import type { JournalWriter, StoredAuditEntry } from "./audit.ts";
import type { LeasesWithin } from "./leases_within.ts";
import type { FindingFilter, FindingKey, StoredFinding, TransactionPlace } from "./finding.ts";
import type { LeaseInterval } from "./lease_interval.ts";
import type { LeaseKey } from "./lease_event.ts";
import type { ClientIdentity, NewTransaction, QuarantinedRecord, TransactionList } from "./new_transaction.ts";
import type { Microseconds } from "./record_place.ts";
import type { ClientCounts, PortKey, RelayQuestion, RelayTraffic, StoredPort } from "./relay.ts";
import type { Retention, Swept } from "./retention.ts";
import type { Traffic, TrafficCoverage, TrafficPoint, TrafficQuestion } from "./traffic.ts";
import type { WatchKeeper } from "./watch_keeping.ts";
import type { FoundTransactions, TransactionFilter, TransactionKey, TransactionSearch } from "./transaction_filter.ts";

/** How far a partition was read. */
export interface PartitionPosition {
  /** The topic. */
  readonly topic: string;
  /** The partition. */
  readonly partition: number;
  /** Offset of the record to read next. */
  readonly next: bigint;
  /** Everything published up to then was read: the time of the last record, or the moment at which there was no other. */
  readonly coveredUntil: Microseconds;
}

/**
 * Records of a partition that nobody will read any more: so many, none where a log merely begins (`from` is 0), or as many as a log had
 * behind `fromOffset` that was deleted and made anew (`toOffset` is the same).
 */
export interface LogGap {
  /** The topic. */
  readonly topic: string;
  /** The partition. */
  readonly partition: number;
  /** Offset of the first one that is missing. */
  readonly fromOffset: bigint;
  /** Offset behind the last one that is missing. */
  readonly toOffset: bigint;
  /** Time of the record before it; 0 where there is none. */
  readonly from: Microseconds;
  /** Time of the record behind it, or when there was none yet. */
  readonly to: Microseconds;
}

/** Where a gap stands in a list of gaps. */
export type GapKey = Pick<LogGap, "from" | "topic" | "partition" | "fromOffset">;

/** What is written together or not at all. */
export interface StoreBatch {
  /** Transactions, those of one partition in the order of their offsets. */
  readonly transactions: TransactionList;
  /** Records that are no transactions. */
  readonly quarantined: readonly QuarantinedRecord[];
  /** Where reading goes on: for each partition that the batch has records of, and others. */
  readonly positions: readonly PartitionPosition[];
  /** Records that were found missing. */
  readonly gaps: readonly LogGap[];
}

/** What came of a batch. */
export interface WriteOutcome {
  /** Transactions that are new. */
  readonly stored: number;
  /** Transactions that were there already: read again, or published twice. */
  readonly duplicates: number;
}

/** A DHCPv6 server as a store knows it. */
export interface StoredServer {
  /** Number in the store. */
  readonly id: number;
  /** Its name. */
  readonly name: string;
  /** Time of its first transaction. */
  readonly firstSeen: Microseconds;
  /** Time of its last transaction. */
  readonly lastSeen: Microseconds;
}

/** A client as a store knows it. */
export interface StoredClient extends ClientIdentity {
  /** Number in the store. */
  readonly id: number;
  /** The address that it sent from last, 16 bytes. */
  readonly clientAddress: Uint8Array | undefined;
  /** See `NewTransaction`. */
  readonly macAddress: string | undefined;
  /** The link-address that it was behind last, see `NewTransaction`. */
  readonly linkAddress: Uint8Array | undefined;
  /** The name that it gave itself last; empty when it gave none. */
  readonly hostName: string;
  /** Its last vendor class; empty when it gave none. */
  readonly vendorClass: string;
  /** Time of its first transaction. */
  readonly firstSeen: Microseconds;
  /** Time of its last transaction. */
  readonly lastSeen: Microseconds;
}

/** A transaction as a store has it. */
export interface StoredTransaction extends
  Pick<
    NewTransaction,
    | "place"
    | "server"
    | "receivedAt"
    | "duration"
    | "requestType"
    | "responseType"
    | "transactionId"
    | "outcome"
    | "reason"
    | "request"
    | "response"
    | "digest"
  > {
  /** See `NewTransaction`; `undefined` in what older versions of this module stored. */
  readonly recordedAt: Microseconds | undefined;
  /** Number in the store. */
  readonly id: number;
  /** Number of the server. */
  readonly serverId: number;
  /** Number of the client. */
  readonly clientId: number;
}

/** A quarantined record as a store has it. */
export interface StoredQuarantine extends QuarantinedRecord {
  /** Number in the store. */
  readonly id: number;
}

/**
 * What clients are looked for by. Bytes have to be equal; `linkAddress` finds those that were behind it last. Texts compare without regard
 * to case, and are found anywhere within (interface-ids and remote-ids as `clientTexts` writes them), but for `macAddress`, which is found
 * by its beginning, and `macBlocks`, which finds the MAC addresses that begin like any of these;
 * `lease` finds whoever had the address or prefix, one around it or one within it; `port` finds those on exactly that port.
 */
export type ClientSearch =
  | { readonly by: "duid"; readonly bytes: Uint8Array }
  | { readonly by: "clientAddress"; readonly bytes: Uint8Array }
  | { readonly by: "linkAddress"; readonly bytes: Uint8Array }
  | { readonly by: "port"; readonly port: PortKey }
  | { readonly by: "macAddress"; readonly text: string }
  | { readonly by: "macBlocks"; readonly texts: readonly string[] }
  | { readonly by: "lease"; readonly lease: LeaseKey }
  | { readonly by: "interfaceId"; readonly text: string }
  | { readonly by: "remoteId"; readonly text: string }
  | { readonly by: "hostName"; readonly text: string }
  | { readonly by: "vendorClass"; readonly text: string };

/** Which part of a list: so many, behind the last item of the part before. */
export interface Page<Key> {
  /** How many at most. */
  readonly limit: number;
  /** Key of the item that the part before ended with. Default: from the start. */
  readonly after?: Key;
}

/** How much a store holds. */
export interface StoreSize {
  /** Transactions; an estimate where counting is expensive. */
  readonly transactions: number;
  /** Leases; an estimate where counting is expensive. */
  readonly leases: number;
  /** Clients; an estimate where counting is expensive. */
  readonly clients: number;
  /** Quarantined records. */
  readonly quarantined: number;
  /** Bytes on disk; 0 in memory. */
  readonly bytes: number;
}

/** What the collector writes to. */
export interface TransactionWriter {
  /** How many records it is quickest with, in a batch; absent where that matters little. */
  readonly preferredBatch?: number;
  /**
   * Whether it waits for a server while it writes, so that who collects had better make the next transactions meanwhile. Default: no, it
   * works in this thread, and makes them one by one.
   */
  readonly isRemote?: boolean;
  /** How far each partition of a topic was read; those that were never read are not in it. */
  positions(topic: string): Promise<ReadonlyMap<number, PartitionPosition>>;
  /**
   * Writes a batch, all of it or nothing. Records before the position of their partition are left out: they are there, whoever
   * wrote them. Of equal transactions (client, server, time and digest) the first is kept. Positions only go forward. In texts, NUL and
   * lone surrogates become U+FFFD.
   */
  write(batch: StoreBatch): Promise<WriteOutcome>;
  /** Sets where reading starts, also back: what is read again and still there is not stored again. */
  moveTo(positions: readonly PartitionPosition[]): Promise<void>;
  /**
   * Forgets how far a topic was read that nobody reads any more: who asks does not wait for it, and takes it that no more was published
   * there. Everything that was read of it, and what is missing, stays. Returns how many partitions it had.
   */
  forgetTopic(topic: string): Promise<number>;
  /**
   * Deletes what need not be kept, a little at a time; writing goes on meanwhile. Tells what was deleted, also when `signal` aborts or
   * the store is closed before everything is.
   */
  sweep(retention: Retention, options?: { signal?: AbortSignal }): Promise<Swept>;
}

/** What pages and commands read. A `limit` is at most 1000. */
export interface TransactionReader {
  /**
   * The same reader until `signal` aborts: nothing more is asked then, and what is under way is stopped; calls reject. Absent where what is
   * under way cannot be stopped.
   */
  until?(signal: AbortSignal): TransactionReader;
  /** Servers, by name; without a page, all of them. A page begins behind the server of a number. */
  servers(page?: Page<number>): Promise<StoredServer[]>;
  /** A server, `undefined` when there is none of that number. */
  server(id: number): Promise<StoredServer | undefined>;
  /** A client, `undefined` when there is none of that number. */
  client(id: number): Promise<StoredClient | undefined>;
  /** Clients that are found, the one seen last first, then by number. */
  clients(search: ClientSearch, page: Page<Pick<StoredClient, "id" | "lastSeen">>): Promise<StoredClient[]>;
  /** All clients, the one seen last first, then by number. */
  clientsByLastSeen(page: Page<Pick<StoredClient, "id" | "lastSeen">>): Promise<StoredClient[]>;
  /** A transaction, `undefined` when there is none of that number (any more). */
  transaction(id: number): Promise<StoredTransaction | undefined>;
  /** The transaction of a record, also where it is kept for a lease or a finding alone; `undefined` when it is not there (any more). */
  transactionAt(where: TransactionPlace): Promise<StoredTransaction | undefined>;
  /** Transactions, the latest first. */
  transactions(filter: TransactionFilter, page: Page<TransactionKey>): Promise<StoredTransaction[]>;
  /** Transactions that are looked for among many, the latest first: as far as it looks at a time. */
  searchTransactions(search: TransactionSearch, page: Page<TransactionKey>): Promise<FoundTransactions>;
  /**
   * The transactions that were stored after the one of this number, in the order of their numbers: what is new, for those who ask again
   * and again. Where several collectors write at once (PostgreSQL), one may store lower numbers a moment later.
   */
  transactionsAfter(id: number, limit: number): Promise<StoredTransaction[]>;
  /** The highest number of a transaction, where `transactionsAfter` goes on from now; 0 when there is none. */
  lastTransactionId(): Promise<number>;
  /**
   * The leases of the address or prefix itself and of each one around it that began at that time or before; with `holding`, only those
   * that had not ended by then. At most `limit` of each; the latest first, then by number.
   */
  leasesAround(
    lease: LeaseKey,
    options: { at: Microseconds; limit: number; holding?: boolean },
  ): Promise<LeaseInterval[]>;
  /** The leases within a prefix, but not the prefix itself, that had begun at that time and had not ended; by key, then by start. */
  leasesWithin(lease: LeaseKey, options: { at: Microseconds; limit: number }): Promise<LeasesWithin>;
  /** The leases of a client, the latest first, then by number. */
  leasesOf(clientId: number, page: Page<Pick<LeaseInterval, "startedAt" | "id">>): Promise<LeaseInterval[]>;
  /** Gaps that overlap a time, the earliest first. */
  gaps(time: { from: Microseconds; to: Microseconds }): Promise<LogGap[]>;
  /** Gaps but for those where a log merely begins, the latest first, then by topic, partition and offset, the highest first. */
  missingRecords(page: Page<GapKey>): Promise<LogGap[]>;
  /** How far all partitions of all topics were read. */
  coverage(): Promise<PartitionPosition[]>;
  /** The longest time for which a lease was granted, in microseconds; `NEVER` after an infinite one, 0 before any. */
  longestLifetime(): Promise<Microseconds>;
  /** From when on leases are whole: of those that ended before, some or all were deleted; 0 where none were. */
  leasesFrom(): Promise<Microseconds>;
  /** Quarantined records, the latest first. */
  quarantine(page: Page<number>): Promise<StoredQuarantine[]>;
  /** Traffic step by step, the earliest first; steps without any are left out. */
  traffic(question: TrafficQuestion): Promise<TrafficPoint[]>;
  /** The traffic of each server in a time, by its number; the time is rounded to minutes, or to more where it is long. */
  trafficByServer(time: { from: Microseconds; to: Microseconds }): Promise<ReadonlyMap<number, Traffic>>;
  /** Since when traffic, that of relay agents and numbers of clients are known. */
  trafficCoverage(): Promise<TrafficCoverage>;
  /** How many different clients there were, in whole hours: `from` is rounded down, `to` up. */
  clientCounts(time: { from: Microseconds; to: Microseconds }): Promise<ClientCounts>;
  /** Traffic by link-address, the one with most requests first, then by number. */
  relays(question: RelayQuestion): Promise<RelayTraffic[]>;
  /** Ports, of the clients that were behind a link-address last or of all clients: by Interface-Id, then Remote-ID, byte by byte. */
  ports(linkAddress: Uint8Array | "all", page: Page<PortKey>): Promise<StoredPort[]>;
  /** Findings, the one that began last first, then by id. */
  findings(filter: FindingFilter, page: Page<FindingKey>): Promise<StoredFinding[]>;
  /** A finding, `undefined` when there is none of that id. */
  finding(id: string): Promise<StoredFinding | undefined>;
  /** What detection knew when it was kept last; empty where nothing was. */
  keptDetection(): Promise<Uint8Array[]>;
  /** The audit, the latest entry first. */
  audit(page: Page<number>): Promise<StoredAuditEntry[]>;
  /** How much there is. */
  size(): Promise<StoreSize>;
}

/**
 * Where transactions are kept: SQLite (`./collector/sqlite`), PostgreSQL (`./collector/postgres`) or memory.
 *
 * Every method rejects with what the database says when it cannot be reached or is damaged.
 */
export interface TransactionStore
  extends TransactionWriter, TransactionReader, JournalWriter, WatchKeeper, AsyncDisposable {
  /** What it is called in logs: `sqlite`, `postgres`, `memory`. */
  readonly name: string;
  /** Ends everything that is under way and closes the store. */
  close(): Promise<void>;
}
