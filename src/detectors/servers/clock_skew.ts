import type { Microseconds } from "../../store/mod.ts";
import { EvidenceRing, type KeptRing } from "../_evidence_ring.ts";
import type { Slot } from "../_remembered.ts";
import { ticksIn } from "../_tick.ts";
import { spanText, subjectText } from "../_words.ts";
import type { Detector, DetectorContext, DetectorDeclaration } from "../detector.ts";
import { amount, type NumberValues, recovery, seconds } from "../detector_setting.ts";
import { measureOf } from "../finding.ts";
import type { TransactionFacts } from "../transaction_facts.ts";

type Keys = "window" | "least" | "ahead" | "behind" | "steady" | "recover";

/** A server whose clock is wrong. */
export const clockSkew: DetectorDeclaration<Keys> = {
  id: "clock-skew",
  title: "Clock is wrong",
  finds:
    "Kafka's time of a server's records is before the server's own, which only a clock that is ahead explains, or it is later by " +
    "always the same: then the clock is behind. Where records wait, as in a spool, the difference changes while they are sent, and " +
    "nothing is said. Both are seen in topics with `message.timestamp.type=LogAppendTime`; in others, only a clock that is ahead, and " +
    "by a collector that keeps up.",
  defaults:
    "Clocks that NTP keeps are within milliseconds, and records are in Kafka within a second or two. Two seconds ahead are no " +
    "chance; 30 seconds behind are more than a publisher holds records back for.",
  settings: {
    window: seconds(300, "The window that is looked at, one after the other."),
    least: amount(20, "Records in the window without which nothing is said."),
    ahead: seconds(2, "From when on a clock is ahead."),
    behind: seconds(30, "From when on a clock is behind."),
    steady: seconds(5, "By how much the difference of a clock that is behind may vary."),
    recover: recovery(600),
  },
  what: (finding) => {
    const ahead = measureOf(finding, "ahead");
    return `The clock of ${subjectText(finding.subject)} is ${spanText(Math.abs(ahead))} ${
      ahead > 0 ? "ahead" : "behind"
    }.`;
  },
  why:
    "Who had an address at a time is answered by the servers' clocks, and the order of what several servers did is wrong. Times in " +
    "this looking glass are wrong by as much for this server.",
  remedy:
    "Look at the server's time synchronisation (`chronyc tracking` or `timedatectl`), and at that of the brokers and of the " +
    "collector if all servers are ahead by the same.",
  create: (settings, context) => new ClockSkew(settings, context),
};

class ClockSkew implements Detector {
  readonly #settings: NumberValues<Keys>;
  readonly #context: DetectorContext;
  readonly #slot: Slot<State>;

  constructor(settings: NumberValues<Keys>, context: DetectorContext) {
    this.#settings = settings;
    this.#context = context;
    this.#slot = context.slot("server", (kept: KeptState) => new State().load(kept));
  }

  observe({ transaction, server }: TransactionFacts): void {
    const state = this.#slot.of(server, () => new State());
    // The record is written after the answer; what is left is the way to Kafka, and the difference of the clocks.
    const delay = (transaction.recordedAt - transaction.receivedAt - Math.max(0, transaction.duration)) / 1e6;
    state.count++;
    state.least = Math.min(state.least, delay);
    state.most = Math.max(state.most, delay);
    if (delay < -this.#settings.ahead || delay > this.#settings.behind) state.recent.add(transaction);
  }

  /** A clock that is far behind makes everything late. */
  observeLate(facts: TransactionFacts): void {
    this.observe(facts);
  }

  endTick(now: Microseconds, tick: number): void {
    const { window, least, ahead, behind, steady } = this.#settings;
    if (tick % ticksIn(window) !== 0) return;
    for (const server of this.#context.servers()) {
      const state = this.#slot.get(server);
      if (state === undefined || state.count < least) continue;
      const isAhead = -state.least > ahead, isBehind = state.least > behind && state.most - state.least <= steady;
      if (isAhead || isBehind) {
        this.#context.sight({
          subject: { kind: "server", server: server.key },
          severity: "warning",
          at: now,
          measures: [{ name: "ahead", value: -state.least, unit: "s", threshold: isAhead ? ahead : -behind }],
          ...state.recent.take(),
        });
      }
      this.#slot.set(server, undefined);
    }
  }
}

/** Of one window. */
class State {
  count = 0;
  least = Infinity;
  most = -Infinity;
  readonly recent = new EvidenceRing();

  load({ count, least, most, recent }: KeptState): this {
    this.count = count;
    this.least = least ?? Infinity;
    this.most = most ?? -Infinity;
    this.recent.load(recent);
    return this;
  }
}

/** JSON has `null` for infinite numbers. */
interface KeptState {
  readonly count: number;
  readonly least: number | null;
  readonly most: number | null;
  readonly recent: KeptRing;
}
