import type { LeaseEvent, LeaseKey } from "../lease_event.ts";
import { applyLeaseEvent, type LeaseEventSource, type LeaseInterval, needsWholeHistory } from "../lease_interval.ts";
import { type Microseconds, NEVER } from "../record_place.ts";
import { ASSOCIATIONS, ENDINGS, leaseOf } from "../stored_rows.ts";
import type { Database, Statement } from "./database.ts";
import type { Counters } from "./counters.ts";
import { ManyRows } from "./many_rows.ts";
import { LeaseShelf, NO_SLOT, type Slot } from "./lease_shelf.ts";
import { LEASE, leasesBy } from "./rows.ts";

const HISTORY = `SELECT ${LEASE} FROM ${leasesBy("lease_by_key")} WHERE lease = ? AND client_id = ?`;
const WHOLE_HISTORY = `${HISTORY} ORDER BY started_at, lease.id`;
const LATEST = `${HISTORY} ORDER BY started_at DESC, lease.id DESC LIMIT 1`;
/** Of a client with more intervals than this, each lease is looked for. */
const MOST_HASHES = 64;
/** So many intervals of a client stay in memory, those that came last. */
const MOST_KNOWN = 4;
const OF_CLIENT = `SELECT ${LEASE} FROM ${leasesBy("lease_by_client")} WHERE client_id = ?
  ORDER BY started_at DESC, lease.id DESC LIMIT ${MOST_HASHES + 1}`;
const INSERT = "INSERT INTO lease (id, lease, client_id, started_at, opened_by) VALUES";
const START_EARLIER = "UPDATE lease SET started_at = ?, opened_by = ? WHERE id = ?";
const WRITE_STATE = `
  INSERT OR REPLACE INTO lease_state (id, server_id, iaid, association, confirmed_at, renew_at, rebind_at, valid_until,
    ended_at, ending, grants, confirmed_by, ended_by, changed_at, partition, offset) VALUES`;

/** What is in memory of a client's leases. */
export interface ClientLeases {
  /** Number of the client. */
  readonly id: number;
  /** The latest interval of some of them, the lease that came last first; `undefined` until they are read. */
  firstLease: Slot | undefined;
  /** How many there are in the chain. */
  knownLeases: number;
  /**
   * The hashes of all others that the client ever had, so that a new one is not looked for, each a character: arrays of numbers would
   * take eight times as much. `undefined` when there are many.
   */
  otherLeases: string | undefined;
}

/** What is in memory of a client that never had a lease. */
export const NO_LEASES: Omit<ClientLeases, "id"> = { firstLease: NO_SLOT, knownLeases: 0, otherLeases: "" };
/** What is in memory of a client whose leases were not looked for yet. */
export const UNKNOWN_LEASES: Omit<ClientLeases, "id"> = { ...NO_LEASES, firstLease: undefined };

/** The leases of a store: those of recent clients in memory, and what changed of them until {@linkcode LeaseBook.flush}. */
export class LeaseBook {
  readonly #db: Database;
  readonly #counters: Counters;
  readonly #shelf = new LeaseShelf();
  /** Intervals of the shelf that were changed and are not there yet. */
  readonly #taken = new Map<Slot, LeaseInterval>();
  readonly #changed = new Set<LeaseInterval>();
  readonly #moved = new Set<LeaseInterval>();
  readonly #lengths = new Set<string>();
  readonly #new = new Set<LeaseInterval>();
  readonly #crowded = new Set<ClientLeases>();
  readonly #insert: ManyRows;
  readonly #writeState: ManyRows;
  readonly #findLatest: Statement;
  readonly #findAll: Statement;
  #longest: Microseconds = 0;

  constructor(db: Database, counters: Counters) {
    this.#db = db;
    this.#counters = counters;
    this.#insert = new ManyRows(db, INSERT, 5);
    this.#writeState = new ManyRows(db, WRITE_STATE, 16);
    this.#findLatest = db.prepare(LATEST);
    this.#findAll = db.prepare(OF_CLIENT);
  }

  /** Reads what is needed of all leases. */
  load(): void {
    this.forget();
    for (const { length } of this.#db.all("SELECT length FROM lease_length")) this.#lengths.add(lengthDigits(length));
    this.#longest = this.#db.get("SELECT microseconds FROM longest_lifetime")?.microseconds ?? 0;
  }

  /** Brings what a transaction of a client tells into the history. */
  apply(event: LeaseEvent, by: LeaseEventSource, client: ClientLeases): void {
    const slot = this.#find(client, event.lease), last = this.#interval(slot, event.lease, client.id);
    const history = last === undefined ? [] : needsWholeHistory(last, event, by) ? this.#readAll(last) : [last];
    const starts = history.length > 1 ? history.map(({ startedAt }) => startedAt) : [last?.startedAt];
    const { length } = history, changed = applyLeaseEvent(history, event, by);
    if (event.kind === "granted") this.#granted(event);
    if (changed === undefined) return;
    this.#keep(slot, history.at(-1)!, client);
    this.#changed.add(changed);
    if (history.length > length) {
      changed.id = this.#counters.nextId("lease");
      this.#counters.add("lease", 1);
      this.#new.add(changed);
    } else if (starts[history.indexOf(changed)] !== changed.startedAt) {
      this.#moved.add(changed);
    }
  }

  /** Writes what changed. */
  flush(): void {
    this.#write();
    for (const [slot, interval] of this.#taken) this.#shelf.set(slot, interval);
    this.#taken.clear();
    for (const client of this.#crowded) this.#thin(client);
    this.#crowded.clear();
  }

  /** Forgets the leases of a client. Nothing of them may have changed since {@linkcode LeaseBook.flush}. */
  release(client: ClientLeases): void {
    for (let slot = client.firstLease ?? NO_SLOT, next; slot !== NO_SLOT; slot = next) {
      next = this.#shelf.next(slot);
      this.#shelf.remove(slot);
    }
    Object.assign(client, UNKNOWN_LEASES);
  }

  /** Forgets everything that is in memory, but for what clients say of it. */
  forget(): void {
    this.#crowded.clear();
    this.#taken.clear();
    this.#shelf.clear();
    this.#forgetChanges();
    this.#lengths.clear();
    this.#longest = 0;
  }

  #write(): void {
    if (this.#changed.size === 0) return;
    for (const { id, lease, clientId, startedAt, openedBy } of this.#new) {
      for (const value of [id, lease, clientId, startedAt, openedBy]) this.#insert.put(value);
    }
    this.#insert.end();
    for (const lease of [...this.#changed].sort((a, b) => a.id - b.id)) putState(this.#writeState, lease);
    this.#writeState.end();
    for (const { id, startedAt, openedBy } of this.#moved) this.#db.run(START_EARLIER, startedAt, openedBy, id);
    this.#forgetChanges();
  }

  #forgetChanges(): void {
    this.#insert.forget();
    this.#writeState.forget();
    this.#new.clear();
    this.#changed.clear();
    this.#moved.clear();
  }

  #granted({ lease, at, validUntil }: LeaseEvent): void {
    const digits = lease.slice(32), lifetime = validUntil === NEVER ? NEVER : validUntil - at;
    if (!this.#lengths.has(digits)) {
      this.#db.run("INSERT OR IGNORE INTO lease_length VALUES (?)", Number.parseInt(digits, 16));
      this.#lengths.add(digits);
    }
    if (lifetime <= this.#longest) return;
    this.#db.run("INSERT OR REPLACE INTO longest_lifetime VALUES (1, ?)", lifetime);
    this.#longest = lifetime;
  }

  #interval(slot: Slot, lease: LeaseKey, clientId: number): LeaseInterval | undefined {
    return slot === NO_SLOT ? undefined : this.#taken.get(slot) ?? this.#shelf.get(slot, lease, clientId);
  }

  /** Keeps the latest interval of a lease, in the slot of the one before, if there is any. */
  #keep(slot: Slot, latest: LeaseInterval, client: ClientLeases): void {
    this.#taken.set(slot === NO_SLOT ? this.#add(latest, client) : slot, latest);
  }

  #add(latest: LeaseInterval, client: ClientLeases): Slot {
    const slot = client.firstLease = this.#shelf.add(latest, client.firstLease ?? NO_SLOT);
    if (++client.knownLeases > MOST_KNOWN) this.#crowded.add(client);
    return slot;
  }

  /** The slot of the latest interval of a lease and a client. */
  #find(client: ClientLeases, lease: LeaseKey): Slot {
    if (client.firstLease === undefined) this.#read(client);
    const slot = this.#shelf.find(client.firstLease!, lease);
    if (slot !== NO_SLOT || client.otherLeases?.includes(hashOf(lease)) === false) return slot;
    const row = this.#findLatest.get([lease, client.id]);
    return row === undefined ? NO_SLOT : this.#add(leaseOf(row), client);
  }

  /** Reads a client's leases. */
  #read(client: ClientLeases): void {
    const rows = this.#findAll.all([client.id]), latest = new Map<LeaseKey, LeaseInterval>();
    for (const row of rows) if (!latest.has(row.lease)) latest.set(row.lease, leaseOf(row));
    const leases = [...latest.values()];
    Object.assign(client, NO_LEASES);
    if (rows.length > MOST_HASHES) client.otherLeases = undefined;
    else client.otherLeases = leases.slice(MOST_KNOWN).map(({ lease }) => hashOf(lease)).join("");
    for (const lease of leases.slice(0, MOST_KNOWN).reverse()) this.#add(lease, client);
  }

  /** Forgets a client's leases that came first, but for their hashes. */
  #thin(client: ClientLeases): void {
    let last = client.firstLease!;
    for (let i = 1; i < MOST_KNOWN; i++) last = this.#shelf.next(last);
    for (let slot = this.#shelf.next(last), next; slot !== NO_SLOT; slot = next) {
      next = this.#shelf.next(slot);
      addHash(client, hashOf(this.#shelf.key(slot)));
      this.#shelf.remove(slot);
    }
    this.#shelf.link(last, NO_SLOT);
    client.knownLeases = MOST_KNOWN;
  }

  /** The history that ends with an interval, which stays the same object. */
  #readAll(last: LeaseInterval): LeaseInterval[] {
    this.#write();
    const rows = this.#db.all(WHOLE_HISTORY, last.lease, last.clientId);
    return rows.map((row) => row.id === last.id ? last : leaseOf(row));
  }
}

function addHash(client: ClientLeases, hash: string): void {
  const { otherLeases } = client;
  if (otherLeases === undefined || otherLeases.includes(hash)) return;
  client.otherLeases = otherLeases.length < MOST_HASHES ? otherLeases + hash : undefined;
}

/** A character: one lease of 65,536 is looked for in vain. */
function hashOf(lease: LeaseKey): string {
  let hash = 0;
  for (let i = 0; i < lease.length; i++) hash = Math.imul(hash, 31) + lease.charCodeAt(i) | 0;
  return String.fromCharCode(hash >>> 16 ^ hash & 0xffff);
}

function lengthDigits(length: number): string {
  return length.toString(16).padStart(2, "0");
}

function putState(write: ManyRows, lease: LeaseInterval): void {
  const { endedAt, ending, endedBy } = lease;
  write.put(lease.id);
  write.put(lease.serverId);
  write.put(lease.iaid);
  write.put(ASSOCIATIONS.indexOf(lease.association));
  write.put(lease.confirmedAt);
  write.put(lease.renewAt);
  write.put(lease.rebindAt);
  write.put(lease.validUntil);
  write.put(endedAt ?? null);
  write.put(ending === undefined ? null : ENDINGS.indexOf(ending));
  write.put(lease.grants);
  write.put(lease.confirmedBy);
  write.put(endedBy ?? null);
  write.put(lease.changedAt);
  write.put(lease.partition);
  write.put(lease.offset);
}
