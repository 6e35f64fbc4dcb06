import type { Microseconds, NewTransaction } from "../store/mod.ts";
import { type KeptReference, keptReference, referenceOf } from "./_kept_reference.ts";
import { Recent } from "./_recent.ts";
import type { DetectorContext } from "./detector.ts";
import {
  type FindingSeverity,
  type FindingSubject,
  type Measure,
  type TransactionReference,
  transactionReference,
} from "./finding.ts";

/** When something is a finding that is harmless once. */
export interface RecurrenceInit {
  /** How often it has to happen. */
  readonly times: number;
  /** Within how many seconds. */
  readonly window: number;
  readonly severity: FindingSeverity;
}

/** Something that happened to somebody. */
export interface Occurrence {
  readonly at: Microseconds;
  readonly transaction: NewTransaction;
  readonly subject: FindingSubject;
  /** Numbers beside `times` and `window`. */
  readonly measures?: readonly Measure[];
}

/** Owners that are told apart. */
const MOST_OWNERS = 20_000;
/** Times that are remembered of one owner, however often it happens. */
const MOST_TIMES = 200;
const MOST_REFERENCES = 5;

/** What is a finding when it happens often enough to the same client, port or server. */
export class Recurrence {
  readonly #init: RecurrenceInit;
  readonly #context: DetectorContext;
  /** By owner: what recurs is rare, so it is not kept with everybody. */
  readonly #runs = new Recent<Run>(MOST_OWNERS);

  constructor(init: RecurrenceInit, context: DetectorContext) {
    this.#init = init;
    this.#context = context;
    context.keep(this);
  }

  /** It happened. */
  hit(owner: string, { at, transaction, subject, measures = [] }: Occurrence): void {
    const { times, window, severity } = this.#init, run = this.#runs.get(owner) ?? new Run();
    this.#runs.set(owner, run);
    run.add(at, at - window * 1e6, transaction);
    if (run.times.length < times) return;
    const { count, evidence } = run.take();
    const all: Measure[] = [
      { name: "times", value: run.times.length, unit: "count", threshold: times },
      { name: "window", value: window, unit: "s" },
      ...measures,
    ];
    this.#context.sight({ subject, severity, at, since: run.times[0], measures: all, count, evidence });
  }

  *save(): Generator<KeptRun> {
    for (const [owner, run, isYoung] of this.#runs.entries()) yield [owner, isYoung, ...run.toJSON()];
  }

  load([owner, isYoung, ...run]: KeptRun): void {
    this.#runs.load(owner, Run.of(run), isYoung);
  }

  /** It did not happen when it could have: what was before does not count any more. */
  clear(owner: string): void {
    if (this.#runs.size > 0) this.#runs.delete(owner);
  }
}

type KeptTimes = readonly [times: readonly Microseconds[], count: number, references: readonly KeptReference[]];
type KeptRun = readonly [owner: string, isYoung: boolean, ...KeptTimes];

class Run {
  times: Microseconds[] = [];
  #count = 0;
  #references: TransactionReference[] = [];

  add(at: Microseconds, from: Microseconds, transaction: NewTransaction): void {
    let old = 0;
    while (old < this.times.length && this.times[old] < from) old++;
    if (this.times.length - old >= MOST_TIMES) old = this.times.length - MOST_TIMES + 1;
    if (old > 0) this.times = this.times.slice(old);
    this.times.push(at);
    this.#count++;
    if (this.#references.length === MOST_REFERENCES) this.#references.shift();
    this.#references.push(transactionReference(transaction));
  }

  toJSON(): KeptTimes {
    return [this.times, this.#count, this.#references.map(keptReference)];
  }

  static of([times, count, references]: KeptTimes): Run {
    const run = new Run();
    run.times = [...times];
    run.#count = count;
    run.#references = references.map(referenceOf);
    return run;
  }

  /** What was not taken yet. */
  take(): { count: number; evidence: readonly TransactionReference[] } {
    const taken = { count: this.#count, evidence: this.#references };
    this.#count = 0;
    this.#references = [];
    return taken;
  }
}
