import type { Microseconds, NewTransaction } from "../../store/mod.ts";
import type { Slot } from "../_remembered.ts";
import { Tally } from "../_tally.ts";
import { ticksIn } from "../_tick.ts";
import { counted, spanText, subjectText } from "../_words.ts";
import type { Detector, DetectorContext, DetectorDeclaration } from "../detector.ts";
import { amount, type NumberValues, recovery, seconds } from "../detector_setting.ts";
import { measureOf, type TransactionReference, transactionReference } from "../finding.ts";
import type { TransactionFacts } from "../transaction_facts.ts";

type Keys = "window" | "silence" | "expected" | "recover";

/** A server of which nothing is heard any more. */
export const silentServer: DetectorDeclaration<Keys> = {
  id: "silent-server",
  title: "Silent server",
  finds:
    "Nothing was heard of a server for a while in which, by its traffic before, much should have been. What is compared with is " +
    "the window before its last transaction.",
  defaults:
    "By chance, 20 expected transactions are all missing once in 500 million times. Five minutes are longer than a restart.",
  settings: {
    window: seconds(3600, "The window before the last transaction that tells how much is expected."),
    silence: seconds(300, "The shortest silence that is a finding."),
    expected: amount(20, "Transactions that should have been in the silence."),
    recover: recovery(20),
  },
  what: (finding) =>
    `Nothing was heard of ${subjectText(finding.subject)} for ${
      spanText(measureOf(finding, "silence"))
    }; before, it had ` +
    `${counted(measureOf(finding, "before"), "transaction")} within ${spanText(measureOf(finding, "window"))}.`,
  why:
    "Either the server does not run or is not reached, and its clients depend on others, or what it does is not published, and " +
    "nobody sees it.",
  remedy:
    "Look whether the server runs and answers, then whether its publisher reaches Kafka (`doctor`), then whether relay agents " +
    "still send to it. A server that was taken away on purpose is forgotten after a day.",
  create: (settings, context) => new SilentServer(settings, context),
};

/** A server that was silent for so long is gone. */
const GONE: Microseconds = 86_400e6;

class SilentServer implements Detector {
  readonly #settings: NumberValues<Keys>;
  readonly #context: DetectorContext;
  readonly #slot: Slot<State>;

  constructor(settings: NumberValues<Keys>, context: DetectorContext) {
    this.#settings = settings;
    this.#context = context;
    this.#slot = context.slot();
  }

  observe({ transaction, server, tick, at }: TransactionFacts): void {
    const state = this.#slot.of(server, () => new State(ticksIn(this.#settings.window), at));
    state.tally.add(tick, 0);
    state.last = transaction;
    state.lastAt = at;
  }

  endTick(now: Microseconds): void {
    const { silence, window, expected } = this.#settings;
    for (const server of this.#context.servers()) {
      const state = this.#slot.get(server), quiet = state === undefined ? 0 : (now - state.lastAt) / 1e6;
      if (state === undefined || quiet < silence || quiet * 1e6 > GONE) continue;
      const before = state.tally.sum(0),
        heardFor = Math.max(silence, Math.min(window, (state.lastAt - state.firstAt) / 1e6));
      if (before / heardFor * quiet < expected) continue;
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
}

class State {
  readonly tally: Tally;
  readonly firstAt: Microseconds;
  lastAt: Microseconds;
  last: NewTransaction | undefined;

  constructor(ticks: number, at: Microseconds) {
    this.tally = new Tally(ticks, 1);
    this.firstAt = at;
    this.lastAt = at;
  }

  evidence(): TransactionReference[] {
    return this.last === undefined ? [] : [transactionReference(this.last)];
  }
}
