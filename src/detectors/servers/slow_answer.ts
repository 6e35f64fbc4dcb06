import type { Microseconds } from "../../store/mod.ts";
import { EvidenceRing, type KeptRing } from "../_evidence_ring.ts";
import { CLASSES, classOf, percentile } from "../_histogram.ts";
import type { Remembered, Slot } from "../_remembered.ts";
import { type KeptTally, Tally } from "../_tally.ts";
import { ticksIn } from "../_tick.ts";
import { percentText, spanText, subjectText } from "../_words.ts";
import type { Detector, DetectorContext, DetectorDeclaration } from "../detector.ts";
import { amount, factor, type NumberValues, percent, recovery, seconds } from "../detector_setting.ts";
import { type Finding, type Measure, measureOf } from "../finding.ts";
import type { TransactionFacts } from "../transaction_facts.ts";

type Keys = "window" | "least" | "slow" | "share" | "failing" | "times" | "floor" | "recover";

/** A server that takes long to answer. */
export const slowAnswer: DetectorDeclaration<Keys> = {
  id: "slow-answer",
  title: "Slow server",
  finds:
    "A server needs too long: too many of its answers take longer than `slow`, or the time within which 99 of 100 answers are " +
    "there (p99) is `times` what it was before, or, before that is known, what it is at the other servers.",
  defaults:
    "Clients repeat a Solicit after one second (RFC 9915 section 7.6), so what takes longer is work done twice; 5 % is more " +
    "than a single slow look-up, and 20 % is felt by everybody. Answers within 100 ms are never slow, whatever they were before. " +
    "The p99 of 100 answers is one answer, so there have to be 100.",
  settings: {
    window: seconds(300, "The window that is looked at."),
    least: amount(100, "Answers in the window without which nothing is said."),
    slow: seconds(1, "What takes longer is slow."),
    share: percent(5, "Share of slow answers from which on a finding is opened; it lasts until half of that."),
    failing: percent(20, "Share of slow answers from which on the server fails its clients."),
    times: factor(5, "How many times the usual p99 is a finding; it lasts until half of that."),
    floor: seconds(0.1, "A p99 below this is no finding."),
    recover: recovery(300),
  },
  what: describe,
  why:
    "Clients send again what is not answered in time, which makes a slow server slower still, and customers wait for IPv6.",
  remedy:
    "Look at which requests are slow: all, or those that need a database, a script or another service? Compare with the load of " +
    "the server's machine and the storage of its leases.",
  create: (settings, context) => new SlowAnswer(settings, context),
};

function describe(finding: Finding): string {
  const who = subjectText(finding.subject), p99 = spanText(measureOf(finding, "p99"));
  const usual = measureOf(finding, "usual-p99"), share = measureOf(finding, "share");
  const slow = finding.measures.find(({ name }) => name === "share")!.threshold!;
  const compared = usual > 0 ? `, usually ${spanText(usual)}` : "";
  if (share >= slow / 2) {
    return `${who} took longer than ${spanText(measureOf(finding, "slow"))} for ${
      percentText(share)
    } of its answers (p99 ${p99}${compared}).`;
  }
  return `${who} answers ${
    Math.round(measureOf(finding, "p99") / usual)
  } times slower than usual: p99 ${p99}${compared}.`;
}

/** Fields of a tally behind the classes of the histogram. */
const SLOW = CLASSES, ANSWERS = CLASSES + 1, FIELDS = CLASSES + 2;
/** Windows without a finding that make a usual p99, and the weight of one more. */
const WINDOWS_TO_LEARN = 6, WEIGHT = 0.1;

class SlowAnswer implements Detector {
  readonly #settings: NumberValues<Keys>;
  readonly #context: DetectorContext;
  readonly #slot: Slot<State>;

  constructor(settings: NumberValues<Keys>, context: DetectorContext) {
    this.#settings = settings;
    this.#context = context;
    this.#slot = context.slot("server", (kept: KeptState) => this.#make().load(kept));
  }

  observe({ transaction, server, tick }: TransactionFacts): void {
    if (transaction.responseType === 0 || transaction.duration < 0) return;
    const state = this.#slot.of(server, () => this.#make());
    const duration = transaction.duration / 1e6, place = classOf(duration);
    state.tally.add(tick, place);
    state.tally.add(tick, ANSWERS);
    if (duration > this.#settings.slow) state.tally.add(tick, SLOW);
    if (duration > this.#settings.floor) state.recent.add(transaction);
  }

  endTick(now: Microseconds, tick: number): void {
    const judged: { server: Remembered; state: State }[] = [];
    for (const server of this.#context.servers()) {
      const state = this.#slot.get(server);
      if (state === undefined) continue;
      state.tally.moveTo(tick);
      state.p99 = state.tally.sum(ANSWERS) < this.#settings.least
        ? 0
        : percentile(0.99, (place) => state.tally.sum(place));
      judged.push({ server, state });
    }
    for (const { server, state } of judged) {
      const peers = judged.filter((other) => other.state !== state && other.state.p99 > 0);
      this.#judge(server, state, median(peers.map((other) => other.state.p99)), now, tick);
    }
  }

  #make(): State {
    return new State(ticksIn(this.#settings.window));
  }

  #judge(server: Remembered, state: State, peers: number, now: Microseconds, tick: number): void {
    const { window, least, slow, share, failing, times, floor } = this.#settings, { tally, p99 } = state;
    const { count, evidence } = state.recent.take();
    if (p99 === 0) return;
    const subject = { kind: "server", server: server.key } as const, part = tally.sum(SLOW) / tally.sum(ANSWERS) * 100;
    const usual = state.windows >= WINDOWS_TO_LEARN ? state.usual : peers;
    const leniency = this.#context.isOpen(subject) ? 0.5 : 1;
    const isFound = part >= share * leniency || (usual > 0 && p99 > floor && p99 >= usual * times * leniency);
    if (!isFound && tick % ticksIn(window) === 0) state.learn();
    if (!isFound || count === 0) return;
    const measures: Measure[] = [
      { name: "p99", value: p99, unit: "s", ...(usual > 0 ? { threshold: Math.max(floor, usual * times) } : {}) },
      { name: "usual-p99", value: usual, unit: "s" },
      { name: "share", value: part, unit: "%", threshold: share },
      { name: "slow", value: slow, unit: "s" },
      { name: "answers", value: tally.sum(ANSWERS), unit: "count", threshold: least },
    ];
    this.#context.sight({
      subject,
      severity: part >= failing ? "failing" : "warning",
      at: now,
      measures,
      count,
      evidence,
    });
  }
}

interface KeptState extends Pick<State, "p99" | "usual" | "windows"> {
  readonly tally: KeptTally;
  readonly recent: KeptRing;
}

class State {
  readonly tally: Tally;
  readonly recent = new EvidenceRing();
  p99 = 0;
  /** Mean of the p99 of windows without a finding, the latest weighing most. */
  usual = 0;
  windows = 0;

  constructor(ticks: number) {
    this.tally = new Tally(ticks, FIELDS);
  }

  load({ tally, recent, p99, usual, windows }: KeptState): this {
    this.tally.load(tally);
    this.recent.load(recent);
    return Object.assign(this, { p99, usual, windows });
  }

  learn(): void {
    const weight = Math.max(WEIGHT, 1 / ++this.windows);
    this.usual += (this.p99 - this.usual) * weight;
  }
}

/** The middle one; 0 where there is none. */
function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
