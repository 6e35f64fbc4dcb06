import { MessageType } from "../../dhcpv6/mod.ts";
import type { Microseconds } from "../../store/mod.ts";
import type { Slot } from "../_remembered.ts";
import { counted, spanText, subjectText } from "../_words.ts";
import type { Detector, DetectorContext, DetectorDeclaration } from "../detector.ts";
import { amount, type NumberValues, recovery, seconds } from "../detector_setting.ts";
import { clientReference, measureOf, transactionReference } from "../finding.ts";
import type { TransactionFacts } from "../transaction_facts.ts";

type Keys = "times" | "window" | "failing" | "recover";

/** A client that solicits without pause. */
export const solicitStorm: DetectorDeclaration<Keys> = {
  id: "solicit-storm",
  title: "Solicit storm",
  finds: "A client sends more Solicits than any client should. What several servers get at the same time counts once.",
  defaults:
    "A client that keeps to RFC 9915 section 15 sends seven Solicits in the first minute and fewer afterwards; one that gets a " +
    "lease and loses it at once sends one for each. 30 in a minute is beyond both.",
  settings: {
    times: amount(30, "Solicits."),
    window: seconds(60, "Within which time."),
    failing: amount(600, "Solicits from which on it is a failure: ten a second keep a server busy."),
    recover: recovery(600),
  },
  what: (finding) =>
    `${subjectText(finding.subject)} sent ${counted(measureOf(finding, "times"), "Solicit")} within ` +
    `${spanText(measureOf(finding, "window"))}.`,
  why:
    "Servers and relay agents work for one client, and a hundred of them are an outage; the client itself mostly has no IPv6.",
  remedy:
    "Look at what it is answered: a client that does not like an answer asks again at once. Limit the rate of its port, and " +
    "report its firmware to the vendor.",
  create: (settings, context) => new SolicitStorm(settings, context),
};

/** Solicits with one transaction id within this time came to several servers at once. */
const AT_ONCE: Microseconds = 100_000;

class SolicitStorm implements Detector {
  readonly #settings: NumberValues<Keys>;
  readonly #context: DetectorContext;
  readonly #slot: Slot<State>;

  constructor(settings: NumberValues<Keys>, context: DetectorContext) {
    this.#settings = settings;
    this.#context = context;
    this.#slot = context.slot("client", (kept: State) => Object.assign(new State(0), kept));
  }

  observe({ transaction, client, at }: TransactionFacts): void {
    if (client === undefined || transaction.requestType !== MessageType.Solicit) return;
    const { times, window, failing } = this.#settings, state = this.#slot.of(client, () => new State(at));
    if (state.transactionId === transaction.transactionId && at - state.at < AT_ONCE) return;
    const rate = state.count(at, window * 1e6);
    state.transactionId = transaction.transactionId;
    state.at = at;
    if (rate < times) return;
    const subject = { kind: "client", client: clientReference(transaction) } as const;
    this.#context.sight({
      subject,
      severity: rate >= failing ? "failing" : "warning",
      at,
      measures: [
        { name: "times", value: Math.round(rate), unit: "count", threshold: times },
        { name: "window", value: window, unit: "s" },
      ],
      count: 1,
      evidence: [transactionReference(transaction)],
    });
  }
}

/** Counts by window; the one before counts as far as the sliding window reaches into it. */
class State {
  at: Microseconds;
  transactionId = -1;
  /** Of the window that lasts. */
  start: Microseconds;
  /** How many there are in it, and were in the one before. */
  now = 0;
  before = 0;

  constructor(at: Microseconds) {
    this.at = at;
    this.start = at;
  }

  /** Counts one more, and tells how many there were in the window that ends now. */
  count(at: Microseconds, window: Microseconds): number {
    const passed = Math.floor((at - this.start) / window);
    if (passed > 0) {
      this.before = passed === 1 ? this.now : 0;
      this.now = 0;
      this.start += passed * window;
    }
    this.now++;
    return this.now + this.before * (1 - (at - this.start) / window);
  }
}
