import { murmur3 } from "../../wire/murmur3.ts";
import { clientTexts, searchText } from "../client_texts.ts";
import type { ClientIdentity, NewTransaction } from "../new_transaction.ts";
import type { Microseconds } from "../record_place.ts";
import { storedText } from "../stored_text.ts";
import type { Database } from "./database.ts";
import type { Counters } from "./counters.ts";
import { ManyRows } from "./many_rows.ts";
import { type ClientLeases, NO_LEASES, UNKNOWN_LEASES } from "./lease_book.ts";
import { type KnownRelay, relayOf } from "./relay_book.ts";

/** What is known of a client; its identity only until its row is written. */
export interface KnownClient extends ClientLeases {
  /** Its identity as a text: {@linkcode keyOf}. */
  readonly key: string;
  /** Another one whose identity has the same hash. */
  next: KnownClient | undefined;
  /** In which batch it was needed last. */
  usedIn: number;
  identity: ClientIdentity | undefined;
  /** One character for each byte: an array of bytes would take ten times as much memory. */
  clientAddress: string | undefined;
  macAddress: string | undefined;
  relay: KnownRelay | undefined;
  hostName: string;
  vendorClass: string;
  firstSeen: Microseconds;
  lastSeen: Microseconds;
}

const FIND = `
  SELECT client.id, client_address, mac_address, host_name, vendor_class, first_seen, last_seen,
    relay_id, link_address, seen
  FROM client JOIN client_seen ON client_seen.id = client.id
    LEFT JOIN client_relay ON client_id = client.id LEFT JOIN relay ON relay.id = relay_id
  WHERE duid = ? AND interface_id = ? AND remote_id = ?`;
const INSERT = `
  INSERT INTO client (id, duid, interface_id, remote_id, client_address, mac_address, host_name, vendor_class,
    interface_text, remote_text, host_text, vendor_text) VALUES`;
const UPDATE = `
  UPDATE client SET client_address = ?, mac_address = ?, host_name = ?, vendor_class = ?, host_text = ?, vendor_text = ?
  WHERE id = ?`;
const SEEN = `
  INSERT INTO client_seen (id, first_seen, last_seen) VALUES
  ON CONFLICT (id) DO UPDATE SET first_seen = excluded.first_seen, last_seen = excluded.last_seen`;

/** The clients of a store: the recent ones in memory, and what is new about them until {@linkcode ClientBook.flush}. */
export class ClientBook {
  readonly #db: Database;
  readonly #counters: Counters;
  readonly #remembered: number;
  /** By the hash of their identities. */
  readonly #known = new Map<number, KnownClient>();
  #count = 0;
  #batch = 0;
  readonly #seen = new Set<KnownClient>();
  readonly #changed = new Set<KnownClient>();
  readonly #insert: ManyRows;
  readonly #insertSeen: ManyRows;

  /** `remembered` is how many clients that were needed last stay in memory; there may be twice as many. */
  constructor(db: Database, counters: Counters, remembered: number) {
    this.#db = db;
    this.#counters = counters;
    this.#remembered = remembered;
    this.#insert = new ManyRows(db, INSERT, 12);
    this.#insertSeen = new ManyRows(db, SEEN, 3);
  }

  /** The client of an identity; a new one gets a number, and a row when it is {@linkcode ClientBook.saw seen}. */
  find(identity: ClientIdentity, at: Microseconds): KnownClient {
    const hash = hashOf(identity), first = this.#known.get(hash);
    for (let known = first; known !== undefined; known = known.next) {
      if (!isKey(known.key, identity)) continue;
      known.usedIn = this.#batch;
      return known;
    }
    const known = this.#read(identity, first) ?? this.#new(identity, at, first);
    this.#known.set(hash, known);
    this.#count++;
    return known;
  }

  /** Takes note of a transaction that is new. */
  saw(known: KnownClient, told: NewTransaction): void {
    this.#seen.add(known);
    const isLast = told.receivedAt >= known.lastSeen;
    if (isLast) known.lastSeen = told.receivedAt;
    if (told.receivedAt < known.firstSeen) known.firstSeen = told.receivedAt;
    const news = newsOf(known, told, isLast);
    if (news === undefined && known.identity === undefined) return;
    Object.assign(known, news);
    this.#changed.add(known);
  }

  /** Writes what is new. */
  flush(): void {
    for (const known of this.#changed) {
      const { id, identity, hostName, vendorClass } = known;
      const address = known.clientAddress === undefined ? null : bytesOf(known.clientAddress),
        mac = known.macAddress ?? null;
      const texts = [hostName, vendorClass], forms = texts.map(searchText);
      if (identity === undefined) {
        this.#db.run(UPDATE, address, mac, ...texts, ...forms, id);
        continue;
      }
      const { interfaceId, remoteId } = clientTexts(identity);
      const row = [id, identity.duid, identity.interfaceId, identity.remoteId, address, mac, ...texts];
      for (const value of [...row, interfaceId, remoteId, ...forms]) this.#insert.put(value);
      known.identity = undefined;
    }
    this.#counters.add("client", this.#insert.end());
    for (const { id, firstSeen, lastSeen } of [...this.#seen].sort((a, b) => a.id - b.id)) {
      this.#insertSeen.put(id);
      this.#insertSeen.put(firstSeen);
      this.#insertSeen.put(lastSeen);
    }
    this.#insertSeen.end();
    this.#changed.clear();
    this.#seen.clear();
    this.#batch++;
  }

  /** Forgets the clients that were not needed for longest, when there are many, and calls `forgotten` with each. */
  trim(forgotten: (client: KnownClient) => void): void {
    if (this.#count <= 2 * this.#remembered) return;
    const lastNeeds = Float64Array.from(this.all(), ({ usedIn }) => usedIn).sort();
    const oldest = lastNeeds[lastNeeds.length - this.#remembered];
    for (const [hash, first] of this.#known) {
      let kept: KnownClient | undefined;
      for (let known: KnownClient | undefined = first, next; known !== undefined; known = next) {
        next = known.next;
        if (known.usedIn < oldest) {
          this.#count--;
          forgotten(known);
        } else {
          known.next = kept;
          kept = known;
        }
      }
      if (kept === undefined) this.#known.delete(hash);
      else if (kept !== first) this.#known.set(hash, kept);
    }
  }

  /** All that are in memory. */
  *all(): Generator<KnownClient> {
    for (const first of this.#known.values()) {
      for (let known: KnownClient | undefined = first; known !== undefined; known = known.next) yield known;
    }
  }

  /** Forgets everything that is in memory. */
  forget(): void {
    this.#insert.forget();
    this.#insertSeen.forget();
    this.#known.clear();
    this.#count = 0;
    this.#changed.clear();
    this.#seen.clear();
  }

  #read(identity: ClientIdentity, next: KnownClient | undefined): KnownClient | undefined {
    const row = this.#db.get(FIND, identity.duid, identity.interfaceId, identity.remoteId);
    return row && {
      id: row.id,
      key: keyOf(identity),
      next,
      usedIn: this.#batch,
      identity: undefined,
      clientAddress: row.client_address === null ? undefined : textOf(row.client_address),
      macAddress: row.mac_address ?? undefined,
      relay: relayOf(row),
      hostName: row.host_name,
      vendorClass: row.vendor_class,
      firstSeen: row.first_seen,
      lastSeen: row.last_seen,
      ...UNKNOWN_LEASES,
    };
  }

  #new(identity: ClientIdentity, at: Microseconds, next: KnownClient | undefined): KnownClient {
    return {
      id: this.#counters.nextId("client"),
      key: keyOf(identity),
      next,
      usedIn: this.#batch,
      identity,
      clientAddress: undefined,
      macAddress: undefined,
      relay: undefined,
      hostName: "",
      vendorClass: "",
      firstSeen: at,
      lastSeen: at,
      ...NO_LEASES,
    };
  }
}

/** What a transaction tells that was not known, or not told last; `undefined` for nothing. Mostly it is nothing. */
function newsOf(known: KnownClient, told: NewTransaction, isLast: boolean): Partial<KnownClient> | undefined {
  const { clientAddress: address, macAddress, hostName, vendorClass } = told;
  const news: Partial<KnownClient> = {};
  let any = false;
  if (address !== undefined && (isLast ? !isText(known.clientAddress, address) : !known.clientAddress)) {
    news.clientAddress = textOf(address);
    any = true;
  }
  if (macAddress !== undefined && macAddress !== known.macAddress && (isLast || !known.macAddress)) {
    news.macAddress = macAddress;
    any = true;
  }
  if (hostName !== "" && hostName !== known.hostName && (isLast || !known.hostName)) {
    news.hostName = storedText(hostName);
    any ||= news.hostName !== known.hostName;
  }
  if (vendorClass !== "" && vendorClass !== known.vendorClass && (isLast || !known.vendorClass)) {
    news.vendorClass = storedText(vendorClass);
    any ||= news.vendorClass !== known.vendorClass;
  }
  return any ? news : undefined;
}

function isText(text: string | undefined, bytes: Uint8Array): boolean {
  return text?.length === bytes.length && standsAt(text, 0, bytes);
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** An identity as a text, one character for each byte: no two have the same. */
function keyOf({ duid, interfaceId, remoteId }: ClientIdentity): string {
  const key = new Uint16Array(2 + duid.length + interfaceId.length + remoteId.length);
  key[0] = duid.length;
  key[1] = interfaceId.length;
  key.set(duid, 2);
  key.set(interfaceId, 2 + duid.length);
  key.set(remoteId, 2 + duid.length + interfaceId.length);
  return textOf(key);
}

/** Whether a key is that of an identity. */
function isKey(key: string, { duid, interfaceId, remoteId }: ClientIdentity): boolean {
  return key.charCodeAt(0) === duid.length && key.charCodeAt(1) === interfaceId.length &&
    key.length === 2 + duid.length + interfaceId.length + remoteId.length && standsAt(key, 2, duid) &&
    standsAt(key, 2 + duid.length, interfaceId) && standsAt(key, 2 + duid.length + interfaceId.length, remoteId);
}

function standsAt(text: string, at: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (text.charCodeAt(at + i) !== bytes[i]) return false;
  return true;
}

/** A number of 32 bits with sign, which takes no memory as a key. */
function hashOf({ duid, interfaceId, remoteId }: ClientIdentity): number {
  return murmur3(remoteId, { seed: murmur3(interfaceId, { seed: murmur3(duid) }) }) | 0;
}

function textOf(bytes: Uint8Array | Uint16Array): string {
  if (bytes.length <= 1024) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  return textOf(bytes.subarray(0, 1024)) + textOf(bytes.subarray(1024));
}
