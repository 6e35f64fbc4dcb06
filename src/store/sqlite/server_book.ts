import type { Microseconds } from "../record_place.ts";
import { storedText } from "../stored_text.ts";
import type { Database } from "./database.ts";

interface KnownServer {
  readonly id: number;
  firstSeen: Microseconds;
  lastSeen: Microseconds;
}

/** The servers and topics of a store, all of them in memory: there are few. */
export class ServerBook {
  readonly #db: Database;
  readonly #servers = new Map<string, KnownServer>();
  readonly #topics = new Map<string, number>();
  readonly #seen = new Set<KnownServer>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Reads those that are there. */
  load(): void {
    this.forget();
    for (const { id, name, first_seen, last_seen } of this.#db.all("SELECT * FROM server")) {
      this.#servers.set(name, { id, firstSeen: first_seen, lastSeen: last_seen });
    }
    for (const { id, name } of this.#db.all("SELECT * FROM topic")) this.#topics.set(name, id);
  }

  /** The server of a name; a new one is written. */
  find(told: string, at: Microseconds): KnownServer {
    const known = this.#servers.get(told);
    if (known !== undefined) return known;
    const name = storedText(told);
    if (!this.#servers.has(name)) {
      const { id } = this.#db.get(
        "INSERT INTO server (name, first_seen, last_seen) VALUES (?, ?, ?) RETURNING id",
        name,
        at,
        at,
      );
      this.#servers.set(name, { id, firstSeen: at, lastSeen: at });
    }
    return this.#servers.get(name)!;
  }

  /** The number of a topic; a new one is written. */
  topic(name: string): number {
    let id = this.#topics.get(name);
    if (id === undefined) {
      ({ id } = this.#db.get("INSERT INTO topic (name) VALUES (?) RETURNING id", name));
      this.#topics.set(name, id!);
    }
    return id!;
  }

  /** Takes note of the time of a transaction that is new. */
  saw(server: KnownServer, at: Microseconds): void {
    if (at >= server.firstSeen && at <= server.lastSeen) return;
    server.firstSeen = Math.min(server.firstSeen, at);
    server.lastSeen = Math.max(server.lastSeen, at);
    this.#seen.add(server);
  }

  /** Writes what is new. */
  flush(): void {
    for (const { id, firstSeen, lastSeen } of this.#seen) {
      this.#db.run("UPDATE server SET first_seen = ?, last_seen = ? WHERE id = ?", firstSeen, lastSeen, id);
    }
    this.#seen.clear();
  }

  /** Forgets everything that is in memory. */
  forget(): void {
    this.#servers.clear();
    this.#topics.clear();
    this.#seen.clear();
  }
}
