import type { Microseconds } from "../record_place.ts";
import type { ClientCounts, PortKey, RelayQuestion, RelayTraffic, StoredPort } from "../relay.ts";
import {
  busiestRelays,
  countClients,
  relayCounts,
  trafficOfServers,
  trafficPoints,
  wholeHours,
} from "../tally/tally_answers.ts";
import { CLIENTS, RELAYS, type TallyKind, type TallyRow } from "../tally/tally.ts";
import type { Traffic, TrafficCoverage, TrafficPoint, TrafficQuestion } from "../traffic.ts";
import { serverSteps, trafficSteps } from "../traffic_steps.ts";
import type { Page } from "../transaction_store.ts";
import { bytesOf, Parameters, rowLimit, type RunQuery } from "./_reading.ts";

type Time = { from: Microseconds; to: Microseconds };

/** The tallies of a kind that begin in a time. */
export async function readTallies(
  run: RunQuery,
  kind: TallyKind,
  { from, to }: Time,
  serverId?: number,
): Promise<TallyRow[]> {
  return await run<TallyRow>(
    `select kind, at, server_id as "serverId", part, body from tallies
     where kind = $1::smallint and at >= $2::bigint and at < $3::bigint and ($4::bigint is null or server_id = $4::bigint)`,
    [kind, from, to, serverId ?? null],
  );
}

/** The beginning of the last tally of a kind that begins before a time. */
export async function readLatestTally(
  run: RunQuery,
  kind: TallyKind,
  before: Microseconds,
  serverId?: number,
): Promise<Microseconds | undefined> {
  const [row] = await run<{ at: number }>(
    `select at from tallies where kind = $1::smallint and at < $2::bigint and ($3::bigint is null or server_id = $3::bigint)
     order by at desc limit 1`,
    [kind, before, serverId ?? null],
  );
  return row?.at;
}

/** See `TransactionReader`. */
export async function readTraffic(run: RunQuery, question: TrafficQuestion): Promise<TrafficPoint[]> {
  const steps = trafficSteps(question);
  return trafficPoints(await readTallies(run, steps.grain, steps, question.serverId), steps);
}

/** See `TransactionReader`. */
export async function readTrafficByServer(run: RunQuery, time: Time): Promise<Map<number, Traffic>> {
  const steps = serverSteps(time);
  return trafficOfServers(await readTallies(run, steps.grain, steps));
}

/** See `TransactionReader`. */
export async function readTrafficCoverage(run: RunQuery): Promise<TrafficCoverage> {
  const [row] = await run<{ covered_from: number; fine_from: number }>(`select covered_from, fine_from from facts`);
  return { from: row.covered_from, fineFrom: row.fine_from };
}

/** See `TransactionReader`. */
export async function readClientCounts(run: RunQuery, time: Time): Promise<ClientCounts> {
  return countClients(await readTallies(run, CLIENTS, wholeHours(time)));
}

/** See `TransactionReader`. */
export async function readRelays(run: RunQuery, question: RelayQuestion): Promise<RelayTraffic[]> {
  const counts = relayCounts(await readTallies(run, RELAYS, wholeHours(question), question.serverId));
  const busiest = busiestRelays(counts, question);
  const rows = await run<{ id: number; link_address: Uint8Array; clients: number }>(
    `select id, link_address, (select count(*) from clients where relay_id = relays.id) as clients
     from relays where id = any($1::integer[])`,
    [`{${busiest.map(([id]) => id).join()}}`],
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  return busiest.flatMap(([id, counted]) => {
    const row = known.get(id);
    if (row === undefined) return [];
    return [{ id, linkAddress: id === 0 ? undefined : bytesOf(row.link_address), clients: row.clients, ...counted }];
  });
}

/** An index has the beginning of what relay agents say, which may be longer than what it takes; beyond that, the order is the same. */
const INTERFACE = "substring(interface_id from 1 for 256)", REMOTE = "substring(remote_id from 1 for 256)";

/** See `TransactionReader`. */
export async function readPorts(
  run: RunQuery,
  linkAddress: Uint8Array | "all",
  { limit, after }: Page<PortKey>,
): Promise<StoredPort[]> {
  const parameters = new Parameters(), conditions = ["true"];
  if (linkAddress !== "all") {
    const link = parameters.add(linkAddress, "bytea");
    conditions.push(`relay_id = (select id from relays where link_address = ${link} and id > 0)`);
  }
  if (after !== undefined) {
    const { interfaceId, remoteId } = after;
    const beginnings = [interfaceId, remoteId].map((bytes) => parameters.add(bytes.subarray(0, 256), "bytea"));
    const whole = [interfaceId, remoteId].map((bytes) => parameters.add(bytes, "bytea"));
    conditions.push(`(${INTERFACE}, ${REMOTE}) >= (${beginnings.join(", ")})`);
    conditions.push(`(${INTERFACE}, ${REMOTE}, interface_id, remote_id) > (${[...beginnings, ...whole].join(", ")})`);
  }
  const rows = await run<{ interface_id: Uint8Array; remote_id: Uint8Array; clients: number; links: number }>(
    `select interface_id, remote_id, count(*) as clients, count(distinct nullif(relay_id, 0)) as links
     from client_details join clients using (id) where ${conditions.join(" and ")}
     group by ${INTERFACE}, ${REMOTE}, interface_id, remote_id order by ${INTERFACE}, ${REMOTE}, interface_id, remote_id
     limit ${rowLimit(limit)}`,
    parameters.values,
  );
  return rows.map(({ interface_id, remote_id, clients, links }) => ({
    ...{ interfaceId: bytesOf(interface_id), remoteId: bytesOf(remote_id), clients, linkAddresses: links },
  }));
}
