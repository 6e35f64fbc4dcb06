import type { Microseconds, NewTransaction } from "../../store/mod.ts";
import type { Slot } from "../_remembered.ts";
import { type KeptReference, keptReference, referenceOf } from "../_kept_reference.ts";
import { type KeptTally, Tally } from "../_tally.ts";
import { tickOf, ticksIn } from "../_tick.ts";
import { counted, spanText, subjectText } from "../_words.ts";
import type { Detector, DetectorContext, DetectorDeclaration } from "../detector.ts";
import { amount, factor, type NumberValues, recovery, seconds } from "../detector_setting.ts";
import { type Finding, measureOf, type TransactionReference, transactionReference } from "../finding.ts";
import type { TransactionFacts } from "../transaction_facts.ts";

type Keys = "window" | "silence" | "expected" | "times" | "recover";

/** A server of which nothing is heard any more. */
export const silentServer: DetectorDeclaration<Keys> = {
  id: "silent-server",
  title: "Silent server",
  finds:
    "Nothing was heard of a server for a while in which, by its traffic in the window before, much should have been, and which is " +
    "longer than its pauses of today and yesterday. A server is judged when it was heard of for as long as the window.",
  defaults:
    "By chance, 20 expected answers are all missing once in 500 million times. But clients that started together, as after an " +
    "outage, renew together, with pauses between: so it is 30, and a silence has to be twice the longest pause. Five minutes are " +
    "longer than a restart.",
  settings: {
    window: seconds(3600, "The window before the last transaction that tells how much is expected."),
    silence: seconds(300, "The shortest silence that is a finding."),
    expected: amount(30, "Answers that should have been in the silence."),
    times: factor(2, "How many times the longest pause it has to be."),
    recover: recovery(20),
  },
  what: (finding) =>
    `Nothing was heard of ${subjectText(finding.subject)} for ${
      spanText(measureOf(finding, "silence"))
    }; before, it gave ` +
    `${counted(measureOf(finding, "before"), "answer")} within ${spanText(measureOf(finding, "window"))}.`,
  why:
    "Either the server does not run or is not reached, and its clients depend on others, or what it does is not published, and " +
    "nobody sees it.",
  remedy:
    "Look whether the server runs and answers, then whether its publisher reaches Kafka (`doctor`), then whether relay agents " +
    "still send to it. A server that was taken away on purpose is forgotten after a day.",
  create: (settings, context) => new SilentServer(settings, context),
};

const DAY: Microseconds = 86_400e6;
/** A server that was silent for so long is gone. */
const GONE: Microseconds = DAY;

class SilentServer implements Detector {
  readonly #settings: NumberValues<Keys>;
  readonly #context: DetectorContext;
  readonly #slot: Slot<State>;
  #resumed: Silence[] = [];

  constructor(settings: NumberValues<Keys>, context: DetectorContext) {
    this.#settings = settings;
    this.#context = context;
    this.#slot = context.slot("server", (kept: KeptState) => State.of(kept, ticksIn(settings.window)));
    context.keep({
      save: () => this.#resumed,
      load: (silence: Silence) => void this.#resumed.push(silence),
    });
  }

  observe({ transaction, server, tick, at }: TransactionFacts): void {
    const state = this.#slot.of(server, () => new State(ticksIn(this.#settings.window), at));
    state.heard(at, this.#context.isOpen({ kind: "server", server: server.key }));
    // What is not answered is sent again and again: that is not what a server has in usual times.
    if (transaction.responseType !== 0) state.tally.add(tick, 0);
    state.last = transaction;
  }

  /** What is observed anew may not reach back to when the server was heard of. */
  resume({ subject, since, measures }: Finding): void {
    if (subject.kind !== "server") return;
    this.#resumed.push({ name: subject.server, since, before: measureOf({ measures }, "before") });
  }

  endTick(now: Microseconds): void {
    const { silence, window, expected, times } = this.#settings;
    if (this.#resumed.length > 0) this.#resumed = this.#resumed.filter((one) => !this.#isResumed(one, now));
    for (const server of this.#context.servers()) {
      const state = this.#slot.get(server), quiet = state === undefined ? 0 : (now - state.lastAt) / 1e6;
      if (state === undefined || quiet < silence || quiet * 1e6 > GONE) continue;
      const before = state.tally.sum(0), heardFor = (state.lastAt - state.firstAt) / 1e6;
      if (heardFor < window || before < expected || before / window * quiet < expected) continue;
      if (quiet < times * state.longestPause) continue;
      const subject = { kind: "server", server: server.key } as const, isKnown = this.#context.isOpen(subject);
      this.#context.sight({
        subject,
        severity: "failing",
        at: now,
        since: state.lastAt,
        measures: [
          { name: "silence", value: quiet, unit: "s", threshold: silence },
          { name: "before", value: before, unit: "count" },
          { name: "window", value: window, unit: "s" },
        ],
        count: isKnown ? 0 : 1,
        evidence: isKnown ? [] : state.evidence(),
      });
    }
  }

  /** Whether its time has come: then it is known as silent since then, unless it was heard of later. */
  #isResumed({ name, since, before }: Silence, now: Microseconds): boolean {
    if (now <= since) return false;
    const server = this.#context.server(name), begun = since - this.#settings.window * 1e6;
    const state = this.#slot.of(server, () => new State(ticksIn(this.#settings.window), begun));
    if (state.lastAt <= since) {
      state.firstAt = Math.min(state.firstAt, begun);
      state.lastAt = since;
      state.tally.add(tickOf(since), 0, Math.max(0, before - state.tally.sum(0)));
    }
    return true;
  }
}

/** A server that was silent when detection began. */
interface Silence {
  readonly name: string;
  readonly since: Microseconds;
  /** Answers in the window before. */
  readonly before: number;
}

interface KeptState extends Pick<State, "firstAt" | "lastAt" | "lastKept" | "pauses"> {
  readonly tally: KeptTally;
}

class State {
  readonly tally: Tally;
  firstAt: Microseconds;
  lastAt: Microseconds;
  last: NewTransaction | undefined;
  /** What is known of {@linkcode State.last} from an earlier life. */
  lastKept: KeptReference | undefined;
  /** Seconds; the longest pause of a day, and that of the day before. */
  pauses = { day: 0, today: 0, yesterday: 0 };

  constructor(ticks: number, at: Microseconds) {
    this.tally = new Tally(ticks, 1);
    this.firstAt = at;
    this.lastAt = at;
  }

  /** Seconds; the longest pause of today and yesterday that was no finding. */
  get longestPause(): number {
    return Math.max(this.pauses.today, this.pauses.yesterday);
  }

  heard(at: Microseconds, wasFinding: boolean): void {
    const day = Math.floor(at / DAY), pause = (at - this.lastAt) / 1e6, { pauses } = this;
    if (day !== pauses.day) {
      pauses.yesterday = day === pauses.day + 1 ? pauses.today : 0;
      pauses.today = 0;
      pauses.day = day;
    }
    if (!wasFinding && pause > pauses.today) pauses.today = pause;
    this.lastAt = at;
  }

  evidence(): TransactionReference[] {
    if (this.last !== undefined) return [transactionReference(this.last)];
    return this.lastKept === undefined ? [] : [referenceOf(this.lastKept)];
  }

  toJSON(): KeptState {
    const { tally, firstAt, lastAt, pauses } = this, [lastKept] = this.evidence().map(keptReference);
    return { tally: tally.toJSON(), firstAt, lastAt, lastKept, pauses };
  }

  static of({ tally, firstAt, ...kept }: KeptState, ticks: number): State {
    const state = Object.assign(new State(ticks, firstAt), kept);
    state.tally.load(tally);
    return state;
  }
}
