import type { LeaseEvent } from "../lease_event.ts";
import { applyLeaseEvent, type LeaseEventSource, type LeaseInterval } from "../lease_interval.ts";
import { numberArray } from "./_columns.ts";
import { leaseOf, type LeaseRow } from "../stored_rows.ts";
import { insertLeases, LEASE_COLUMNS, updateLeases } from "./_lease_rows.ts";
import type { BatchServers } from "./_server_rows.ts";
import type { PostgresSession } from "./_session.ts";
import type { StoredRow } from "./_write_transactions.ts";

/** What is told of one lease and one client in a batch. */
interface Story {
  readonly lease: string;
  readonly clientId: number;
  readonly events: { readonly event: LeaseEvent; readonly by: LeaseEventSource }[];
  /** The last interval, or all of them. */
  history: LeaseInterval[];
}

/**
 * Writes what transactions say of leases. The rows of their clients have to be locked. Returns the longest lifetime that was granted,
 * `NEVER` for an infinite one, 0 for none.
 */
export async function writeLeases(
  session: PostgresSession,
  rows: readonly StoredRow[],
  servers: BatchServers,
): Promise<number> {
  const { stories, longest } = collect(rows, servers);
  if (stories.length === 0) return longest;
  await load(session, stories);
  const changed = new Set<LeaseInterval>();
  for (const { history, events } of stories) {
    for (const { event, by } of events) {
      const interval = applyLeaseEvent(history, event, by);
      if (interval) changed.add(interval);
    }
  }
  const intervals = [...changed];
  await insertLeases(session, intervals.filter(({ id }) => id === 0));
  await updateLeases(session, intervals.filter(({ id }) => id !== 0));
  return longest;
}

function collect(rows: readonly StoredRow[], servers: BatchServers): { stories: Story[]; longest: number } {
  const stories = new Map<string, Story>();
  let longest = 0;
  for (const { transaction, id: transactionId, clientId } of rows) {
    if (transaction.leaseEvents.length === 0) continue;
    const { partition, offset } = transaction.place;
    const by = { transactionId, clientId, serverId: servers.id(transaction.server), partition, offset };
    for (const event of transaction.leaseEvents) {
      const key = `${event.lease}${clientId}`;
      let story = stories.get(key);
      if (story === undefined) stories.set(key, story = { lease: event.lease, clientId, events: [], history: [] });
      story.events.push({ event, by });
      if (event.kind === "granted") longest = Math.max(longest, lifetime(event));
    }
  }
  return { stories: [...stories.values()], longest };
}

function lifetime({ at, validUntil }: LeaseEvent): number {
  return validUntil === Number.MAX_SAFE_INTEGER ? validUntil : validUntil - at;
}

const LAST = `
  select ${LEASE_COLUMNS} from unnest($1::text[], $2::bigint[]) as told (lease, client_id)
  cross join lateral (
    select * from leases where leases.lease = decode(told.lease, 'hex') and leases.client_id = told.client_id
    order by started_at desc, id desc limit 1
  ) as l`;
const ALL = `
  select ${LEASE_COLUMNS} from unnest($1::text[], $2::bigint[]) as told (lease, client_id)
  join leases l on l.lease = decode(told.lease, 'hex') and l.client_id = told.client_id order by l.started_at, l.id`;

/** Loads the last intervals of all stories, and all of them where an event is from before the last one. */
async function load(session: PostgresSession, stories: readonly Story[]): Promise<void> {
  await loadWith(session, LAST, stories);
  const early = stories.filter(({ history: [last], events }) =>
    last !== undefined && events.some(({ event }) => event.at < last.startedAt)
  );
  if (early.length > 0) await loadWith(session, ALL, early);
}

async function loadWith(session: PostgresSession, query: string, stories: readonly Story[]): Promise<void> {
  const rows = await session.query<LeaseRow>(query, [
    `{${stories.map(({ lease }) => lease).join()}}`,
    numberArray(stories.map(({ clientId }) => clientId)),
  ]);
  const byKey = new Map<string, Story>();
  for (const story of stories) {
    byKey.set(`${story.lease}${story.clientId}`, story);
    story.history = [];
  }
  for (const row of rows) {
    const interval = leaseOf(row);
    byKey.get(`${interval.lease}${interval.clientId}`)!.history.push(interval);
  }
}
