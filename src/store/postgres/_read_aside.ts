import type { Microseconds } from "../record_place.ts";
import type { Page, PartitionPosition, StoredQuarantine, StoredServer, StoreSize } from "../transaction_store.ts";
import { bytesOf, Parameters, rowLimit, type RunQuery } from "./_reading.ts";
import { storedText } from "../stored_text.ts";

/** Up to so many rows are counted; what is more is what the server thinks it has. */
const MOST_COUNTED = 100_000;

interface ServerRow {
  readonly id: number;
  readonly name: string;
  readonly first_seen: number;
  readonly last_seen: number;
}

/** Servers, by name. */
export async function readServers(run: RunQuery, page?: Page<number>): Promise<StoredServer[]> {
  const behind = page?.after === undefined ? "true" : "name > (select name from servers where id = $1::bigint)";
  const limit = page === undefined ? "" : `limit ${rowLimit(page.limit)}`;
  const rows = await run<ServerRow>(
    `select id, name, first_seen, last_seen from servers where ${behind} order by name ${limit}`,
    page?.after === undefined ? [] : [page.after],
  );
  return rows.map(serverOf);
}

/** A server by its number. */
export async function readServer(run: RunQuery, id: number): Promise<StoredServer | undefined> {
  if (!Number.isSafeInteger(id)) return undefined;
  const [row] = await run<ServerRow>(`select id, name, first_seen, last_seen from servers where id = $1::bigint`, [id]);
  return row && serverOf(row);
}

function serverOf({ id, name, first_seen, last_seen }: ServerRow): StoredServer {
  return { id, name, firstSeen: first_seen, lastSeen: last_seen };
}

/** How far the partitions of a topic, or of all topics, were read. */
export async function readPositions(run: RunQuery, topic?: string): Promise<PartitionPosition[]> {
  const rows = await run<{ topic: string; partition: number; next: string; covered_until: number }>(
    `select topic, partition, next::text as next, covered_until from logs
     where next is not null and ($1::text is null or topic = $1::text) order by topic, partition`,
    [topic === undefined ? null : storedText(topic)],
  );
  return rows.map(({ topic, partition, next, covered_until }) => ({
    topic,
    partition,
    next: BigInt(next),
    coveredUntil: covered_until,
  }));
}

/** The longest lifetime that was ever granted. */
export async function readLongestLifetime(run: RunQuery): Promise<Microseconds> {
  const [{ longest_lifetime }] = await run<{ longest_lifetime: number }>(`select longest_lifetime from facts`);
  return longest_lifetime;
}

/** From when on all leases are there. */
export async function readLeasesFrom(run: RunQuery): Promise<Microseconds> {
  const [{ leases_from }] = await run<{ leases_from: number }>(`select leases_from from facts`);
  return leases_from;
}

/** A page of the quarantined records, the latest first. */
export async function readQuarantine(run: RunQuery, { limit, after }: Page<number>): Promise<StoredQuarantine[]> {
  const parameters = new Parameters();
  const rows = await run<
    {
      id: number;
      topic: string;
      partition: number;
      kafka_offset: string;
      recorded_at: number;
      reason: string;
      key: Uint8Array | null;
      value: Uint8Array | null;
    }
  >(
    `select q.id, topic, partition, q.kafka_offset::text as kafka_offset, recorded_at, reason, key, value
     from quarantine q join logs on logs.id = q.log_id
     ${after === undefined ? "" : `where q.id < ${parameters.add(after, "bigint")}`}
     order by q.id desc limit ${rowLimit(limit)}`,
    parameters.values,
  );
  return rows.map(({ id, topic, partition, kafka_offset, recorded_at, reason, key, value }) => ({
    id,
    place: { topic, partition, offset: BigInt(kafka_offset) },
    recordedAt: recorded_at,
    reason,
    key: key === null ? undefined : bytesOf(key),
    value: value === null ? undefined : bytesOf(value),
  }));
}

/** How much there is. */
export async function readSize(run: RunQuery): Promise<StoreSize> {
  const counted = (table: string) =>
    `(select count(*) from (select from ${table} limit ${MOST_COUNTED + 1}) as counted)`;
  const [row] = await run<Record<"transactions" | "leases" | "clients" | "quarantined" | "bytes", number>>(
    `select ${counted("kept_transactions")} as transactions, ${counted("leases")} as leases, ${
      counted("clients")
    } as clients,
       (select count(*) from quarantine) as quarantined,
       (select coalesce(sum(pg_total_relation_size(oid)), 0)::bigint from pg_class
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'S')) as bytes`,
  );
  const estimates = await run<{ what: string; estimate: number }>(
    `select case when relname like 'transactions_%' or relname = 'proofs' then 'transactions' else relname end as what,
       sum(greatest(reltuples, 0))::bigint as estimate
     from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r' group by 1`,
  );
  const about = (what: "transactions" | "leases" | "clients") =>
    row[what] <= MOST_COUNTED
      ? row[what]
      : Math.max(row[what], estimates.find((each) => each.what === what)?.estimate ?? 0);
  return {
    transactions: about("transactions"),
    leases: about("leases"),
    clients: about("clients"),
    quarantined: row.quarantined,
    bytes: row.bytes,
  };
}
