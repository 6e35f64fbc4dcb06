import { ServerShare, type ShareKeys, shareSettings } from "../_server_share.ts";
import { counted, percentText, spanText, subjectText } from "../_words.ts";
import type { DetectorDeclaration } from "../detector.ts";
import { measureOf } from "../finding.ts";

/** A server that leaves requests without an answer. */
export const noAnswer: DetectorDeclaration<ShareKeys> = {
  id: "no-answer",
  title: "Server does not answer",
  finds:
    "Of the requests that a server got, too many were left without an answer. Requests that name another server are none of its " +
    "business and are not counted.",
  defaults:
    "Filters, rate limits and unknown clients leave some percent without an answer; 20 % is more than anybody plans, and with " +
    "80 % a server does not work. One client that repeats itself for ever is not the server's fault, so three have to be concerned.",
  settings: shareSettings(
    { window: 300, least: 20, clients: 3, share: 20, failing: 80 },
    "requests",
    "unanswered requests",
  ),
  what: (finding) =>
    `${subjectText(finding.subject)} left ${measureOf(finding, "concerned").toLocaleString("en")} of ` +
    `${counted(measureOf(finding, "all"), "request")} without an answer within ${
      spanText(measureOf(finding, "window"))
    } ` +
    `(${percentText(measureOf(finding, "share"))}).`,
  why:
    "Clients repeat what is not answered, ever more slowly. One that starts has no IPv6 meanwhile, and one that renews loses its " +
    "addresses when their lifetime ends.",
  remedy:
    "Look at the unanswered requests: are they of clients that the server does not know, or of all? Then look at its log, its " +
    "rate limits and its load.",
  create(settings, context) {
    const share = new ServerShare(settings, context);
    return {
      observe(facts) {
        const { transaction, server, client, tick } = facts;
        if (transaction.requestType === 0) return;
        if (transaction.outcome !== "unanswered") share.countGood(server, tick);
        else if (!facts.isForAnotherServer) share.countBad(server, tick, client, transaction);
      },
      endTick: (now, tick) => share.endTick(now, tick),
    };
  },
};
