import type { LeaseKey } from "../../store/mod.ts";
import { Recurrence } from "../_recurrence.ts";
import type { Slot } from "../_remembered.ts";
import { counted, spanText, subjectText } from "../_words.ts";
import type { Detector, DetectorContext, DetectorDeclaration } from "../detector.ts";
import { amount, type NumberValues, recovery, seconds } from "../detector_setting.ts";
import { clientReference, measureOf } from "../finding.ts";
import type { TransactionFacts } from "../transaction_facts.ts";

type Keys = "times" | "window" | "recover";

/** A client whose prefix changes again and again. */
export const prefixFlap: DetectorDeclaration<Keys> = {
  id: "prefix-flap",
  title: "Prefix changes again and again",
  finds:
    "A client is granted prefixes for the same identity association, of which none is one that it had before, several times.",
  defaults:
    "Some networks give another prefix each day, and a router that is replaced changes it once or twice; four times in a day is " +
    "neither.",
  settings: {
    times: amount(4, "Changes."),
    window: seconds(86_400, "Within which time."),
    recover: recovery(43_200),
  },
  what: (finding) =>
    `${subjectText(finding.subject)} got another prefix ${counted(measureOf(finding, "times"), "time")} within ` +
    `${spanText((finding.lastSeen - finding.since) / 1e6)}.`,
  why:
    "With each prefix all addresses behind it change: connections break, and hosts that keep addresses of the old one have no IPv6 " +
    "until these end (RFC 8978).",
  remedy:
    "Look at who grants them: several servers that do not share leases, or one that forgets them? Does the client release its " +
    "prefix, or come with another IAID or DUID each time?",
  create: (settings, context) => new PrefixFlap(settings, context),
};

/** What an identity association held last. */
interface Held {
  readonly iaid: number;
  readonly prefixes: readonly LeaseKey[];
}

/** Identity associations of a client that are remembered, and prefixes of each. */
const MOST_ASSOCIATIONS = 2, MOST_PREFIXES = 4;

class PrefixFlap implements Detector {
  readonly #slot: Slot<Held[]>;
  readonly #recurrence: Recurrence;

  constructor({ times, window }: NumberValues<Keys>, context: DetectorContext) {
    this.#slot = context.slot("client");
    this.#recurrence = new Recurrence({ times, window, severity: "warning" }, context);
  }

  observe({ transaction, client, at }: TransactionFacts): void {
    if (client === undefined) return;
    const events = transaction.leaseEvents,
      first = events.find(({ kind, association }) => kind === "granted" && association === "pd");
    if (first === undefined) return;
    const { iaid } = first, known = this.#slot.get(client), held = known?.find((one) => one.iaid === iaid);
    if (held !== undefined && held.prefixes.includes(first.lease)) return;
    const prefixes = events.filter((event) =>
      event.kind === "granted" && event.association === "pd" && event.iaid === iaid
    )
      .slice(0, MOST_PREFIXES).map(({ lease }) => lease);
    if (held !== undefined && !prefixes.some((prefix) => held.prefixes.includes(prefix))) {
      const subject = { kind: "client", client: clientReference(transaction) } as const;
      this.#recurrence.hit(client.key, { at, transaction, subject });
    }
    const others = known?.filter((one) => one.iaid !== iaid) ?? [];
    this.#slot.set(client, [...others.slice(1 - MOST_ASSOCIATIONS), { iaid, prefixes }]);
  }
}
