import type { IPv6Address } from "../../dhcpv6/mod.ts";
import type { Microseconds } from "../../store/mod.ts";
import { EvidenceRing, type KeptRing } from "../_evidence_ring.ts";
import { Recent } from "../_recent.ts";
import { type KeptTally, Tally } from "../_tally.ts";
import { ticksIn } from "../_tick.ts";
import { counted, spanText, subjectText } from "../_words.ts";
import type { Detector, DetectorContext, DetectorDeclaration } from "../detector.ts";
import { amount, factor, type NumberValues, recovery, seconds } from "../detector_setting.ts";
import { type FindingSubject, measureOf } from "../finding.ts";
import { portSubject } from "../_ports.ts";
import type { TransactionFacts } from "../transaction_facts.ts";

type Keys = "window" | "port" | "relay" | "network" | "times" | "learning" | "recover";

/** New clients, far more than usual. */
export const duidBurst: DetectorDeclaration<Keys> = {
  id: "duid-burst",
  title: "Burst of new DUIDs",
  finds:
    "Within the window, more DUIDs that were never seen before come from one port, through one relay agent, or altogether, than " +
    "should. Only the narrowest of the three that explains it is told: a port before its relay agent, and that before the network.",
  defaults:
    "A port has a few devices, so 20 new ones in five minutes are nobody's. Through a relay agent and altogether, new clients " +
    "come in numbers when an area is connected; in the beginning all are new. So it is learned for half a day, which is longer than " +
    "T1 nearly everywhere, and then has to be five times as much as before. When clients had to be forgotten for want of room, they " +
    "seem new again, and only ports are told of.",
  settings: {
    window: seconds(300, "The window that is looked at."),
    port: amount(20, "New DUIDs on one port."),
    relay: amount(200, "New DUIDs through one relay agent."),
    network: amount(500, "New DUIDs altogether."),
    times: factor(5, "How many times the usual number it has to be, through a relay agent and altogether."),
    learning: seconds(43_200, "How long clients are learned, from the first transaction on."),
    recover: recovery(900),
  },
  what: (finding) => {
    const usual = measureOf(finding, "usual"),
      where = finding.subject.kind === "network" ? "the network" : subjectText(finding.subject);
    return `${counted(measureOf(finding, "new"), "new DUID")} came from ${where} within ${
      spanText(measureOf(finding, "window"))
    }` +
      `${finding.subject.kind === "port" ? "" : `, usually ${Math.round(usual)}`}.`;
  },
  why:
    "Whoever asks under many names gets many leases: the pool runs empty, and customers get NoAddrsAvail or NoPrefixAvail.",
  remedy:
    "Find the port by the transactions, and shut it. Limit leases for each port, by Interface-Id or Remote-ID. If clients of an " +
    "area are new since they were connected, it is over by itself.",
  create: (settings, context) => new DuidBurst(settings, context),
};

/** Ports and relay agents with new clients that are told apart. */
const MOST_PLACES = 4096;
/** Weight of the last window in what is usual. */
const WEIGHT = 0.02;

type Kept =
  | readonly ["network", key: string, KeptPlace, learnFrom: Microseconds | null, isYoung: boolean]
  | readonly ["relay", key: string, KeptPlace, around: null, isYoung: boolean]
  | readonly ["port", key: string, KeptPlace, around: string | null, isYoung: boolean];

interface KeptPlace {
  readonly subject: FindingSubject;
  readonly tally: KeptTally;
  readonly recent: KeptRing;
  readonly usual: number;
  readonly explained: number;
}

class DuidBurst implements Detector {
  readonly #settings: NumberValues<Keys>;
  readonly #context: DetectorContext;
  readonly #ports = new Recent<Place>(MOST_PLACES);
  readonly #relays = new Recent<Place>(MOST_PLACES);
  readonly #network: Place;
  #learnFrom: Microseconds | undefined;

  constructor(settings: NumberValues<Keys>, context: DetectorContext) {
    this.#settings = settings;
    this.#context = context;
    this.#network = new Place("", { kind: "network" }, ticksIn(settings.window));
    context.keep({ save: () => this.#save(), load: (kept: Kept) => this.#load(kept) });
  }

  observe(facts: TransactionFacts): void {
    this.#learnFrom ??= facts.at;
    if (!facts.isNewClient || facts.transaction.requestType === 0) return;
    let around = this.#network;
    around.add(facts);
    const [closest] = facts.relays;
    if (closest !== undefined) {
      const peer = facts.relays[1]?.peerAddress;
      const subject = () => {
        const linkAddress = String(closest.linkAddress), peerAddress = String(peer ?? "::");
        return { kind: "relay", linkAddress, peerAddress } as const;
      };
      const key = `${wordsOf(closest.linkAddress)} ${peer === undefined ? "" : wordsOf(peer)}`;
      around = this.#placeOf(this.#relays, key, subject, around);
      around.add(facts);
    }
    if (facts.port === undefined) return;
    this.#placeOf(this.#ports, facts.port.key, () => portSubject(facts, this.#context.common.port), around).add(facts);
  }

  endTick(now: Microseconds, tick: number): void {
    const { port, relay, network } = this.#settings;
    const isLearned = now >= (this.#learnFrom ?? Infinity) + this.#settings.learning * 1e6 &&
      this.#context.evictedClients() === 0;
    for (const place of this.#ports.values()) this.#judge(place, port, now, tick);
    for (const place of this.#relays.values()) this.#judge(place, isLearned ? relay : Infinity, now, tick);
    this.#judge(this.#network, isLearned ? network : Infinity, now, tick);
  }

  #judge(place: Place, most: number, now: Microseconds, tick: number): void {
    const { window, times } = this.#settings, { tally, subject } = place, isPort = subject.kind === "port";
    tally.moveTo(tick);
    const found = tally.sum(0), { count, evidence } = place.recent.take();
    const isFound = found >= most / 2 && this.#isBurst(place, found - place.explained, most);
    place.tellAround(isFound ? found : place.explained);
    if (!isFound && tick % ticksIn(window) === 0) place.usual += (found - place.usual) * WEIGHT;
    if (!isFound || count === 0) return;
    this.#context.sight({
      subject,
      severity: isPort ? "warning" : "failing",
      at: now,
      measures: [
        { name: "new", value: found, unit: "count", threshold: isPort ? most : Math.max(most, place.usual * times) },
        { name: "usual", value: place.usual, unit: "count" },
        { name: "window", value: window, unit: "s" },
      ],
      count,
      evidence,
    });
  }

  #isBurst({ subject, usual }: Place, found: number, most: number): boolean {
    const leniency = this.#context.isOpen(subject) ? 0.5 : 1;
    return found >= most * leniency && (subject.kind === "port" || found >= usual * this.#settings.times * leniency);
  }

  #placeOf(places: Recent<Place>, key: string, subject: () => FindingSubject, around: Place): Place {
    const known = places.get(key);
    if (known !== undefined) return known;
    const place = new Place(key, subject(), ticksIn(this.#settings.window), around);
    places.set(key, place);
    return place;
  }

  /** What is around a port is there before it. */
  *#save(): Generator<Kept> {
    yield ["network", "", this.#network.toJSON(), this.#learnFrom ?? null, true];
    const relays = new Set<Place>();
    for (const [key, place, isYoung] of this.#relays.entries()) {
      relays.add(place);
      yield ["relay", key, place.toJSON(), null, isYoung];
    }
    for (const [key, place, isYoung] of this.#ports.entries()) {
      // A relay agent that there was no room for is one that nobody asks any more.
      const around = place.around !== undefined && relays.has(place.around) ? place.around.key : null;
      yield ["port", key, place.toJSON(), around, isYoung];
    }
  }

  #load([kind, key, kept, more, isYoung]: Kept): void {
    if (kind === "network") {
      this.#learnFrom = more ?? undefined;
      return this.#network.load(kept);
    }
    const around = kind === "relay" || more === null ? this.#network : this.#relays.peek(more);
    const place = new Place(key, kept.subject, ticksIn(this.#settings.window), around);
    place.load(kept);
    (kind === "relay" ? this.#relays : this.#ports).load(key, place, isYoung);
  }
}

/** Where new clients come from. */
class Place {
  readonly key: string;
  readonly subject: FindingSubject;
  readonly tally: Tally;
  readonly recent = new EvidenceRing();
  /** New clients in a window, most of the time. */
  usual = 0;
  /** New clients of places within this one that are told of. */
  explained = 0;
  /** The place around this one. */
  readonly around: Place | undefined;

  constructor(key: string, subject: FindingSubject, ticks: number, around?: Place) {
    this.key = key;
    this.subject = subject;
    this.tally = new Tally(ticks, 1);
    this.around = around;
  }

  add({ transaction, tick }: TransactionFacts): void {
    this.tally.add(tick, 0);
    this.recent.add(transaction);
  }

  /** Tells the place around it how many new clients are told of, and forgets it for the next time. */
  tellAround(count: number): void {
    if (this.around !== undefined) this.around.explained += count;
    this.explained = 0;
  }

  toJSON(): KeptPlace {
    const { subject, usual, explained } = this;
    return { subject, tally: this.tally.toJSON(), recent: this.recent.toJSON(), usual, explained };
  }

  load({ tally, recent, usual, explained }: KeptPlace): void {
    this.tally.load(tally);
    this.recent.load(recent);
    this.usual = usual;
    this.explained = explained;
  }
}

/** An address as something to look up by, made faster than its text. */
function wordsOf({ word0, word1, word2, word3 }: IPv6Address): string {
  return `${word0},${word1},${word2},${word3}`;
}
