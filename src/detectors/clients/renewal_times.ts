import { MessageType } from "../../dhcpv6/mod.ts";
import { Recurrence } from "../_recurrence.ts";
import { counted, spanText, subjectText } from "../_words.ts";
import type { DetectorDeclaration } from "../detector.ts";
import { amount, percent, recovery, seconds } from "../detector_setting.ts";
import { clientReference, measureOf } from "../finding.ts";

type LateKeys = "times" | "window" | "tolerance" | "least" | "recover";
type EarlyKeys = "times" | "window" | "part" | "recover";

/** A client that renews after its time. */
export const lateRenew: DetectorDeclaration<LateKeys> = {
  id: "late-renew",
  title: "Late Renew",
  finds:
    "A client begins to renew a lease long after T1, or to rebind it long after T2, several times one after the other. When it " +
    "began is told by the Elapsed Time in its message, so that a client whose server did not answer is not blamed.",
  defaults:
    "A client that sleeps, or whose clock does, is late once; a client whose timers are wrong is late each time.",
  settings: {
    times: amount(2, "How often, one after the other."),
    window: seconds(604_800, "Within which time."),
    tolerance: percent(25, "How late it may be, in parts of T1."),
    least: seconds(60, "How late it may be at least."),
    recover: recovery(86_400),
  },
  what: (finding) =>
    `${subjectText(finding.subject)} renewed late ${
      counted(measureOf(finding, "times"), "time")
    } in a row, the last time by ` +
    `${spanText(measureOf(finding, "late"))}.`,
  why:
    "Between T1 and the end of the lifetime there is time to survive an outage of a server. Who renews late has less of it, or " +
    "loses the lease and starts with another prefix.",
  remedy:
    "Compare T1 with what the client does. Timers that count while a device sleeps, and clients that wait for the end of a " +
    "lifetime, are known faults of firmware.",
  create({ times, window, tolerance, least }, context) {
    const recurrence = new Recurrence({ times, window, severity: "warning" }, context);
    return {
      observe(facts) {
        const { transaction, client, at, due } = facts;
        if (client !== undefined && due !== undefined) {
          const isRebind = transaction.requestType === MessageType.Rebind,
            dueAt = isRebind ? due.rebindAt : due.renewAt;
          const late = (due.begunAt - dueAt) / 1e6,
            allowed = Math.max(least, (due.renewAt - due.at) / 1e6 * tolerance / 100);
          if (dueAt !== 0 && late > allowed) {
            recurrence.hit(client.key, {
              ...{ at, transaction, subject: { kind: "client", client: clientReference(transaction) } },
              measures: [{ name: "late", value: late, unit: "s", threshold: allowed }],
            });
          } else recurrence.clear(client.key);
        }
      },
    };
  },
};

/** A client that renews long before its time. */
export const earlyRenew: DetectorDeclaration<EarlyKeys> = {
  id: "early-renew",
  title: "Early Renew",
  finds: "A client renews a lease long before T1, several times one after the other.",
  defaults:
    "A client renews early when its link comes back or its configuration changes. Half of T1 and five times in a row are a " +
    "client that does not go by T1.",
  settings: {
    times: amount(5, "How often, one after the other."),
    window: seconds(86_400, "Within which time."),
    part: percent(50, "What is earlier than this part of T1 is early."),
    recover: recovery(21_600),
  },
  what: (finding) =>
    `${subjectText(finding.subject)} renewed early ${
      counted(measureOf(finding, "times"), "time")
    } in a row, the last time after ` +
    `${spanText(measureOf(finding, "after"))} with a T1 of ${spanText(measureOf(finding, "t1"))}.`,
  why: "One client makes the work of many. When it does so since it does not take what it gets, it has no IPv6 either.",
  remedy:
    "Look at its Renews and what they are answered: does it take the answer? Several clients with one DUID look like this as well.",
  create({ times, window, part }, context) {
    const recurrence = new Recurrence({ times, window, severity: "warning" }, context);
    return {
      observe(facts) {
        const { transaction, client, at, due } = facts;
        if (
          client !== undefined && due !== undefined && due.renewAt !== 0 &&
          transaction.requestType === MessageType.Renew
        ) {
          const after = (due.begunAt - due.at) / 1e6, t1 = (due.renewAt - due.at) / 1e6;
          if (after < t1 * part / 100) {
            recurrence.hit(client.key, {
              ...{ at, transaction, subject: { kind: "client", client: clientReference(transaction) } },
              measures: [
                { name: "after", value: after, unit: "s", threshold: t1 * part / 100 },
                { name: "t1", value: t1, unit: "s" },
              ],
            });
          } else recurrence.clear(client.key);
        }
      },
    };
  },
};
