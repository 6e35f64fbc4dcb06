import type { LeaseEvent, LeaseKey } from "../lease_event.ts";
import { applyLeaseEvent, type LeaseEventSource, type LeaseInterval, needsWholeHistory } from "../lease_interval.ts";
import { type Microseconds, NEVER } from "../record_place.ts";
import { ASSOCIATIONS, ENDINGS, leaseOf } from "../stored_rows.ts";
import type { Database, Statement } from "./database.ts";
import type { Counters } from "./counters.ts";
import { ManyRows } from "./many_rows.ts";
import { RecentMap } from "./recent_map.ts";
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

/** What is known of a client's leases. */
interface KnownLeases {
  /** The latest interval of some of them, those that came last. */
  readonly latest: Map<LeaseKey, LeaseInterval>;
  /** The hashes of all leases that the client ever had, so that a new one is not looked for; `undefined` when there are many. */
  hashes: number[] | undefined;
}

/** The leases of a store: those of recent clients in memory, and what changed of them until {@linkcode LeaseBook.flush}. */
export class LeaseBook {
  readonly #db: Database;
  readonly #counters: Counters;
  readonly #known: RecentMap<number, KnownLeases>;
  readonly #changed = new Set<LeaseInterval>();
  readonly #moved = new Set<LeaseInterval>();
  readonly #lengths = new Set<string>();
  readonly #new = new Set<LeaseInterval>();
  readonly #crowded = new Set<KnownLeases>();
  readonly #insert: ManyRows;
  readonly #writeState: ManyRows;
  readonly #findLatest: Statement;
  readonly #findAll: Statement;
  #longest: Microseconds = 0;

  constructor(db: Database, counters: Counters, size: number) {
    this.#db = db;
    this.#counters = counters;
    this.#known = new RecentMap(size);
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

  /** Takes note of a client that is new: it has no leases that would have to be looked for. */
  isNew(clientId: number): void {
    if (this.#known.get(clientId) === undefined) this.#known.set(clientId, { latest: new Map(), hashes: [] });
  }

  /** Brings what a transaction tells into the history. */
  apply(event: LeaseEvent, by: LeaseEventSource): void {
    const known = this.#of(by.clientId), last = this.#find(known, event.lease, by.clientId);
    const history = last === undefined ? [] : needsWholeHistory(last, event, by) ? this.#readAll(last) : [last];
    const starts = history.length > 1 ? history.map(({ startedAt }) => startedAt) : [last?.startedAt];
    const { length } = history, changed = applyLeaseEvent(history, event, by);
    if (event.kind === "granted") this.#granted(event);
    const latest = history.at(-1);
    if (latest !== undefined && latest !== last) {
      known.latest.set(event.lease, latest);
      if (last === undefined) addHash(known, event.lease);
      if (known.latest.size > MOST_KNOWN) this.#crowded.add(known);
    }
    if (changed === undefined) return;
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
    for (const { latest } of this.#crowded) {
      for (const lease of latest.keys()) {
        if (latest.size <= MOST_KNOWN) break;
        latest.delete(lease);
      }
    }
    this.#crowded.clear();
    this.#known.trim();
  }

  /** Forgets a lease of a client that was deleted. */
  deleted(lease: LeaseKey, clientId: number): void {
    this.#known.get(clientId)?.latest.delete(lease);
  }

  /** Forgets everything that is in memory. */
  forget(): void {
    this.#crowded.clear();
    this.#known.clear();
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

  #of(clientId: number): KnownLeases {
    let known = this.#known.get(clientId);
    if (known === undefined) {
      known = { latest: new Map(), hashes: [] };
      for (const row of this.#findAll.all([clientId])) {
        addHash(known, row.lease);
        const isRecent = known.latest.size < MOST_KNOWN && !known.latest.has(row.lease);
        if (isRecent) known.latest.set(row.lease, leaseOf(row));
      }
      this.#known.set(clientId, known);
    }
    return known;
  }

  /** The latest interval of a lease and a client. */
  #find({ latest, hashes }: KnownLeases, lease: LeaseKey, clientId: number): LeaseInterval | undefined {
    const known = latest.get(lease);
    if (known !== undefined || hashes?.includes(hashOf(lease)) === false) return known;
    const row = this.#findLatest.get([lease, clientId]), found = row && leaseOf(row);
    if (found !== undefined) latest.set(lease, found);
    return found;
  }

  /** The history that ends with an interval, which stays the same object. */
  #readAll(last: LeaseInterval): LeaseInterval[] {
    this.#write();
    const rows = this.#db.all(WHOLE_HISTORY, last.lease, last.clientId);
    return rows.map((row) => row.id === last.id ? last : leaseOf(row));
  }
}

function addHash(known: KnownLeases, lease: LeaseKey): void {
  const { hashes } = known, hash = hashOf(lease);
  if (hashes === undefined || hashes.includes(hash)) return;
  if (hashes.length === MOST_HASHES) known.hashes = undefined;
  else hashes.push(hash);
}

/** A number of 31 bits, which takes no memory beside the place for it. */
function hashOf(lease: LeaseKey): number {
  let hash = 0;
  for (let i = 0; i < lease.length; i++) hash = Math.imul(hash, 31) + lease.charCodeAt(i) & 0x3fffffff;
  return hash;
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
