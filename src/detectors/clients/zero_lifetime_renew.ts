import { MessageType } from "../../dhcpv6/mod.ts";
import type { LeaseKey } from "../../store/mod.ts";
import type { Association } from "../_packet_parts.ts";
import { Recurrence } from "../_recurrence.ts";
import { counted, subjectText } from "../_words.ts";
import type { DetectorDeclaration } from "../detector.ts";
import { amount, recovery, seconds } from "../detector_setting.ts";
import { clientReference, measureOf } from "../finding.ts";
import type { TransactionFacts } from "../transaction_facts.ts";

/** A Renew that ends the lease it was to extend. */
export const zeroLifetimeRenew: DetectorDeclaration<"times" | "window" | "recover"> = {
  id: "zero-lifetime-renew",
  title: "Renew ended the lease",
  finds:
    "A Renew or Rebind was answered with a Reply that ends the lease, with a valid lifetime of 0 or a status other than NoBinding, " +
    "and gives nothing in its place. That clients ask with lifetimes of 0 is allowed and no finding (RFC 9915 sections 21.6 and 21.22); " +
    "whether this one did is told.",
  defaults: "Once is enough: the client has no IPv6 from then on.",
  settings: {
    times: amount(1, "How often it has to happen."),
    window: seconds(86_400, "Within which time."),
    recover: recovery(21_600),
  },
  what: (finding) =>
    `${subjectText(finding.subject)} was ended by the answer to ${
      counted(measureOf(finding, "times"), "Renew or Rebind", "Renews or Rebinds")
    }` +
    `${measureOf(finding, "asked-zero") > 0 ? ", which the client had sent with lifetimes of 0" : ""}.`,
  why:
    "The lease ends while the client wants it, and the network stops forwarding. Some clients do not look at the status within a " +
    "lease and stay without IPv6 until they start again (odhcp6c issue 61).",
  remedy:
    "If the client had asked with lifetimes of 0, some servers take that for giving the lease back (systemd issue 18090, odhcp6c " +
    "issue 78): update the client, or have the server ignore hints. Otherwise look at why the server ended it: a pool that was " +
    "taken away should give another prefix in the same answer.",
  create({ times, window }, context) {
    const recurrence = new Recurrence({ times, window, severity: "failing" }, context);
    return {
      observe(facts) {
        const { transaction, client, at } = facts;
        if (client === undefined || transaction.responseType !== MessageType.Reply) return;
        const { requestType, outcome, leaseEvents } = transaction;
        if (requestType !== MessageType.Renew && requestType !== MessageType.Rebind) return;
        if (outcome !== "refused" && !leaseEvents.some(({ kind }) => kind === "withdrawn")) return;
        const ended = endedLease(facts);
        if (ended === undefined) return;
        const reference = clientReference(transaction);
        recurrence.hit(client.key, {
          ...{ at, transaction, subject: { kind: "lease", lease: ended.lease, client: reference } },
          measures: [{ name: "asked-zero", value: ended.askedZero ? 1 : 0, unit: "count" }],
        });
      },
    };
  },
};

/** The first lease that the answer ends, in an identity association in which it gives none. */
function endedLease(facts: TransactionFacts): { lease: LeaseKey; askedZero: boolean } | undefined {
  for (const association of facts.answerAssociations) {
    if (association.leases.some((lease) => lease.validLifetime > 0 && lease.status === 0)) continue;
    const ended = association.leases.find(({ validLifetime, status }) => validLifetime === 0 || status !== 0);
    const asked = ended && facts.askedAssociations.find((other) => isSameAssociation(association, other))
      ?.leases.find(({ lease }) => lease === ended.lease);
    if (asked !== undefined) return { lease: asked.lease, askedZero: asked.validLifetime === 0 };
  }
  return undefined;
}

function isSameAssociation(a: Association, b: Association): boolean {
  return a.iaid === b.iaid && a.kind === b.kind;
}
