import type { LeaseEventSource } from "../lease_interval.ts";
import type { NewTransaction, QuarantinedRecord } from "../new_transaction.ts";
import type { Microseconds } from "../record_place.ts";
import { storedText } from "../stored_text.ts";
import type { PartitionPosition, StoreBatch, WriteOutcome } from "../transaction_store.ts";
import { ClientBook } from "./client_book.ts";
import { OUTCOMES } from "../stored_rows.ts";
import type { Database } from "./database.ts";
import { type CounterName, Counters } from "./counters.ts";
import { writeGaps } from "./gap_book.ts";
import { LeaseBook } from "./lease_book.ts";
import { ManyRows, ROWS_AT_ONCE } from "./many_rows.ts";
import { PositionBook } from "./position_book.ts";
import { RelayBook } from "./relay_book.ts";
import { ServerBook } from "./server_book.ts";
import { TallyBook } from "./tally_book.ts";

const INSERT = `
  INSERT INTO transactions (id, topic_id, partition, offset, server_id, client_id, received_at, duration, request_type,
    response_type, transaction_id, outcome, reason, digest, request, response, recorded_after) VALUES
  ON CONFLICT (received_at, client_id, server_id, digest) DO NOTHING`;
const INSERT_QUARANTINE = "INSERT OR IGNORE INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
const IS_PROOF = "SELECT 1 FROM proof WHERE client_id = ? AND received_at = ? AND server_id = ? AND digest = ?";

/** A transaction on its way into the database. */
interface Pending {
  readonly told: NewTransaction;
  readonly client: ReturnType<ClientBook["find"]>;
  readonly server: ReturnType<ServerBook["find"]>;
  readonly by: LeaseEventSource;
}

/** Writes batches, each in one transaction of SQLite. What it knows of the database is read again when another has written. */
export class Writer {
  readonly #db: Database;
  readonly #counters: Counters;
  readonly #positions: PositionBook;
  readonly #servers: ServerBook;
  readonly #clients: ClientBook;
  readonly #leases: LeaseBook;
  readonly #relays: RelayBook;
  readonly #tallies: TallyBook;
  /** What stands before these was counted once, even if its rows were swept since and come in again. */
  readonly #counted: PositionBook;
  readonly #insert: ManyRows;
  #proofsUntil = -1;

  constructor(db: Database, rememberedClients: number) {
    this.#db = db;
    this.#counters = new Counters(db);
    this.#positions = new PositionBook(db);
    this.#servers = new ServerBook(db);
    this.#clients = new ClientBook(db, this.#counters, rememberedClients);
    this.#leases = new LeaseBook(db, this.#counters);
    this.#relays = new RelayBook(db);
    this.#tallies = new TallyBook(db);
    this.#counted = new PositionBook(db, "counted");
    this.#insert = new ManyRows(db, INSERT, 17);
  }

  /** See `TransactionWriter`. */
  write(batch: StoreBatch): WriteOutcome {
    return this.change(() => {
      const stored = this.#writeTransactions(batch.transactions);
      batch.quarantined.forEach((record) => this.#writeQuarantined(record));
      writeGaps(this.#db, batch, { positions: this.#positions, counted: this.#counted });
      this.#counters.add("transaction", stored);
      batch.positions.forEach((position) => this.#positions.advance(position));
      batch.positions.forEach((position) => this.#counted.advance(position));
      this.#servers.flush();
      this.#clients.flush();
      this.#leases.flush();
      this.#relays.flush();
      this.#tallies.flush();
      this.#clients.trim((client) => this.#leases.release(client));
      return { stored, duplicates: batch.transactions.length - stored };
    });
  }

  /** See `TransactionWriter`. */
  moveTo(positions: readonly PartitionPosition[]): void {
    this.change(() => positions.forEach((position) => this.#positions.set(position)));
  }

  /** See `TransactionWriter`. */
  forgetTopic(topic: string): number {
    return this.change(() => this.#positions.delete(topic));
  }

  /** Does `work` in one transaction. When it throws, nothing of it is left, in the database and in memory. */
  change<T>(work: () => T): T {
    try {
      return this.#db.transaction(() => {
        if (this.#db.changedByOthers() && this.#counters.areOld()) this.#load();
        const result = work();
        this.#counters.save();
        return result;
      });
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  /** Takes note of rows that a sweep has deleted, within {@linkcode Writer.change}. */
  deleted(name: CounterName, rows: number): void {
    this.#counters.add(name, -rows);
    if (name !== "client" || rows === 0) return;
    this.#clients.forget();
    this.#leases.load();
  }

  /** Takes note of clients of which a sweep has deleted leases. */
  leasesDeleted(clientIds: ReadonlySet<number>): void {
    if (clientIds.size === 0) return;
    for (const client of this.#clients.all()) if (clientIds.has(client.id)) this.#leases.release(client);
  }

  /** Takes note of tallies and link-addresses that a sweep has deleted. */
  talliesDeleted(): void {
    this.#tallies.forget();
    this.#relays.forget();
  }

  /** Takes note of a transaction of that time that has become a proof. */
  proofKept(receivedAt: Microseconds): void {
    this.#proofsUntil = Math.max(this.#proofsUntil, receivedAt);
  }

  /** Writes a few at a time: what is made for one is gone before the next is read. */
  #writeTransactions(transactions: Iterable<NewTransaction>): number {
    let stored = 0, some: NewTransaction[] = [];
    for (const transaction of transactions) {
      if (this.#positions.isBehind(transaction.place)) continue;
      if (some.push(transaction) < ROWS_AT_ONCE) continue;
      stored += this.#writeSome(some);
      some = [];
    }
    return stored + this.#writeSome(some);
  }

  #writeSome(transactions: readonly NewTransaction[]): number {
    const pending: Pending[] = [];
    for (const told of transactions) {
      const { receivedAt, place } = told;
      const server = this.#servers.find(told.server, receivedAt), client = this.#clients.find(told.client, receivedAt);
      if (receivedAt <= this.#proofsUntil && this.#isProof(told, client.id, server.id)) continue;
      const transactionId = this.#counters.nextId("transaction");
      const by = {
        transactionId,
        clientId: client.id,
        serverId: server.id,
        partition: place.partition,
        offset: place.offset,
      };
      putRow(this.#insert, told, by, this.#servers.topic(place.topic));
      pending.push({ told, client, server, by });
    }
    const stored = this.#insert.end();
    if (stored === pending.length) pending.forEach((one) => this.#stored(one));
    else if (stored > 0) this.#areThere(pending).forEach((one) => this.#stored(one));
    return stored;
  }

  #stored({ told, client, server, by }: Pending): void {
    this.#servers.saw(server, told.receivedAt);
    const relayId = this.#relays.saw(client, told);
    if (!this.#counted.covers(told.place, told.receivedAt)) {
      this.#tallies.count(told, { serverId: server.id, clientId: client.id, relayId });
    }
    this.#clients.saw(client, told);
    for (const event of told.leaseEvents) this.#leases.apply(event, by, client);
  }

  #areThere(pending: readonly Pending[]): Pending[] {
    const rows = this.#db.all("SELECT id FROM transactions WHERE id >= ?", pending[0].by.transactionId);
    const ids = new Set(rows.map(({ id }) => id));
    return pending.filter(({ by }) => ids.has(by.transactionId));
  }

  #isProof({ receivedAt, digest }: NewTransaction, clientId: number, serverId: number): boolean {
    return this.#db.get(IS_PROOF, clientId, receivedAt, serverId, digest) !== undefined;
  }

  #writeQuarantined({ place, recordedAt, reason, key, value }: QuarantinedRecord): void {
    if (this.#positions.isBehind(place)) return;
    const { topic, partition, offset } = place, id = this.#counters.nextId("quarantine");
    const text = storedText(reason);
    const values = [id, topic, partition, offset, recordedAt, text, key ?? null, value ?? null];
    this.#counters.add("quarantine", this.#db.run(INSERT_QUARANTINE, ...values));
  }

  #load(): void {
    this.#counters.load();
    this.#positions.load();
    this.#counted.load();
    this.#servers.load();
    this.#clients.forget();
    this.#leases.load();
    this.talliesDeleted();
    this.#proofsUntil = this.#db.get("SELECT max(received_at) AS until FROM proof").until ?? -1;
  }

  #forget(): void {
    this.#db.forgetVersion();
    this.#counters.forget();
    this.talliesDeleted();
    this.#insert.forget();
    this.#clients.forget();
    this.#leases.forget();
  }
}

function putRow(insert: ManyRows, told: NewTransaction, by: LeaseEventSource, topicId: number): void {
  insert.put(by.transactionId);
  insert.put(topicId);
  insert.put(by.partition);
  insert.put(by.offset);
  insert.put(by.serverId);
  insert.put(by.clientId);
  insert.put(told.receivedAt);
  insert.put(told.duration);
  insert.put(told.requestType);
  insert.put(told.responseType);
  insert.put(told.transactionId);
  insert.put(OUTCOMES.indexOf(told.outcome));
  insert.put(told.reason === "" ? "" : storedText(told.reason));
  insert.put(told.digest);
  insert.put(told.request ?? null);
  insert.put(told.response ?? null);
  insert.put(told.recordedAt - told.receivedAt);
}
