import { Recurrence } from "../_recurrence.ts";
import type { Slot } from "../_remembered.ts";
import { counted, spanText, subjectText } from "../_words.ts";
import type { Detector, DetectorContext, DetectorDeclaration } from "../detector.ts";
import { amount, type NumberValues, recovery, seconds } from "../detector_setting.ts";
import { clientReference, measureOf } from "../finding.ts";
import type { TransactionFacts } from "../transaction_facts.ts";

type Keys = "times" | "window" | "recover";

/** One DUID that is at several ports. */
export const duidOnPorts: DetectorDeclaration<Keys> = {
  id: "duid-on-ports",
  title: "One DUID on several ports",
  finds:
    "A client's messages come from one port, then another, and back again. A client that moves once is no finding.",
  defaults:
    "Two devices with one DUID take turns at each of their renewals: six times in six hours with a T1 of two hours or less. Who " +
    "walks about with a laptop may do so as well: give a network of that kind more.",
  settings: {
    times: amount(6, "Changes of the port."),
    window: seconds(21_600, "Within which time."),
    recover: recovery(21_600),
  },
  what: (finding) =>
    `${subjectText(finding.subject)} changed its port ${counted(measureOf(finding, "times"), "time")} within ` +
    `${spanText((finding.lastSeen - finding.since) / 1e6)}, between ${counted(measureOf(finding, "ports"), "port")}.`,
  why:
    "To servers, devices with one DUID are one client: they get the same addresses and prefixes, and only one of them works.",
  remedy:
    "Look at both ports: are these devices of one make, with a DUID from a cloned image or of the factory? Give each its own DUID, " +
    "or let servers go by the port. If only one device is there, packets take two ways through relay agents.",
  create: (settings, context) => new DuidOnPorts(settings, context),
};

/** Ports of a client that are told apart. */
const MOST_PORTS = 8;

interface State {
  port: string;
  ports: string[];
}

class DuidOnPorts implements Detector {
  readonly #slot: Slot<State>;
  readonly #recurrence: Recurrence;

  constructor({ times, window }: NumberValues<Keys>, context: DetectorContext) {
    this.#slot = context.slot("client");
    this.#recurrence = new Recurrence({ times, window, severity: "warning" }, context);
  }

  observe({ transaction, client, port, at }: TransactionFacts): void {
    if (client === undefined || port === undefined) return;
    const state = this.#slot.get(client);
    if (state === undefined) return this.#slot.set(client, { port: port.key, ports: NO_PORTS });
    if (state.port === port.key) return;
    const isBack = state.ports.includes(port.key);
    if (state.ports.length === 0) state.ports = [state.port];
    if (!isBack) state.ports = [...state.ports.slice(1 - MOST_PORTS), port.key];
    state.port = port.key;
    const subject = { kind: "client", client: clientReference(transaction) } as const;
    const measures = [{ name: "ports", value: state.ports.length, unit: "count" }] as const;
    this.#recurrence.hit(client.key, { at, transaction, subject, measures });
  }
}

const NO_PORTS: string[] = [];
