import {
  Detection,
  type DetectorSettingsInit,
  type Finding,
  type FindingChange,
  findingOf,
  Sequencer,
  storedObservation,
} from "../detectors/mod.ts";
import type { Microseconds, StoredFinding, StoredTransaction, TransactionReader } from "../store/mod.ts";
import { FindingCounts, type FindingsOpen } from "./finding_counts.ts";
import { History } from "./history.ts";
import { ReadingProgress, type ReadUpTo } from "./read_up_to.ts";

/** What a {@linkcode Follower} reads. */
export type FollowedStore = Pick<
  TransactionReader,
  "coverage" | "findings" | "lastTransactionId" | "servers" | "transactions" | "transactionsAfter"
>;

/** How a {@linkcode Follower} looks: plain data, so that another thread can be told. */
export interface FollowSettings {
  /** Settings of the detectors. */
  readonly detectors?: DetectorSettingsInit;
  /** Milliseconds of the past that are looked at again at the start. Default: 6 hours. */
  readonly warmUpMs?: number;
  /** Transactions that are looked at again at the start, at most, about. Default: 200,000. */
  readonly warmUpRecords?: number;
  /** Transactions that are taken at a time while there is nothing to catch up with, at most 1000. Default: 1000. */
  readonly atOnce?: number;
  /**
   * How long after it was published a transaction can still come into its place in the order, in milliseconds, where nothing tells
   * more. Default: 70,000, which is what a {@linkcode Sequencer} allows for clocks and lateness.
   */
  readonly settleMs?: number;
  /** Milliseconds after which a partition that does not move is not waited for. Default: 2 minutes. */
  readonly patienceMs?: number;
  /** Milliseconds until what several collectors write at once is there in the order of its numbers. Default: 2000. */
  readonly numbersMs?: number;
}

/** What detection has done. */
export interface WatchProgress {
  /** Transactions that were looked at in order. */
  readonly observed: number;
  /** Transactions that came too late for that. */
  readonly late: number;
  /** Seconds of transactions that were read and not looked at yet. */
  readonly lag: number;
  /** Findings that last. */
  readonly open: readonly FindingsOpen[];
}

/** What came of a step. */
export interface FollowStep {
  /** What became of findings, in order. */
  readonly changes: readonly FindingChange[];
  /** Findings of detectors that do not look any more: to be closed. */
  readonly abandoned: readonly StoredFinding[];
  /** How far it is. */
  readonly progress: WatchProgress;
  /** Findings that go on from before; told once, by the step that begins. */
  readonly resumed: readonly Finding[];
  /** Whether there is nothing to do at the moment. */
  readonly isIdle: boolean;
  /** All that was in the store at this time was looked at, in milliseconds since 1970; `undefined` while it catches up. */
  readonly seenUpTo: number | undefined;
}

/** What a part of a step has come to. */
type Done = Pick<FollowStep, "isIdle" | "seenUpTo">;

const IDLE: Done = { isIdle: true, seenUpTo: undefined }, BUSY: Done = { isIdle: false, seenUpTo: undefined };

/** What is known at the start. */
type Begun = Pick<FollowStep, "abandoned" | "resumed">;

const NOTHING: Begun = { abandoned: [], resumed: [] };

/** So much of what was written was there at a time. */
interface Snapshot {
  readonly at: number;
  readonly lastId: number;
  readonly upTo: ReadUpTo;
}

/** Times of servers are believed up to so far in the future. */
const AHEAD: Microseconds = 60e6;

/**
 * Looks for trouble in what a collector writes, by reading it from the store: as it comes while the collector keeps up, in the order
 * of time while it catches up. At the start, the findings of the store go on, and the last hours are looked at again to learn what is
 * usual. It is as far behind as it has to be: what it has not looked at waits in the store.
 */
export class Follower {
  readonly #store: FollowedStore;
  readonly #settings: Required<FollowSettings>;
  readonly #now: () => number;
  readonly #detection: Detection;
  readonly #sequencer: Sequencer;
  readonly #history: History;
  readonly #reading: ReadingProgress;
  readonly #counts = new FindingCounts();
  #changes: FindingChange[] = [];
  #snapshots: Snapshot[] = [];
  /** What is before this time was looked at; `undefined` before the start. */
  #at: Microseconds | undefined;
  /** Nothing will come that is before this time. */
  #complete: Microseconds = -Infinity;
  /** While it follows by numbers: the last one. */
  #cursor: number | undefined;
  /** Where following by numbers begins, when everything up to a time was looked at. */
  #joining: { readonly cursor: number; readonly until: Microseconds } | undefined;

  /** Nothing is read before the first step. Throws `RangeError` for settings of detectors that make no sense. */
  constructor(store: FollowedStore, settings: FollowSettings = {}, now: () => number = Date.now) {
    this.#store = store;
    this.#settings = {
      ...{ detectors: {}, warmUpMs: 6 * 3_600_000, warmUpRecords: 200_000, atOnce: 1000 },
      ...{ settleMs: 70_000, patienceMs: 120_000, numbersMs: 2000 },
      ...settings,
    };
    this.#now = now;
    this.#detection = new Detection(this.#settings.detectors);
    this.#sequencer = new Sequencer({ onLate: (observation) => this.#detection.observeLate(observation) });
    this.#history = new History(store);
    this.#reading = new ReadingProgress(this.#settings.patienceMs);
  }

  /** Does a bounded piece of work. Rejects with what the store says; the next step goes on from there. */
  async step(): Promise<FollowStep> {
    const now = this.#now(), lastId = await this.#store.lastTransactionId();
    const upTo = this.#reading.look(await this.#store.coverage(), now);
    if (upTo === undefined) return this.#result(IDLE, 0);
    const begun = this.#at === undefined ? await this.#begin(upTo.time, lastId) : undefined;
    if (this.#at === undefined) return this.#result({ isIdle: true, seenUpTo: now }, 0);
    const done = upTo.isBehind ? await this.#catchUp(upTo) : await this.#keepUp({ at: now, lastId, upTo });
    return this.#result(done, upTo.time - this.#settings.settleMs * 1000 - this.#at, begun);
  }

  /** Where to begin: some hours before the newest, with the findings of before. */
  async #begin(covered: Microseconds, lastId: number): Promise<Begun | undefined> {
    const servers = await this.#store.servers();
    if (servers.length === 0) return undefined;
    const { warmUpMs, warmUpRecords } = this.#settings;
    const [few] = lastId > warmUpRecords ? await this.#store.transactionsAfter(lastId - warmUpRecords, 1) : [];
    const earliest = Math.min(...servers.map(({ firstSeen }) => firstSeen));
    const from = Math.max(earliest, Math.min(covered, this.#now() * 1000) - warmUpMs * 1000, few?.receivedAt ?? 0);
    const known = await this.#known(from), findings = known.flatMap(legible);
    const lost = new Set(this.#detection.resume(findings, from).map(({ id }) => id));
    const resumed = findings.filter(({ id }) => !lost.has(id)), ids = new Set(resumed.map(({ id }) => id));
    const abandoned = known.filter(({ id, until }) => until === undefined && !ids.has(id))
      .map((stored) => ({ ...stored, until: stored.lastSeen }));
    this.#counts.resume(resumed);
    this.#at = this.#complete = from;
    return { abandoned, resumed };
  }

  /** Findings of the store that may be seen again: those that are over first, the last one last. */
  async #known(from: Microseconds): Promise<StoredFinding[]> {
    const before = (this.#settings.detectors.common?.reopenWithin ?? 3600) * 1e6, all: StoredFinding[] = [];
    while (all.length < MOST_RESUMED) {
      const after = all.at(-1);
      const page = await this.#store.findings({ from: from - before }, { limit: 1000, ...after && { after } });
      all.push(...page);
      if (page.length < 1000) break;
    }
    const end = ({ until }: StoredFinding) => until ?? Infinity;
    return all.sort((a, b) => end(a) === end(b) ? a.since - b.since : end(a) - end(b));
  }

  /** Looks at what is complete, in the order of time. */
  async #catchUp({ time }: ReadUpTo): Promise<Done> {
    this.#cursor = undefined;
    this.#joining = undefined;
    this.#snapshots = [];
    this.#at = Math.min(this.#at!, this.#complete);
    const end = time - this.#settings.settleMs * 1000;
    if (this.#at >= end) return IDLE;
    await this.#readOn(end);
    this.#passTo(this.#at);
    return this.#at >= end ? IDLE : BUSY;
  }

  /** Looks at what is new, in the order in which it was written. */
  async #keepUp(snapshot: Snapshot): Promise<Done> {
    if (this.#cursor === undefined) return await this.#join(snapshot);
    this.#snapshots.push(snapshot);
    const settled = this.#snapshots.findLast(({ at }) => snapshot.at - at >= this.#settings.numbersMs);
    if (settled === undefined) return IDLE;
    this.#snapshots = this.#snapshots.slice(this.#snapshots.indexOf(settled));
    const rows = settled.lastId > this.#cursor
      ? await this.#store.transactionsAfter(this.#cursor, this.#settings.atOnce)
      : [];
    const taken = rows.filter(({ id }) => id <= settled.lastId);
    for (const row of taken) this.#take(row);
    this.#cursor = taken.at(-1)?.id ?? this.#cursor;
    if (taken.length === this.#settings.atOnce) return BUSY;
    this.#cursor = Math.max(this.#cursor, settled.lastId);
    this.#at = settled.upTo.time - this.#settings.settleMs * 1000;
    this.#passTo(this.#at);
    return { isIdle: true, seenUpTo: settled.at };
  }

  /** Looks at everything there is, in the order of time; what is written meanwhile comes by its number. */
  async #join({ at, lastId }: Snapshot): Promise<Done> {
    const { cursor, until } = this.#joining ??= { cursor: lastId, until: at * 1000 + AHEAD };
    if (this.#at! < until) await this.#readOn(until);
    if (this.#at! >= until) this.#cursor = cursor;
    return BUSY;
  }

  async #readOn(to: Microseconds): Promise<void> {
    const { transactions, reached } = await this.#history.next(this.#at!, to);
    for (const transaction of transactions) this.#take(transaction);
    this.#at = reached;
  }

  #take(stored: StoredTransaction): void {
    this.#look(this.#sequencer.add(storedObservation(stored)));
  }

  #look(observations: Iterable<ReturnType<typeof storedObservation>>): void {
    for (const observation of observations) this.#changes.push(...this.#detection.observe(observation));
  }

  /** Nothing that is earlier than this will come. */
  #passTo(time: Microseconds): void {
    this.#complete = Math.max(this.#complete, time);
    this.#look(this.#sequencer.advance(time));
    this.#changes.push(...this.#detection.advance(time));
  }

  #result(done: Done, lag: Microseconds, { abandoned, resumed }: Begun = NOTHING): FollowStep {
    const changes = withoutOvertaken(this.#changes), { observed, late } = this.#detection.stats;
    this.#changes = [];
    this.#counts.take(changes);
    const progress = { observed, late, lag: Math.max(0, lag) / 1e6, open: this.#counts.open };
    return { ...done, changes, abandoned, resumed, progress };
  }
}

/** The finding that a store kept, if it is one that this version can read. */
function legible(stored: StoredFinding): Finding[] {
  try {
    return [findingOf(stored)];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** Findings that are taken up at the start, at most. */
const MOST_RESUMED = 20_000;

/** Without updates of findings of which there is a later change. */
function withoutOvertaken(changes: readonly FindingChange[]): FindingChange[] {
  const last = new Map(changes.map((change) => [change.finding.id, change]));
  return changes.filter((change) => change.kind !== "updated" || last.get(change.finding.id) === change);
}
