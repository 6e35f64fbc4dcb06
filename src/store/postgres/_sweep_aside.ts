import { COARSE, spanOf, type TallyKind } from "../tally/tally.ts";
import type { QueryParameter } from "./_session.ts";
import type { Sweep } from "./_sweep.ts";

/** So many rows are deleted at once. */
const CHUNK = 1000;
const DAY = 86_400_000_000;

/** Deletes old tallies, and says since when there are any. */
export async function deleteTallies(run: Sweep): Promise<void> {
  const { trafficFrom, fineTrafficFrom } = run.retention, fineFrom = Math.max(trafficFrom, fineTrafficFrom);
  await run.session.query(
    `update facts set covered_from = greatest(covered_from, $1::bigint), fine_from = greatest(fine_from, $2::bigint)`,
    [trafficFrom, fineFrom],
  );
  for (const { kind } of await run.session.query<{ kind: TallyKind }>(`select distinct kind from tallies`)) {
    const before = (kind === COARSE ? trafficFrom : fineFrom) - spanOf(kind);
    await deleteParts(run, `tallies`, `kind = ${kind} and at <= $1::bigint`, [before]);
  }
}

/**
 * Deletes link-addresses that nobody is behind any more, and that no tally can tell of. Writers remember their numbers, so they are stopped
 * for a moment, and forget them when it is over.
 */
export async function deleteRelays({ session, retention }: Sweep): Promise<void> {
  const old = `id > 0 and seen < $1::bigint and not exists (select from clients where relay_id = relays.id)`;
  const before = [retention.fineTrafficFrom - 2 * DAY];
  if ((await session.query(`select from relays where ${old} limit 1`, before)).length === 0) return;
  await session.transaction(async () => {
    await session.query(`select pg_advisory_xact_lock(hashtextextended('dhcpkit writing ' || current_schema(), 0))`);
    await session.query(`delete from relays where id in (select id from relays where ${old} limit ${CHUNK})`, before);
    await session.query(`update facts set relays_swept = relays_swept + 1`);
  });
}

/** Deletes findings that are over; the transactions that show them are nobody's then. */
export async function deleteFindings(run: Sweep): Promise<void> {
  await deleteParts(run, "findings", "coalesce(until, last_seen) < $1::bigint", [run.retention.findingsFrom]);
}

/** Deletes entries of the audit. */
export async function deleteAudit(run: Sweep): Promise<void> {
  await deleteParts(run, "audit", "at < $1::bigint", [run.retention.auditFrom]);
}

async function deleteParts(
  { session, isOver }: Sweep,
  table: string,
  condition: string,
  parameters: QueryParameter[],
): Promise<void> {
  const query =
    `delete from ${table} where ctid = any(array(select ctid from ${table} where ${condition} limit ${CHUNK}))
    returning 1`;
  while (!isOver() && (await session.query(query, parameters)).length === CHUNK);
}
