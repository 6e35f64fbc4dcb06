import type { NewTransaction } from "../new_transaction.ts";
import type { Microseconds } from "../record_place.ts";
import { HOUR } from "../traffic_steps.ts";
import { ByteColumn, numberArray, PlaceColumn } from "./_columns.ts";
import type { PostgresSession } from "./_session.ts";

interface KnownRelay {
  readonly id: number;
  /** A time at which it was seen, not more than a day before it was seen last. */
  seen: Microseconds;
}

/** So many link-addresses are remembered at most: anybody who can send packets can make them up. */
const MOST_KNOWN = 20_000;
const DAY: Microseconds = 24 * HOUR;

/** Numbers of link-addresses, as long as no sweep has deleted any. */
export class RelayIds {
  readonly #kept = new Map<string, KnownRelay>();
  #swept = -1;

  /** For one transaction, within which no sweep deletes any. */
  async begin(session: PostgresSession): Promise<BatchRelays> {
    const [{ swept }] = await session.query<{ swept: number }>(`select relays_swept as swept from facts`);
    if (swept !== this.#swept || this.#kept.size > MOST_KNOWN) this.#kept.clear();
    this.#swept = swept;
    return new BatchRelays(this.#kept);
  }
}

/** The link-addresses of a batch. What is new of them is remembered when {@linkcode BatchRelays.keep} is called. */
export class BatchRelays {
  readonly #kept: Map<string, KnownRelay>;
  readonly #fresh = new Map<string, KnownRelay>();

  constructor(kept: Map<string, KnownRelay>) {
    this.#kept = kept;
  }

  /** Number of a link-address; 0 for none. */
  id(linkAddress: Uint8Array | undefined): number {
    if (linkAddress === undefined) return 0;
    const key = keyOf(linkAddress);
    return (this.#fresh.get(key) ?? this.#kept.get(key))!.id;
  }

  /** Adds those that the database does not have, and notes the day on which they were seen. */
  async write(session: PostgresSession, transactions: readonly NewTransaction[]): Promise<void> {
    const unknown = new Map<string, { bytes: Uint8Array; at: Microseconds }>(), again = new Map<number, Microseconds>();
    for (const { linkAddress: bytes, receivedAt: at } of transactions) {
      if (bytes === undefined) continue;
      const key = keyOf(bytes), known = this.#kept.get(key);
      if (known === undefined) unknown.set(key, { bytes, at });
      else if (at - known.seen >= DAY) {
        again.set(known.id, at);
        this.#fresh.set(key, { id: known.id, seen: at });
      }
    }
    if (unknown.size > 0) await this.#add(session, [...unknown].sort(([a], [b]) => a < b ? -1 : 1));
    if (again.size > 0) await touch(session, [...again].sort(([a], [b]) => a - b));
  }

  /** Remembers what is new: it is in the database now. */
  keep(): void {
    for (const [key, relay] of this.#fresh) this.#kept.set(key, relay);
  }

  async #add(
    session: PostgresSession,
    unknown: readonly (readonly [string, { bytes: Uint8Array; at: Microseconds }])[],
  ): Promise<void> {
    const column = new ByteColumn(), places = new PlaceColumn(column);
    for (const [, { bytes }] of unknown) places.push(bytes);
    const parameters = [column.all(), ...places.parameters()];
    await session.query(
      `insert into relays (link_address, seen)
       select substring($1::bytea from place for length), seen
       from unnest($2::integer[], $3::integer[], $4::bigint[]) as r (place, length, seen)
       order by 1 on conflict do nothing`,
      [...parameters, numberArray(unknown.map(([, { at }]) => at))],
    );
    const rows = await session.query<{ id: number; seen: number; place: number }>(
      `select id, seen, place from unnest($2::integer[], $3::integer[]) as r (place, length)
       join relays on link_address = substring($1::bytea from place for length)`,
      parameters,
    );
    const byPlace = new Map(rows.map(({ place, id, seen }) => [place, { id, seen }]));
    let place = 1;
    for (const [key, { bytes }] of unknown) {
      this.#fresh.set(key, byPlace.get(place)!);
      place += bytes.length;
    }
  }
}

function keyOf(bytes: Uint8Array): string {
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}

async function touch(session: PostgresSession, seen: readonly (readonly [number, Microseconds])[]): Promise<void> {
  await session.query(
    `with locked as (select id from relays where id in (select unnest($1::integer[])) order by id for no key update)
     update relays set seen = greatest(relays.seen, r.seen)
     from unnest($1::integer[], $2::bigint[]) as r (id, seen), locked where relays.id = r.id and locked.id = r.id`,
    [numberArray(seen.map(([id]) => id)), numberArray(seen.map(([, at]) => at))],
  );
}
