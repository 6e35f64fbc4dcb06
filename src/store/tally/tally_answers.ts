import type { Microseconds } from "../record_place.ts";
import type { ClientCounts, RelayQuestion, RelayTraffic } from "../relay.ts";
import type { Traffic, TrafficPoint } from "../traffic.ts";
import { HOUR, type TrafficSteps } from "../traffic_steps.ts";
import { ClientTally } from "./client_tally.ts";
import { RELAYS_AT_ONCE, RelayTally } from "./relay_tally.ts";
import type { TallyRow } from "./tally.ts";
import { TrafficTally } from "./traffic_tally.ts";

/** Counts of a relay by its number: a {@linkcode RelayTraffic} that lacks what a store knows of the relay. */
export type RelayCounts = Omit<RelayTraffic, "id" | "linkAddress" | "clients">;

const MOST_RELAYS = 1000;

/** A time in whole hours. */
export function wholeHours({ from, to }: { from: Microseconds; to: Microseconds }): {
  from: Microseconds;
  to: Microseconds;
} {
  return { from: Math.floor(from / HOUR) * HOUR, to: Math.ceil(to / HOUR) * HOUR };
}

/** Traffic step by step, the earliest first. */
export function trafficPoints(rows: readonly TallyRow[], { from, step }: TrafficSteps): TrafficPoint[] {
  const points = trafficBy(rows, ({ at }) => from + Math.floor((at - from) / step) * step);
  return [...points].sort(([a], [b]) => a - b).map(([at, tally]) => ({ at, ...tally.traffic() }));
}

/** The traffic of each server, by its number. */
export function trafficOfServers(rows: readonly TallyRow[]): Map<number, Traffic> {
  return new Map(Array.from(trafficBy(rows, ({ serverId }) => serverId), ([id, tally]) => [id, tally.traffic()]));
}

/** The counts of each relay, by its number. */
export function relayCounts(rows: readonly TallyRow[]): Map<number, RelayCounts> {
  const parts = new Map<number, RelayTally>(), relays = new Map<number, RelayCounts>();
  for (const { part, body } of rows) entryOf(parts, part, () => new RelayTally()).load(body);
  for (const [part, tally] of parts) {
    for (const { place, ...counts } of tally.relays()) relays.set(part * RELAYS_AT_ONCE + place, counts);
  }
  return relays;
}

/** The relays with most requests, with their numbers: so many, at most 1000. */
export function busiestRelays(
  relays: ReadonlyMap<number, RelayCounts>,
  { limit = MOST_RELAYS, after }: Pick<RelayQuestion, "limit" | "after">,
): (readonly [id: number, counts: RelayCounts])[] {
  const behind = after === undefined
    ? [...relays]
    : [...relays].filter(([id, { requests }]) =>
      requests < after.requests || (requests === after.requests && id > after.id)
    );
  const sorted = behind.sort(([a, { requests: more }], [b, { requests: less }]) => less - more || a - b);
  return sorted.slice(0, Math.max(0, Math.min(limit, MOST_RELAYS)));
}

/** How many clients there were. */
export function countClients(rows: readonly TallyRow[]): ClientCounts {
  const all = new ClientTally(), servers = new Map<number, ClientTally>();
  for (const { serverId, body } of rows) {
    all.load(body);
    entryOf(servers, serverId, () => new ClientTally()).load(body);
  }
  return { all: all.estimate(), byServer: new Map(Array.from(servers, ([id, tally]) => [id, tally.estimate()])) };
}

function trafficBy(rows: readonly TallyRow[], keyOf: (row: TallyRow) => number): Map<number, TrafficTally> {
  const tallies = new Map<number, TrafficTally>();
  for (const row of rows) entryOf(tallies, keyOf(row), () => new TrafficTally()).load(row.body);
  return tallies;
}

function entryOf<Value>(map: Map<number, Value>, key: number, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, value = make());
  return value;
}
