import type { Retention, Swept } from "../retention.ts";
import { DAY, partitionsBefore } from "./_partitions.ts";
import { dropDay } from "./_drop_day.ts";
import type { PostgresSession } from "./_session.ts";
import { deleteAudit, deleteFindings, deleteRelays, deleteTallies } from "./_sweep_aside.ts";
import { deleteClients, deleteLeases, deleteQuarantine } from "./_sweep_rows.ts";

/** What a sweep is doing. */
export interface Sweep {
  readonly session: PostgresSession;
  readonly retention: Retention;
  readonly swept: { -readonly [Key in keyof Swept]: number };
  /** Whether it has to end. */
  readonly isOver: () => boolean;
  /** Numbers of transactions that may be deleted end here: whoever wrote them is done. */
  end: number;
}

/** So many rows are deleted at once at most. */
const CHUNK = 5000;
/** So long a time is deleted of at once. */
const SLICE = 5 * 60_000_000;

/**
 * Deletes what need not be kept. Of several collectors one sweeps, and the others find nothing to do.
 *
 * Findings and leases go first, then transactions that prove none: whole days by dropping their partition, others row by row. What proves a
 * lease or shows a finding is told by a temporary table that is made once. It cannot know of transactions that are written meanwhile, so
 * these are left for the next time.
 */
export async function sweep(run: Sweep): Promise<void> {
  const { session } = run;
  const lock = `hashtextextended('dhcpkit sweep ' || current_schema(), 0)`;
  const [{ mine }] = await session.query<{ mine: boolean }>(`select pg_try_advisory_lock(${lock}) as mine`);
  if (!mine) return;
  const steps = [
    deleteFindings,
    deleteLeases,
    endWriters,
    findProofs,
    deleteProofs,
    dropDays,
    deleteSlices,
    deleteByCount,
    deleteClients,
  ];
  for (const step of [...steps, deleteQuarantine, deleteTallies, deleteRelays, deleteAudit]) {
    if (run.isOver()) break;
    await step(run);
  }
  await session.query(`drop table if exists proving; select pg_advisory_unlock(${lock})`);
}

/** Waits until the batches are done that are being written, and notes which number the next one will begin with. */
async function endWriters(run: Sweep): Promise<void> {
  await run.session.transaction(async () => {
    await run.session.query(
      `select pg_advisory_xact_lock(hashtextextended('dhcpkit writing ' || current_schema(), 0))`,
    );
    const [{ end }] = await run.session.query<{ end: number }>(`select last_value + 1000 as end from transaction_ids`);
    run.end = end;
  });
}

async function findProofs({ session }: Sweep): Promise<void> {
  await session.query(`
    create temporary table proving as
      select opened_by as id from leases union select confirmed_by from leases
      union select ended_by from leases where ended_by is not null
      union select k.id from evidence e
        join kept_transactions k using (server_id, received_at, kafka_offset)
        join logs on logs.id = k.log_id and logs.partition = e.partition;
    alter table proving add primary key (id);
    analyze proving`);
}

/** Proofs that prove nothing any more. */
async function deleteProofs(run: Sweep): Promise<void> {
  run.swept.transactions += await deleteChunks(run, "proofs", "true");
}

async function dropDays(run: Sweep): Promise<void> {
  for (const day of await partitionsBefore(run.session, run.retention.transactionsFrom)) {
    if (run.isOver()) return;
    run.swept.transactions += await dropDay(run.session, day, run.end);
  }
}

/** What is left from before the time: of the day in which it lies, of days that could not be dropped, and of days without a partition. */
async function deleteSlices(run: Sweep): Promise<void> {
  const { transactionsFrom } = run.retention, day = Math.floor(transactionsFrom / DAY) * DAY;
  run.swept.transactions += await deleteChunks(run, "transactions_default", `received_at < ${transactionsFrom}`);
  for (let from = day; from < transactionsFrom && !run.isOver(); from += SLICE) {
    const to = Math.min(from + SLICE, transactionsFrom);
    run.swept.transactions += await deleteChunks(run, "transactions", `received_at >= ${from} and received_at < ${to}`);
  }
}

/** Deletes what proves nothing, a little at a time. */
async function deleteChunks({ session, end, isOver }: Sweep, table: string, condition: string): Promise<number> {
  let deleted = 0;
  for (let chunk = CHUNK; chunk === CHUNK && !isOver(); deleted += chunk) {
    [{ chunk }] = await session.query<{ chunk: number }>(
      `with old as (
         select id, received_at from ${table} where ${condition} and id < $1::bigint
           and not exists (select from proving where proving.id = ${table}.id) limit ${CHUNK}
       ), gone as (
         delete from ${table} using old where ${table}.id = old.id and ${table}.received_at = old.received_at returning 1
       ) select count(*) as chunk from gone`,
      [end],
    );
  }
  return deleted;
}

/**
 * Of each client at each server only so many stay. Only clients are looked at that have had transactions since the last time, unless fewer
 * are to stay than then.
 */
async function deleteByCount(run: Sweep): Promise<void> {
  const { session, retention: { transactionsPerClient }, end } = run;
  const [facts] = await session.query<{ counted_until: number; counted_per_client: number }>(
    `select counted_until, counted_per_client from facts`,
  );
  const from = transactionsPerClient < facts.counted_per_client ? 0 : facts.counted_until;
  const clients = await session.query<{ client_id: number }>(
    `select distinct client_id from transactions where id >= $1::bigint and id < $2::bigint`,
    [from, end],
  );
  for (let at = 0; at < clients.length; at += 500) {
    if (run.isOver()) return;
    const [{ deleted }] = await session.query<{ deleted: number }>(
      `with ranked as (
         select id, received_at,
           row_number() over (partition by client_id, server_id order by received_at desc, id desc) as place
         from transactions where client_id = any($1::bigint[])
       ), old as (
         select id, received_at from ranked where place > $2::bigint and id < $3::bigint
           and not exists (select from proving where proving.id = ranked.id)
       ), gone as (
         delete from transactions t using old where t.id = old.id and t.received_at = old.received_at returning 1
       ) select count(*) as deleted from gone`,
      [`{${clients.slice(at, at + 500).map(({ client_id }) => client_id).join()}}`, transactionsPerClient, end],
    );
    run.swept.transactions += deleted;
  }
  await session.query(`update facts set counted_until = $1::bigint, counted_per_client = $2::bigint`, [
    end,
    transactionsPerClient,
  ]);
}
