import type { Microseconds } from "../../store/mod.ts";
import type { Slot } from "../_remembered.ts";
import { portSubject } from "../_ports.ts";
import { counted, spanText, subjectText } from "../_words.ts";
import type { Detector, DetectorContext, DetectorDeclaration } from "../detector.ts";
import { amount, type NumberValues, recovery, seconds } from "../detector_setting.ts";
import { measureOf, transactionReference } from "../finding.ts";
import type { TransactionFacts } from "../transaction_facts.ts";

type Keys = "most" | "window" | "recover";

/** One port with several DUIDs. */
export const duidsOnPort: DetectorDeclaration<Keys> = {
  id: "duids-on-port",
  title: "Several DUIDs on one port",
  finds:
    "More clients than `most` are heard from one port within the window. What a port is, the common setting `port` tells.",
  defaults:
    "One router has one DUID; when it is replaced it is two within an hour, and a technician's device makes it three. Where many " +
    "clients share a port, as behind a switch that names none, `most` has to be what is usual there.",
  settings: {
    most: amount(3, "DUIDs that are no finding."),
    window: seconds(3600, "Within which time."),
    recover: recovery(3600),
  },
  what: (finding) => {
    const duids = measureOf(finding, "duids");
    return `${subjectText(finding.subject)} has ${duids > MOST_DUIDS ? "more than " : ""}` +
      `${counted(Math.min(duids, MOST_DUIDS), "DUID")} within ${spanText(measureOf(finding, "window"))}.`;
  },
  why:
    "Each DUID takes an address and a prefix. A device that makes itself a new DUID at each start uses up the pool; so does somebody " +
    "who means to.",
  remedy:
    "Look at the DUIDs: of one MAC address with several times, a device that forgets its own; of many vendors, a switch behind the " +
    "port. Limit the number of leases for each port.",
  create: (settings, context) => new DuidsOnPort(settings, context),
};

/** DUIDs of a port that are told apart. */
const MOST_DUIDS = 32;

class DuidsOnPort implements Detector {
  readonly #settings: NumberValues<Keys>;
  readonly #context: DetectorContext;
  readonly #slot: Slot<State>;

  constructor(settings: NumberValues<Keys>, context: DetectorContext) {
    this.#settings = settings;
    this.#context = context;
    this.#slot = context.slot("port", (kept: State) => Object.assign(new State("", 0), kept));
  }

  observe(facts: TransactionFacts): void {
    const { transaction, client, port, at } = facts;
    if (client === undefined || port === undefined) return;
    const { most, window } = this.#settings, state = this.#slot.of(port, () => new State(client.key, at));
    if (!state.heard(client.key, at) || state.duids.length <= most) return;
    state.forgetBefore(at - window * 1e6);
    if (state.duids.length <= most) return;
    this.#context.sight({
      subject: portSubject(facts, this.#context.common.port),
      severity: "warning",
      at,
      since: Math.min(...state.times),
      measures: [
        { name: "duids", value: state.duids.length, unit: "count", threshold: most },
        { name: "window", value: window, unit: "s" },
      ],
      count: 1,
      evidence: [transactionReference(transaction)],
    });
  }
}

class State {
  duids: string[];
  times: Microseconds[];

  constructor(duid: string, at: Microseconds) {
    this.duids = [duid];
    this.times = [at];
  }

  /** Remembers a DUID; tells whether it is not the one that was heard last. */
  heard(duid: string, at: Microseconds): boolean {
    const { duids, times } = this, last = duids.length - 1;
    if (last >= 0 && duids[last] === duid) {
      times[last] = at;
      return false;
    }
    const known = duids.indexOf(duid);
    if (known >= 0) {
      duids.splice(known, 1);
      times.splice(known, 1);
    } else if (duids.length > MOST_DUIDS) {
      duids.shift();
      times.shift();
    }
    duids.push(duid);
    times.push(at);
    return true;
  }

  forgetBefore(at: Microseconds): void {
    const first = this.times.findIndex((time) => time >= at);
    if (first <= 0) return;
    this.duids = this.duids.slice(first);
    this.times = this.times.slice(first);
  }
}
