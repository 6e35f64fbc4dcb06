import type { Microseconds } from "../record_place.ts";
import type { ClientCounts } from "../relay.ts";
import { countClients, trafficOfServers, trafficPoints, wholeHours } from "../tally/tally_answers.ts";
import { CLIENTS, type TallyKind, type TallyRow } from "../tally/tally.ts";
import type { Traffic, TrafficCoverage, TrafficPoint, TrafficQuestion } from "../traffic.ts";
import { serverSteps, trafficSteps } from "../traffic_steps.ts";
import type { Database } from "./database.ts";

const ROWS = "SELECT kind, at, server_id AS serverId, part, body FROM tally WHERE kind = ? AND at >= ? AND at < ?";

/** The tallies of a kind that begin in a time. */
export function talliesOf(
  db: Database,
  kind: TallyKind,
  { from, to }: { from: Microseconds; to: Microseconds },
  serverId?: number,
): TallyRow[] {
  if (serverId === undefined) return db.all(ROWS, kind, from, to);
  return db.all(`${ROWS} AND server_id = ?`, kind, from, to, serverId);
}

/** The beginning of the last tally of a kind that begins before a time. */
export function latestTally(
  db: Database,
  kind: TallyKind,
  before: Microseconds,
  serverId?: number,
): Microseconds | undefined {
  const of = serverId === undefined ? "" : "AND server_id = ?";
  const sql = `SELECT at FROM tally WHERE kind = ? AND at < ? ${of} ORDER BY at DESC LIMIT 1`;
  return db.get(sql, kind, before, ...serverId === undefined ? [] : [serverId])?.at;
}

/** See `TransactionReader`. */
export function traffic(db: Database, question: TrafficQuestion): TrafficPoint[] {
  const steps = trafficSteps(question);
  return trafficPoints(talliesOf(db, steps.grain, steps, question.serverId), steps);
}

/** See `TransactionReader`. */
export function trafficByServer(db: Database, time: { from: Microseconds; to: Microseconds }): Map<number, Traffic> {
  const steps = serverSteps(time);
  return trafficOfServers(talliesOf(db, steps.grain, steps));
}

/** See `TransactionReader`. */
export function trafficCoverage(db: Database): TrafficCoverage {
  const { covered_from, fine_from } = db.get("SELECT covered_from, fine_from FROM tally_since");
  return { from: covered_from, fineFrom: fine_from };
}

/** See `TransactionReader`. */
export function clientCounts(db: Database, time: { from: Microseconds; to: Microseconds }): ClientCounts {
  return countClients(talliesOf(db, CLIENTS, wholeHours(time)));
}
