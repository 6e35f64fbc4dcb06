import type { NewTransaction } from "../new_transaction.ts";
import type { Microseconds } from "../record_place.ts";
import { GRAINS, HOUR, MINUTE } from "../traffic_steps.ts";
import { ClientTally } from "./client_tally.ts";
import { RELAYS_AT_ONCE, RelayTally } from "./relay_tally.ts";
import { CLIENTS, RELAYS, type Tally, type TallyKey, type TallyKind } from "./tally.ts";
import { TrafficTally } from "./traffic_tally.ts";

/** Numbers of what a transaction is about. */
export interface CountedIds {
  readonly serverId: number;
  readonly clientId: number;
  /** Number of its link-address; 0 = it has none. */
  readonly relayId: number;
}

interface Hour {
  readonly clients: ClientTally;
  readonly relays: Map<number, RelayTally>;
}

interface Minute {
  readonly traffic: TrafficTally;
  readonly hour: Hour;
}

/** The counts of one server. */
class ServerCounts {
  readonly minutes = new Map<Microseconds, Minute>();
  readonly hours = new Map<Microseconds, Hour>();
  #last: Minute | undefined;
  #lastAt: Microseconds = NaN;

  /** The minute that begins then: mostly the same as before, which is not looked for. */
  minute(at: Microseconds): Minute {
    if (this.#last !== undefined && at === this.#lastAt) return this.#last;
    let minute = this.minutes.get(at);
    if (minute === undefined) {
      minute = { traffic: new TrafficTally(), hour: this.#hour(Math.floor(at / HOUR) * HOUR) };
      this.minutes.set(at, minute);
    }
    this.#lastAt = at;
    return this.#last = minute;
  }

  #hour(at: Microseconds): Hour {
    let hour = this.hours.get(at);
    if (hour === undefined) this.hours.set(at, hour = { clients: new ClientTally(), relays: new Map() });
    return hour;
  }
}

/** What the transactions of a batch add to the counts of a store: few rows, for as many records as there are. */
export class TallyBatch {
  readonly #servers = new Map<number, ServerCounts>();

  /** Counts a transaction that is new. */
  count(told: NewTransaction, { serverId, clientId, relayId }: CountedIds): void {
    let server = this.#servers.get(serverId);
    if (server === undefined) this.#servers.set(serverId, server = new ServerCounts());
    const { traffic, hour } = server.minute(Math.floor(told.receivedAt / MINUTE) * MINUTE);
    traffic.count(told);
    hour.clients.count(clientId);
    const part = Math.floor(relayId / RELAYS_AT_ONCE);
    let relays = hour.relays.get(part);
    if (relays === undefined) hour.relays.set(part, relays = new RelayTally());
    relays.count(relayId % RELAYS_AT_ONCE, told.outcome);
  }

  /** What was counted, each key once, in the order of keys. */
  entries(): (readonly [TallyKey, Tally])[] {
    const entries: (readonly [TallyKey, Tally])[] = [];
    const put = (kind: TallyKind, at: Microseconds, serverId: number, tally: Tally, part = 0) => {
      entries.push([{ kind, at, serverId, part }, tally]);
    };
    for (const [serverId, { minutes, hours }] of this.#servers) {
      for (const grain of GRAINS) {
        for (const [at, traffic] of coarser(minutes, grain)) put(grain, at, serverId, traffic);
      }
      for (const [at, { clients, relays }] of hours) {
        put(CLIENTS, at, serverId, clients);
        for (const [part, tally] of relays) put(RELAYS, at, serverId, tally, part);
      }
    }
    return entries.sort(([a], [b]) => a.kind - b.kind || a.at - b.at || a.serverId - b.serverId || a.part - b.part);
  }

  /** Forgets everything. */
  clear(): void {
    this.#servers.clear();
  }
}

/** The traffic of so many minutes together. */
function coarser(minutes: Map<Microseconds, Minute>, grain: number): Map<Microseconds, TrafficTally> {
  const span = grain * MINUTE, result = new Map<Microseconds, TrafficTally>();
  for (const [at, { traffic }] of minutes) {
    const start = Math.floor(at / span) * span;
    let tally = result.get(start);
    if (tally === undefined) result.set(start, tally = new TrafficTally());
    tally.merge(traffic);
  }
  return result;
}
