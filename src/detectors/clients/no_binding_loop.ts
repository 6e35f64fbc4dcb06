import { MessageType, StatusCode } from "../../dhcpv6/mod.ts";
import { Recurrence } from "../_recurrence.ts";
import { counted, spanText, subjectText } from "../_words.ts";
import type { DetectorDeclaration } from "../detector.ts";
import { amount, recovery, seconds } from "../detector_setting.ts";
import { clientReference, measureOf } from "../finding.ts";

/** A client that renews what its server does not know. */
export const noBindingLoop: DetectorDeclaration<"times" | "window" | "recover"> = {
  id: "no-binding-loop",
  title: "NoBinding again and again",
  finds: "A client's Renew or Rebind was answered with NoBinding several times.",
  defaults:
    "After NoBinding a client sends a Request and has a lease (RFC 9915 section 18.2.10.1), so once is all that a server that " +
    "lost its leases causes. Three times within six hours is a client that does not do so, or servers that forget what they grant.",
  settings: {
    times: amount(3, "Answers with NoBinding."),
    window: seconds(21_600, "Within which time."),
    recover: recovery(7200),
  },
  what: (finding) =>
    `${subjectText(finding.subject)} was told NoBinding ${counted(measureOf(finding, "times"), "time")} within ` +
    `${spanText((finding.lastSeen - finding.since) / 1e6)}.`,
  why:
    "Its addresses and prefixes are not in the servers' leases: somebody else may get them, and the client has to start again each " +
    "time. Some clients go on renewing for ever, without IPv6.",
  remedy:
    "Compare which server granted the lease with which one says NoBinding: if they differ, servers do not share leases. If the " +
    "client never sends a Request after NoBinding, its firmware is at fault; restarting it helps for now.",
  create({ times, window }, context) {
    const recurrence = new Recurrence({ times, window, severity: "failing" }, context);
    return {
      observe(facts) {
        const { transaction, client, at } = facts;
        if (client === undefined || transaction.outcome !== "refused") return;
        if (transaction.requestType !== MessageType.Renew && transaction.requestType !== MessageType.Rebind) return;
        if (!facts.answer.hasStatus(StatusCode.NoBinding)) return;
        recurrence.hit(client.key, {
          at,
          transaction,
          subject: { kind: "client", client: clientReference(transaction) },
        });
      },
    };
  },
};
