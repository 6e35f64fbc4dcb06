import { MessageType, StatusCode } from "../../dhcpv6/mod.ts";
import { ServerShare, type ShareKeys, shareSettings } from "../_server_share.ts";
import { counted, percentText, spanText, subjectText } from "../_words.ts";
import type { DetectorDeclaration } from "../detector.ts";
import { measureOf } from "../finding.ts";

/** A server that has no addresses left. */
export const noAddresses: DetectorDeclaration<ShareKeys> = poolExhausted(
  "address",
  StatusCode.NoAddrsAvail,
  "NoAddrsAvail",
);
/** A server that has no prefixes left. */
export const noPrefixes: DetectorDeclaration<ShareKeys> = poolExhausted(
  "prefix",
  StatusCode.NoPrefixAvail,
  "NoPrefixAvail",
);

/** What can be refused for want of something to give. */
const ASKING: readonly number[] = [MessageType.Solicit, MessageType.Request, MessageType.Renew, MessageType.Rebind];

function poolExhausted(what: "address" | "prefix", status: number, name: string): DetectorDeclaration<ShareKeys> {
  const plural = what === "address" ? "addresses" : "prefixes";
  return {
    id: `no-${plural}`,
    title: `Server has no ${plural} left`,
    finds: `Of the answers of a server to Solicit, Request, Renew and Rebind, too many say ${name}.`,
    defaults:
      "In a pool that is large enough nobody is refused; single clients that ask for more than they may have are. So 2 % and " +
      `three clients are a warning, and 20 % a failure. A server that has no ${plural} on purpose, and is asked for them, needs ` +
      "other thresholds, or this detector off.",
    settings: shareSettings(
      { window: 900, least: 20, clients: 3, share: 2, failing: 20 },
      "answers",
      `answers with ${name}`,
    ),
    what: (finding) =>
      `${subjectText(finding.subject)} had no ${what} for ${counted(measureOf(finding, "clients"), "client")} within ` +
      `${spanText(measureOf(finding, "window"))}: ${
        percentText(measureOf(finding, "share"))
      } of its answers say ${name}.`,
    why: what === "prefix"
      ? "Customers without a prefix have no IPv6 behind their routers, until one becomes free and their router asks again."
      : "Clients without an address have no IPv6 where routers do not advertise prefixes for addresses of their own.",
    remedy:
      `Look at who is refused: one link or all? Add ${plural}, shorten lifetimes, or find out who holds too many of them. A burst ` +
      "of new DUIDs at the same time means that somebody empties the pool.",
    create(settings, context) {
      const share = new ServerShare(settings, context);
      return {
        observe(facts) {
          const { transaction, server, client, tick } = facts;
          if (transaction.responseType === 0 || !ASKING.includes(transaction.requestType)) return;
          const isRefused = transaction.outcome === "refused" && facts.answer.hasStatus(status);
          if (isRefused) share.countBad(server, tick, client, transaction);
          else share.countGood(server, tick);
        },
        endTick: (now, tick) => share.endTick(now, tick),
      };
    },
  };
}
