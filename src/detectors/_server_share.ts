import type { Microseconds, NewTransaction } from "../store/mod.ts";
import { EvidenceRing, type KeptRing } from "./_evidence_ring.ts";
import type { Remembered, Slot } from "./_remembered.ts";
import { type KeptTally, Tally } from "./_tally.ts";
import { TICK, ticksIn } from "./_tick.ts";
import type { DetectorContext } from "./detector.ts";
import { amount, type NumberSettings, type NumberValues, percent, recovery, seconds } from "./detector_setting.ts";

/** The thresholds of a share. */
export type ShareKeys = "window" | "least" | "clients" | "share" | "failing" | "recover";

/** Thresholds with these defaults; `what` is what they are a share of, as in "requests". */
export function shareSettings(
  defaults: NumberValues<"window" | "least" | "clients" | "share" | "failing">,
  what: string,
  bad: string,
): NumberSettings<ShareKeys> {
  return {
    window: seconds(defaults.window, "The window that is looked at."),
    least: amount(defaults.least, `Of all ${what}, so many have to be in the window; otherwise a share says nothing.`),
    clients: amount(defaults.clients, `So many clients have to be concerned. At most 1000 are counted.`),
    share: percent(defaults.share, `Share of ${bad} from which on a finding is opened; it lasts until half of that.`),
    failing: percent(defaults.failing, "Share from which on the server fails its clients."),
    recover: recovery(300),
  };
}

const ALL = 0, BAD = 1;
/** Clients that are told apart for each server. */
const MOST_CLIENTS = 1000;

/** Which share of what a server does is bad. */
export class ServerShare {
  readonly #settings: NumberValues<ShareKeys>;
  readonly #context: DetectorContext;
  readonly #slot: Slot<State>;

  constructor(settings: NumberValues<ShareKeys>, context: DetectorContext) {
    this.#settings = settings;
    this.#context = context;
    this.#slot = context.slot("server", (kept: KeptState) => this.#make().load(kept));
  }

  countGood(server: Remembered, tick: number): void {
    this.#of(server).tally.add(tick, ALL);
  }

  countBad(server: Remembered, tick: number, client: Remembered | undefined, transaction: NewTransaction): void {
    const state = this.#of(server);
    state.tally.add(tick, ALL);
    state.tally.add(tick, BAD);
    state.recent.add(transaction);
    if (client !== undefined && state.clients.size < MOST_CLIENTS) state.clients.set(client.key, tick);
  }

  endTick(now: Microseconds, tick: number): void {
    for (const server of this.#context.servers()) {
      const state = this.#slot.get(server);
      if (state !== undefined) this.#judge(server, state, now, tick);
    }
  }

  #of(server: Remembered): State {
    return this.#slot.of(server, () => this.#make());
  }

  #make(): State {
    return new State(ticksIn(this.#settings.window));
  }

  #judge(server: Remembered, state: State, now: Microseconds, tick: number): void {
    const { window, least, clients, share, failing } = this.#settings, { tally } = state;
    tally.moveTo(tick);
    const { count, evidence } = state.recent.take();
    if (count === 0) return;
    state.forgetBefore(tick - ticksIn(window) + 1);
    const all = tally.sum(ALL), bad = tally.sum(BAD), part = bad / all * 100;
    const subject = { kind: "server", server: server.key } as const, isOpen = this.#context.isOpen(subject);
    if (all < least || state.clients.size < clients || part < (isOpen ? share / 2 : share)) return;
    const begun = isOpen ? { count } : state.begun(tick, ticksIn(window), share);
    this.#context.sight({
      subject,
      severity: part >= failing ? "failing" : "warning",
      at: now,
      ...begun,
      measures: [
        { name: "share", value: part, unit: "%", threshold: share },
        { name: "concerned", value: bad, unit: "count" },
        { name: "all", value: all, unit: "count", threshold: least },
        { name: "clients", value: state.clients.size, unit: "count", threshold: clients },
        { name: "window", value: window, unit: "s" },
      ],
      evidence,
    });
  }
}

interface KeptState {
  readonly tally: KeptTally;
  readonly recent: KeptRing;
  readonly clients: readonly (readonly [client: string, tick: number])[];
}

class State {
  readonly tally: Tally;
  readonly recent = new EvidenceRing();
  /** Clients that are concerned, and the tick in which they were the last time. */
  readonly clients = new Map<string, number>();

  constructor(ticks: number) {
    this.tally = new Tally(ticks, 2);
  }

  /** When it began: how far back the share was as large in each tick in which there was anything; and how much was bad since then. */
  begun(last: number, ticks: number, share: number): { since: Microseconds; count: number } {
    let first = last, count = this.tally.at(last, BAD);
    for (let tick = last - 1; tick > last - ticks && tick >= 0; tick--) {
      const all = this.tally.at(tick, ALL), bad = this.tally.at(tick, BAD);
      if (all === 0) continue;
      if (bad / all * 100 < share) break;
      first = tick;
      count += bad;
    }
    return { since: first * TICK, count };
  }

  toJSON(): KeptState {
    return { tally: this.tally.toJSON(), recent: this.recent.toJSON(), clients: [...this.clients] };
  }

  load({ tally, recent, clients }: KeptState): this {
    this.tally.load(tally);
    this.recent.load(recent);
    for (const [client, tick] of clients) this.clients.set(client, tick);
    return this;
  }

  forgetBefore(tick: number): void {
    for (const [client, last] of this.clients) if (last < tick) this.clients.delete(client);
  }
}
