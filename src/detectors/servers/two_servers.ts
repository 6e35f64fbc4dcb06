import { MessageType } from "../../dhcpv6/mod.ts";
import type { Microseconds } from "../../store/mod.ts";
import { Recurrence } from "../_recurrence.ts";
import type { Slot } from "../_remembered.ts";
import { counted, spanText, subjectText } from "../_words.ts";
import type { Detector, DetectorContext, DetectorDeclaration } from "../detector.ts";
import { amount, type NumberValues, recovery, seconds } from "../detector_setting.ts";
import { measureOf } from "../finding.ts";
import type { TransactionFacts } from "../transaction_facts.ts";

type Keys = "times" | "window" | "apart" | "recover";

/** Two servers that answer what one of them was asked. */
export const twoServers: DetectorDeclaration<Keys> = {
  id: "two-servers",
  title: "Two servers answer one transaction",
  finds:
    "Two servers sent a Reply to the same message of a client: a Request, Renew, Release or Decline, which name the server that is " +
    "meant, or a Solicit, where Rapid Commit makes each Reply a lease. Several Advertises, and Replies to a Confirm, a Rebind or an " +
    "Information-request, are as they should be.",
  defaults:
    "Once may be a packet on the way while a server is replaced; three times in ten minutes is a configuration.",
  settings: {
    times: amount(3, "How often it has to happen."),
    window: seconds(600, "Within which time."),
    apart: seconds(10, "How far both answers may be apart."),
    recover: recovery(1800),
  },
  what: (finding) =>
    `${subjectText(finding.subject)} both answered ${counted(measureOf(finding, "times"), "transaction")} within ` +
    `${spanText(measureOf(finding, "window"))}.`,
  why:
    "Both hold leases for the same client, and maybe different ones: the client takes one, the other's pool empties, and where both " +
    "have one DUID they end each other's leases.",
  remedy:
    "Look whether both servers have the same DUID; each needs its own unless they share their leases. With Rapid Commit, let one " +
    "server alone use it.",
  create: (settings, context) => new TwoServers(settings, context),
};

const FOR_ONE: readonly number[] = [
  ...[MessageType.Solicit, MessageType.Request, MessageType.Renew, MessageType.Release, MessageType.Decline],
];

class TwoServers implements Detector {
  readonly #apart: Microseconds;
  readonly #slot: Slot<State>;
  readonly #recurrence: Recurrence;

  constructor({ times, window, apart }: NumberValues<Keys>, context: DetectorContext) {
    this.#apart = apart * 1e6;
    this.#slot = context.slot("client");
    this.#recurrence = new Recurrence({ times, window, severity: "warning" }, context);
  }

  observe({ transaction, client, server, at }: TransactionFacts): void {
    if (transaction.responseType !== MessageType.Reply || client === undefined) return;
    const { requestType, transactionId } = transaction;
    if (!FOR_ONE.includes(requestType)) return;
    const state = this.#slot.of(client, () => new State());
    const isSame = state.transactionId === transactionId && state.requestType === requestType &&
      at - state.at <= this.#apart && state.server !== server.key;
    if (isSame) {
      const servers = [state.server, server.key].sort(), subject = { kind: "servers", servers } as const;
      this.#recurrence.hit(JSON.stringify(servers), { at, transaction, subject });
    }
    state.transactionId = transactionId;
    state.requestType = requestType;
    state.at = at;
    state.server = server.key;
  }
}

/** The last message of a client that was answered with a Reply. */
class State {
  transactionId = -1;
  requestType = 0;
  at: Microseconds = 0;
  server = "";
}
