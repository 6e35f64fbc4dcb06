// 7. A Cloudflare Worker that takes records as CloudEvents over HTTP and keeps them in D1; README.md tells how to run it.
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import {
  bearerToken,
  createPushHandler,
  type EdgeRecord,
  type OnPoison,
  type RecordContext,
} from "@dhcpkit/kafka/edge";
import type { TransactionSummary } from "@dhcpkit/kafka/messages";

/** What wrangler.toml binds, and secrets. */
interface Env {
  readonly DB: Database;
  /** Who has it may bring records. */
  readonly PUSH_TOKEN: string;
  /** Who has it may ask who had an address or prefix. */
  readonly READ_TOKEN: string;
}

/** As much of D1 as is used here. */
interface Database {
  prepare(sql: string): Statement;
  batch(statements: readonly Statement[]): Promise<unknown>;
}
interface Statement {
  bind(...values: readonly unknown[]): Statement;
  all(): Promise<{ results: unknown[] }>;
}

export default {
  fetch(request: Request, env: Env): Promise<Response> {
    return request.method === "POST" ? takeRecords(request, env) : lookUp(request, env);
  },
};

/**
 * A call may ask D1 50 times on the free plan (1000 times on the paid one), and a record takes two: more would fail at the same record with
 * every try. The isolate has 128 MB for all calls at the same time, and a row of D1 at most 2 MB.
 */
const limits = { records: 25, bodyBytes: 1_500_000 };

/** What was taken before is known by the tables, so that the handler need not outlive a request. */
function takeRecords(request: Request, { DB, PUSH_TOKEN }: Env): Promise<Response> {
  const handler = createPushHandler({
    ...{ authenticate: bearerToken(PUSH_TOKEN), limits },
    onTransaction: (record, context) => keep(DB, record, context),
    onPoison: (problem, _, context) => keepAside(DB, problem, context),
    onFailure: (error) => console.error(error),
  });
  return handler(request);
}

/** A record and its addresses and prefixes, all or nothing; one that is there already changes nothing. */
async function keep(database: Database, { value, summary }: EdgeRecord, { id }: RecordContext): Promise<void> {
  const { serverName, timestampIn, messageIn, messageOut } = summary!;
  const client = toHex(messageIn?.clientId ?? messageOut?.clientId ?? new Uint8Array()) || null;
  const insert = database.prepare(
    "INSERT OR IGNORE INTO transactions (id, received_at, server, client, value) VALUES (?, ?, ?, ?, ?)",
  );
  const leases = database.prepare("INSERT OR IGNORE INTO leases (lease, id) SELECT value, ? FROM json_each(?)");
  await database.batch([
    // A time that is none has to be stored as well: a record that always fails would hold up all behind it.
    insert.bind(id, Number.isFinite(timestampIn) ? timestampIn : 0, serverName, client, value),
    leases.bind(id, JSON.stringify(leasesOf(summary!))),
  ]);
}

async function keepAside(
  database: Database,
  { reason, bytes }: Parameters<OnPoison>[0],
  { id }: RecordContext,
): Promise<void> {
  const insert = database.prepare("INSERT OR IGNORE INTO unreadable (id, reason, value) VALUES (?, ?, ?)");
  await database.batch([insert.bind(id, reason, bytes)]);
}

function leasesOf({ messageOut }: TransactionSummary): string[] {
  return messageOut?.leases.map(({ address, prefixLength }) =>
    prefixLength === undefined ? `${address}` : `${address}/${prefixLength}`
  ) ?? [];
}

const BY_LEASE = `SELECT id, received_at, server, client, hex(value) AS value
  FROM leases JOIN transactions USING (id) WHERE lease = ? ORDER BY received_at DESC LIMIT 100`;
const UNREADABLE = "SELECT id, reason, hex(value) AS value FROM unreadable LIMIT 100";

/** `GET /?lease=2001:db8::42`: the last transactions that gave it, the latest first. `GET /unreadable`: what could not be read. */
async function lookUp({ url, headers }: Request, { DB, READ_TOKEN }: Env): Promise<Response> {
  const isAllowed = await bearerToken(READ_TOKEN).accepts({ headers, body: new Uint8Array() });
  if (!isAllowed) {
    return new Response("A token is missing.\n", { status: 401, headers: { "www-authenticate": "Bearer" } });
  }
  const { pathname, searchParams } = new URL(url), isUnreadable = pathname === "/unreadable";
  const statement = isUnreadable ? DB.prepare(UNREADABLE) : DB.prepare(BY_LEASE).bind(searchParams.get("lease") ?? "");
  const { results } = await statement.all();
  return Response.json(results, { headers: { "cache-control": "no-store" } });
}
