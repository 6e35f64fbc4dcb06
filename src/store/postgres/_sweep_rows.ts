import type { QueryParameter } from "./_session.ts";
import type { Sweep } from "./_sweep.ts";

/** So many rows are looked at or deleted at once. */
const CHUNK = 1000;

/** Deletes leases that ended long ago. Their clients are locked, as by whoever writes what is told of them. */
export async function deleteLeases(run: Sweep): Promise<void> {
  const { session, retention: { leasesFrom } } = run;
  await session.query(`update facts set leases_from = greatest(leases_from, $1::bigint)`, [leasesFrom]);
  const over = `coalesce(ended_at, valid_until) < $1::bigint`;
  for (let after = -1; !run.isOver();) {
    const chunk = await session.query<{ id: number; client_id: number }>(
      `select id, client_id from leases where ${over} and id > $2::bigint order by id limit ${CHUNK}`,
      [leasesFrom, after],
    );
    if (chunk.length === 0) return;
    const deleted = await session.transaction(async () => {
      await lockClients(run, chunk.map(({ client_id }) => client_id));
      return await session.query(`delete from leases where id = any($2::bigint[]) and ${over} returning 1`, [
        leasesFrom,
        `{${chunk.map(({ id }) => id).join()}}`,
      ]);
    });
    run.swept.leases += deleted.length;
    after = chunk[chunk.length - 1].id;
  }
}

/** Deletes clients that have neither transactions nor leases any more. */
export async function deleteClients(run: Sweep): Promise<void> {
  const { session, retention: { transactionsFrom, transactionsPerClient } } = run;
  const idle = `not exists (select from transactions t where t.client_id = clients.id)
    and not exists (select from proofs where proofs.client_id = clients.id)
    and not exists (select from leases where leases.client_id = clients.id)`;
  // Who was seen later has a transaction, unless none at all is kept.
  const seenUntil = transactionsPerClient > 0 ? transactionsFrom : Number.MAX_SAFE_INTEGER;
  for (let after = -1; !run.isOver();) {
    const chunk = await session.query<{ id: number }>(
      `select id from clients where last_seen < $1::bigint and id > $2::bigint and ${idle} order by id limit ${CHUNK}`,
      [seenUntil, after],
    );
    if (chunk.length === 0) return;
    const ids = chunk.map(({ id }) => id);
    const deleted = await session.transaction(async () => {
      await lockClients(run, ids);
      return await session.query(
        `with gone as (delete from clients where id = any($1::bigint[]) and ${idle} returning id)
         delete from client_details using gone where client_details.id = gone.id returning 1`,
        [`{${ids.join()}}`],
      );
    });
    run.swept.clients += deleted.length;
    after = ids[ids.length - 1];
  }
}

/** Deletes quarantined records that are old. */
export async function deleteQuarantine(run: Sweep): Promise<void> {
  const { session, retention: { quarantineFrom }, swept } = run;
  const query = `delete from quarantine where id in (
    select id from quarantine where recorded_at < $1::bigint limit ${CHUNK}
  ) returning 1`;
  const parameters: QueryParameter[] = [quarantineFrom];
  for (let deleted = CHUNK; deleted === CHUNK && !run.isOver(); swept.quarantined += deleted) {
    deleted = (await session.query(query, parameters)).length;
  }
}

/** In the order in which writers lock them. */
async function lockClients({ session }: Sweep, ids: readonly number[]): Promise<void> {
  await session.query(`select from clients where id = any($1::bigint[]) order by identity for update`, [
    `{${[...new Set(ids)].join()}}`,
  ]);
}
