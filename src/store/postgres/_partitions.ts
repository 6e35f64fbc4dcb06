import type { Microseconds } from "../record_place.ts";
import type { PostgresSession } from "./_session.ts";

/** A day in microseconds. */
export const DAY = 86_400_000_000;
/** So many days have a partition of their own at most: each costs every query a little, and wrong clocks can name any day. */
const MOST_DAYS = 400;
/** So many days are remembered. */
const MOST_KNOWN = 10_000;

/** Makes the partitions that transactions need before they are written: one for each day (UTC). */
export class Partitions {
  /** Days that were looked at, whether or not they have a partition. */
  readonly #known = new Set<number>();

  /**
   * Sees to it that transactions have their partitions. What has none is kept in the default partition: when there are too many days, and
   * when the default partition already has transactions of that day. Not to be called within a transaction, since readers have to wait for
   * it.
   *
   * @throws {RangeError} When the time of one is none.
   */
  async prepare(
    session: PostgresSession,
    transactions: readonly { readonly receivedAt: Microseconds }[],
  ): Promise<void> {
    const days = new Set<number>();
    for (const { receivedAt: time } of transactions) {
      if (!Number.isSafeInteger(time)) throw new RangeError(`a transaction has the time ${time}`);
      const day = Math.floor(time / DAY);
      if (!this.#known.has(day)) days.add(day);
    }
    if (days.size === 0) return;
    if (this.#known.size > MOST_KNOWN) this.#known.clear();
    for (const day of days) {
      await this.#make(session, day);
      this.#known.add(day);
    }
  }

  /** Looks at all days again. */
  forget(): void {
    this.#known.clear();
  }

  async #make(session: PostgresSession, day: number): Promise<void> {
    const name = partitionName(day), from = day * DAY, to = from + DAY;
    await session.transaction(async () => {
      await session.query(
        `select pg_advisory_xact_lock(hashtextextended('dhcpkit partitions ' || current_schema(), 0))`,
      );
      const [{ wanted }] = await session.query<{ wanted: boolean }>(
        `select count(*) < $1::integer and not coalesce(bool_or(inhrelid = to_regclass($2::text)), false)
           and not exists (select from transactions_default where received_at >= $3::bigint and received_at < $4::bigint)
           as wanted
         from pg_inherits where inhparent = 'transactions'::regclass`,
        [MOST_DAYS, name, from, to],
      );
      if (!wanted) return;
      await session.query(`create table ${name} partition of transactions for values from (${from}) to (${to})`);
    });
  }
}

/** Partitions of days that were over at that time, the earliest first. */
export async function partitionsBefore(
  session: PostgresSession,
  time: Microseconds,
): Promise<{ name: string; to: Microseconds }[]> {
  const rows = await session.query<{ name: string }>(
    `select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = 'transactions'::regclass`,
  );
  return rows.flatMap(({ name }) => {
    const day = dayOf(name);
    return day === undefined || (day + 1) * DAY > time ? [] : [{ name, to: (day + 1) * DAY }];
  }).sort((a, b) => a.to - b.to);
}

/** `transactions_20260131`; years before 0 and behind 9999 are told by their day's number. */
function partitionName(day: number): string {
  const date = new Date(day * 86_400_000), year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) return `transactions_d${day < 0 ? "m" : ""}${Math.abs(day)}`;
  return `transactions_${date.toISOString().slice(0, 10).replaceAll("-", "")}`;
}

function dayOf(name: string): number | undefined {
  const [, year, month, day] = /^transactions_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
  if (year !== undefined) return Date.parse(`${year}-${month}-${day}T00:00:00Z`) / 86_400_000;
  const [, minus, number] = /^transactions_d(m?)(\d+)$/.exec(name) ?? [];
  return number === undefined ? undefined : minus ? -Number(number) : Number(number);
}
