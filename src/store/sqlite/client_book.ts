import { clientTexts, searchText } from "../client_texts.ts";
import type { ClientIdentity, NewTransaction } from "../new_transaction.ts";
import type { Microseconds } from "../record_place.ts";
import { storedText } from "../stored_text.ts";
import type { Database } from "./database.ts";
import type { Counters } from "./counters.ts";
import { ManyRows } from "./many_rows.ts";
import { RecentMap } from "./recent_map.ts";
import { type KnownRelay, relayOf } from "./relay_book.ts";

/** What is known of a client; its identity only until its row is written. */
interface KnownClient {
  readonly id: number;
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
  readonly #known: RecentMap<string, KnownClient>;
  readonly #seen = new Set<KnownClient>();
  readonly #changed = new Set<KnownClient>();
  readonly #insert: ManyRows;
  readonly #insertSeen: ManyRows;

  constructor(db: Database, counters: Counters, size: number) {
    this.#db = db;
    this.#counters = counters;
    this.#known = new RecentMap(size);
    this.#insert = new ManyRows(db, INSERT, 12);
    this.#insertSeen = new ManyRows(db, SEEN, 3);
  }

  /** The client of an identity; a new one gets a number, and a row when it is {@linkcode ClientBook.saw seen}. */
  find(identity: ClientIdentity, at: Microseconds): KnownClient {
    const key = keyOf(identity);
    let known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, known = this.#read(identity) ?? this.#new(identity, at));
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
    this.#known.trim();
  }

  /** Forgets everything that is in memory. */
  forget(): void {
    this.#insert.forget();
    this.#insertSeen.forget();
    this.#known.clear();
    this.#changed.clear();
    this.#seen.clear();
  }

  #read({ duid, interfaceId, remoteId }: ClientIdentity): KnownClient | undefined {
    const row = this.#db.get(FIND, duid, interfaceId, remoteId);
    return row && {
      id: row.id,
      identity: undefined,
      clientAddress: row.client_address === null ? undefined : textOf(row.client_address),
      macAddress: row.mac_address ?? undefined,
      relay: relayOf(row),
      hostName: row.host_name,
      vendorClass: row.vendor_class,
      firstSeen: row.first_seen,
      lastSeen: row.last_seen,
    };
  }

  #new(identity: ClientIdentity, at: Microseconds): KnownClient {
    const nothing = {
      clientAddress: undefined,
      macAddress: undefined,
      relay: undefined,
      hostName: "",
      vendorClass: "",
    };
    return { id: this.#counters.nextId("client"), identity, ...nothing, firstSeen: at, lastSeen: at };
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
  if (bytes.length !== text?.length) return false;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** An identity as a text, one character for each byte: no two have the same. */
function keyOf({ duid, interfaceId, remoteId }: ClientIdentity): string {
  return String.fromCharCode(duid.length, interfaceId.length) + textOf(duid) + textOf(interfaceId) + textOf(remoteId);
}

function textOf(bytes: Uint8Array): string {
  if (bytes.length <= 1024) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  return textOf(bytes.subarray(0, 1024)) + textOf(bytes.subarray(1024));
}
