import type { Microseconds } from "../record_place.ts";
import type { PostgresSession } from "./_session.ts";
import { PostgresStoreError } from "./_postgres_error.ts";

/** What the server says when somebody has read or written for too long. */
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Drops the partition of a day, after what proves leases was copied. Returns how many transactions are gone; none when others have used the
 * table for too long, and it has to wait for the next sweep.
 *
 * Copying takes long and is in nobody's way. What came in meanwhile (numbers from `end` on) is copied whole when writers have been stopped,
 * which then is for a moment.
 */
export async function dropDay(
  session: PostgresSession,
  { name, to }: { name: string; to: Microseconds },
  end: number,
): Promise<number> {
  try {
    return await session.transaction(async () => {
      const [{ proofs }] = await session.query<{ proofs: number }>(
        `with copied as (
           insert into proofs select day.* from ${name} day join proving using (id) where id < $1::bigint
           on conflict do nothing returning 1
         ) select count(*) as proofs from copied`,
        [end],
      );
      const [{ before }] = await session.query<{ before: number }>(
        `select count(*) as before from ${name} where id < $1::bigint`,
        [end],
      );
      await session.query(
        `set local lock_timeout = '2s'; select pg_advisory_xact_lock(hashtextextended('dhcpkit writing ' || current_schema(), 0))`,
      );
      await session.query(
        `insert into proofs select * from ${name} where id >= $1::bigint on conflict do nothing`,
        [end],
      );
      await session.query(`update facts set swept_until = greatest(swept_until, $1::bigint)`, [to]);
      await session.query(`drop table ${name}`);
      return before - proofs;
    });
  } catch (error) {
    if (error instanceof PostgresStoreError && error.code === LOCK_NOT_AVAILABLE) return 0;
    throw error;
  }
}
