import { Recurrence } from "../_recurrence.ts";
import { counted, spanText, subjectText } from "../_words.ts";
import type { DetectorDeclaration } from "../detector.ts";
import { amount, recovery, seconds } from "../detector_setting.ts";
import { measureOf } from "../finding.ts";

/** A server that tells clients to ask anybody before it tells them to ask itself. */
export const t1OverT2: DetectorDeclaration<"times" | "window" | "recover"> = {
  id: "t1-over-t2",
  title: "T1 greater than T2",
  finds: "A server's Reply gives an identity association a T1 that is greater than its T2, both over 0.",
  defaults: "It comes from a configuration, so once is enough.",
  settings: {
    times: amount(1, "How often it has to happen."),
    window: seconds(3600, "Within which time."),
    recover: recovery(7200),
  },
  what: (finding) =>
    `${subjectText(finding.subject)} sent ${
      counted(finding.count, "Reply", "Replies")
    } with T1 after T2, the last one with T1 ` +
    `${spanText(measureOf(finding, "t1"))} and T2 ${spanText(measureOf(finding, "t2"))}.`,
  why:
    "A client has to discard an identity association with such times (RFC 9915 sections 21.4 and 21.21): it gets nothing, and asks " +
    "again and again.",
  remedy:
    "Set T1 to half and T2 to 0.8 of the shortest preferred lifetime in the server's configuration, or leave both out.",
  create({ times, window }, context) {
    const recurrence = new Recurrence({ times, window, severity: "failing" }, context);
    return {
      observe({ transaction, server, at }) {
        for (const { kind, renewAt, rebindAt, at: answeredAt } of transaction.leaseEvents) {
          if (kind !== "granted" || rebindAt === 0 || renewAt <= rebindAt) continue;
          const subject = { kind: "server", server: server.key } as const;
          recurrence.hit(server.key, {
            ...{ at, transaction, subject },
            measures: [
              { name: "t1", value: (renewAt - answeredAt) / 1e6, unit: "s" },
              { name: "t2", value: (rebindAt - answeredAt) / 1e6, unit: "s" },
            ],
          });
          return;
        }
      },
    };
  },
};
