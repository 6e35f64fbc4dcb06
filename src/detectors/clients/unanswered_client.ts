import type { Microseconds } from "../../store/mod.ts";
import { Recurrence } from "../_recurrence.ts";
import type { Slot } from "../_remembered.ts";
import { counted, spanText, subjectText } from "../_words.ts";
import type { Detector, DetectorContext, DetectorDeclaration } from "../detector.ts";
import { amount, type NumberValues, recovery, seconds } from "../detector_setting.ts";
import { clientReference, measureOf } from "../finding.ts";
import type { TransactionFacts } from "../transaction_facts.ts";

type Keys = "times" | "window" | "recover";

/** A client that asks and asks. */
export const unansweredClient: DetectorDeclaration<Keys> = {
  id: "unanswered-client",
  title: "Client gets no answer",
  finds:
    "A client's messages were left without an answer, one after the other, by every server that got them. What several servers " +
    "get at the same time counts once.",
  defaults:
    "A client that repeats a Solicit as in RFC 9915 section 15 does so ten times in the first quarter of an hour.",
  settings: {
    times: amount(10, "Messages without an answer, one after the other."),
    window: seconds(3600, "Within which time."),
    recover: recovery(7200),
  },
  what: (finding) =>
    `${subjectText(finding.subject)} got no answer to ${counted(measureOf(finding, "times"), "message")} within ` +
    `${spanText((finding.lastSeen - finding.since) / 1e6)}.`,
  why: "This customer has no IPv6, and loses what it still has when the lifetimes end.",
  remedy:
    "Look at what it asks for and at which servers got it. A client that no server knows is not configured; one whose requests " +
    "name a server that is gone has to be restarted.",
  create: (settings, context) => new UnansweredClient(settings, context),
};

/** What comes within this time, or with the same transaction id within it, came to several servers at once. */
const AT_ONCE: Microseconds = 500_000;

class UnansweredClient implements Detector {
  readonly #recurrence: Recurrence;
  readonly #slot: Slot<{ at: Microseconds }>;

  constructor({ times, window }: NumberValues<Keys>, context: DetectorContext) {
    this.#recurrence = new Recurrence({ times, window, severity: "failing" }, context);
    this.#slot = context.slot("client");
  }

  observe(facts: TransactionFacts): void {
    const { transaction, client, at } = facts;
    if (client === undefined || transaction.requestType === 0) return;
    if (transaction.outcome !== "unanswered") return this.#recurrence.clear(client.key);
    if (facts.isForAnotherServer) return;
    const last = this.#slot.get(client);
    if (last !== undefined && at - last.at < AT_ONCE) return;
    this.#slot.set(client, { at });
    this.#recurrence.hit(client.key, {
      at,
      transaction,
      subject: { kind: "client", client: clientReference(transaction) },
    });
  }
}
