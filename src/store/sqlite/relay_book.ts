import { sameBytes } from "../../wire/same_bytes.ts";
import type { NewTransaction } from "../new_transaction.ts";
import { type Microseconds, NEVER } from "../record_place.ts";
import { HOUR } from "../traffic_steps.ts";
import type { Database, Row } from "./database.ts";
import { ManyRows } from "./many_rows.ts";

/** A link-address that is known; number 0 has no bytes and stands for none. */
export interface KnownRelay {
  readonly id: number;
  readonly bytes: Uint8Array;
  /** A time at which it was seen, not more than a day before it was seen last. */
  seen: Microseconds;
}

/** What is looked at of a client, and changed. */
interface RelayedClient {
  readonly id: number;
  readonly lastSeen: Microseconds;
  /** Where it was last; `undefined` when nothing is known of that. */
  relay: KnownRelay | undefined;
}

/** None; its time never comes. */
const DIRECT: KnownRelay = { id: 0, bytes: new Uint8Array(), seen: NEVER };
const FIND = "SELECT id, seen FROM relay WHERE link_address = ?";
const INSERT = "INSERT INTO relay (link_address, seen) VALUES (?, ?) RETURNING id, seen";
const SEEN = "UPDATE relay SET seen = ? WHERE id = ?";
const MOVE = `
  INSERT INTO client_relay (client_id, relay_id) VALUES
  ON CONFLICT DO UPDATE SET relay_id = excluded.relay_id WHERE relay_id <> excluded.relay_id`;
/** When more link-addresses than these are in memory, they are forgotten: anybody who can send packets can make them up. */
const MOST_REMEMBERED = 20_000;
const DAY: Microseconds = 24 * HOUR;

/** Which link-address clients are behind: what is new of it until {@linkcode RelayBook.flush}. */
export class RelayBook {
  readonly #db: Database;
  readonly #known = new Map<string, KnownRelay>();
  readonly #moved = new Map<number, number>();
  readonly #move: ManyRows;

  constructor(db: Database) {
    this.#db = db;
    this.#move = new ManyRows(db, MOVE, 2);
  }

  /**
   * Takes note of a transaction that is new, before the client does, and returns the number of its link-address. That there is none is no
   * news: older clients may also send to servers themselves (Server Unicast, RFC 8415 section 21.12).
   */
  saw(client: RelayedClient, { linkAddress, receivedAt }: NewTransaction): number {
    const relay = this.#relay(linkAddress, client.relay, receivedAt), last = client.relay;
    if (receivedAt - relay.seen >= DAY) this.#db.run(SEEN, relay.seen = receivedAt, relay.id);
    if (relay.id === last?.id) return relay.id;
    if (last === undefined || relay.id !== 0 && (last.id === 0 || receivedAt >= client.lastSeen)) {
      client.relay = relay;
      this.#moved.set(client.id, relay.id);
    }
    return relay.id;
  }

  /** Writes what is new. */
  flush(): void {
    for (const [clientId, relayId] of this.#moved) {
      this.#move.put(clientId);
      this.#move.put(relayId);
    }
    this.#move.end();
    this.#moved.clear();
    if (this.#known.size > MOST_REMEMBERED) this.#known.clear();
  }

  /** Forgets everything that is in memory. */
  forget(): void {
    this.#move.forget();
    this.#moved.clear();
    this.#known.clear();
  }

  /** Mostly it is the one that was there last, which is found without making a text of it. */
  #relay(bytes: Uint8Array | undefined, last: KnownRelay | undefined, at: Microseconds): KnownRelay {
    if (bytes === undefined) return DIRECT;
    if (last !== undefined && sameBytes(last.bytes, bytes)) return last;
    const key = String.fromCharCode.apply(null, bytes as unknown as number[]);
    let relay = this.#known.get(key);
    if (relay === undefined) {
      const { id, seen } = this.#db.get(FIND, bytes) ?? this.#db.get(INSERT, bytes, at);
      this.#known.set(key, relay = { id, bytes: bytes.slice(), seen });
    }
    return relay;
  }
}

/** The relay in a row of `client_relay` and `relay`. */
export function relayOf({ relay_id, link_address, seen }: Row): KnownRelay | undefined {
  return relay_id === null ? undefined : { id: relay_id, bytes: link_address, seen };
}
