import type { NewTransaction } from "../new_transaction.ts";
import { storedText } from "../stored_text.ts";
import { numberArray, textArray } from "./_columns.ts";
import type { PostgresSession } from "./_session.ts";

/** Numbers of servers, which are never deleted. */
export class ServerIds {
  readonly #kept = new Map<string, number>();

  /** For one transaction. */
  begin(): BatchServers {
    return new BatchServers(this.#kept);
  }
}

const NAMED = `select name, sha256(convert_to(name, 'UTF8')) as digest from unnest($1::text[]) as s (name)`;

/** Servers of a batch. Those that are new are remembered when {@linkcode keep} is called. */
export class BatchServers {
  readonly #kept: Map<string, number>;
  readonly #fresh = new Map<string, number>();

  constructor(kept: Map<string, number>) {
    this.#kept = kept;
  }

  /** Number of a server. */
  id(name: string): number {
    return (this.#kept.get(name) ?? this.#fresh.get(name))!;
  }

  /** Adds servers that the database does not have. */
  async write(session: PostgresSession, transactions: readonly NewTransaction[]): Promise<void> {
    const unknown = new Set<string>();
    for (const { server } of transactions) if (!this.#kept.has(server)) unknown.add(server);
    if (unknown.size === 0) return;
    const held = [...new Set([...unknown].map(storedText))].sort();
    // Their times come with `touch`.
    await session.query(
      `insert into servers (name, digest, first_seen, last_seen)
       select name, digest, ${Number.MAX_SAFE_INTEGER}, ${Number.MIN_SAFE_INTEGER} from (${NAMED}) as named
       where not exists (select from servers where servers.digest = named.digest)
       order by digest on conflict do nothing`,
      [textArray(held)],
    );
    const rows = await session.query<{ id: number; name: string }>(
      `select id, name from servers where digest in (select digest from (${NAMED}) as named)`,
      [textArray(held)],
    );
    const ids = new Map(rows.map(({ id, name }) => [name, id]));
    for (const name of unknown) this.#fresh.set(name, ids.get(storedText(name))!);
  }

  /** Brings the times of servers up to date. */
  async touch(session: PostgresSession, transactions: readonly NewTransaction[]): Promise<void> {
    const seen = new Map<number, { first: number; last: number }>();
    for (const { server, receivedAt } of transactions) {
      const id = this.id(server), times = seen.get(id);
      if (times === undefined) seen.set(id, { first: receivedAt, last: receivedAt });
      else if (receivedAt < times.first) times.first = receivedAt;
      else if (receivedAt > times.last) times.last = receivedAt;
    }
    if (seen.size === 0) return;
    const rows = [...seen].sort(([a], [b]) => a - b);
    await session.query(
      `with locked as (
         select id from servers where id in (select unnest($1::integer[])) order by id for no key update
       )
       update servers set first_seen = least(servers.first_seen, s.first), last_seen = greatest(servers.last_seen, s.last)
       from unnest($1::integer[], $2::bigint[], $3::bigint[]) as s (id, first, last), locked
       where servers.id = s.id and locked.id = s.id`,
      [
        numberArray(rows.map(([id]) => id)),
        numberArray(rows.map(([, { first }]) => first)),
        numberArray(rows.map(([, { last }]) => last)),
      ],
    );
  }

  /** Remembers the new ones: they are in the database now. */
  keep(): void {
    for (const [name, id] of this.#fresh) this.#kept.set(name, id);
  }
}
