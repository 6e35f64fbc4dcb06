import {
  Detection,
  type FindingChange,
  Sequencer,
  type SequencerMarks,
  storedFinding,
  storedObservation,
} from "../detectors/mod.ts";
import type { Microseconds, PartitionPosition, StoredTransaction } from "../store/mod.ts";
import { isReadFrom } from "./_kept_partitions.ts";
import { packed, unpacked } from "./_kept_pieces.ts";
import { abandoned, knownFindings } from "./_known_findings.ts";
import { legible, WrittenFindings } from "./_written_findings.ts";
import { FindingCounts } from "./finding_counts.ts";
import type { FollowedStore, FollowSettings } from "./follow_settings.ts";
import type { FollowStep } from "./follow_step.ts";
import { History } from "./history.ts";
import { ReadingProgress, type ReadUpTo } from "./read_up_to.ts";

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
 * of time while it catches up. At the start it goes on from what was kept in the store ({@linkcode Follower.save}); where nothing was, the
 * findings of the store go on, and the last hours are looked at again to learn what is usual. It is as far behind as it has to be: what it
 * has not looked at waits in the store.
 */
export class Follower {
  readonly #store: FollowedStore;
  readonly #settings: Required<FollowSettings>;
  readonly #now: () => number;
  #detection: Detection;
  #sequencer: Sequencer;
  readonly #history: History;
  readonly #reading: ReadingProgress;
  readonly #counts = new FindingCounts();
  #written = new WrittenFindings([]);
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
    [this.#detection, this.#sequencer] = this.#anew();
    this.#history = new History(store);
    this.#reading = new ReadingProgress(this.#settings.patienceMs);
  }

  /** Does a bounded piece of work. Rejects with what the store says; the next step goes on from there. */
  async step(): Promise<FollowStep> {
    const now = this.#now(), lastId = await this.#store.lastTransactionId();
    const coverage = await this.#store.coverage(), upTo = this.#reading.look(coverage, now);
    if (upTo === undefined) return this.#result(IDLE, 0);
    const begun = this.#at === undefined ? await this.#begin(upTo.time, lastId, coverage) : undefined;
    if (this.#at === undefined) return this.#result({ isIdle: true, seenUpTo: now }, 0);
    const done = upTo.isBehind ? await this.#catchUp(upTo) : await this.#keepUp({ at: now, lastId, upTo });
    return this.#result(done, upTo.time - this.#settings.settleMs * 1000 - this.#at, begun);
  }

  /**
   * What is known by now, for the next one to go on from as if there had been no end; `undefined` while it cannot be told where that would
   * be. All that steps have told by now has to be in the store before this is.
   */
  async save(): Promise<Uint8Array[] | undefined> {
    const isJoining = this.#joining !== undefined && this.#cursor === undefined;
    if (this.#at === undefined || isJoining || this.#changes.length > 0) return undefined;
    const kept: Kept = {
      ...{ version: VERSION, at: this.#at, complete: this.#complete, cursor: this.#cursor ?? null },
      sequencer: this.#sequencer.toJSON(),
    };
    const detection = this.#detection;
    return await packed((function* () {
      yield kept;
      yield* detection.save();
    })());
  }

  #anew(): [Detection, Sequencer] {
    const detection = new Detection(this.#settings.detectors);
    return [detection, new Sequencer({ onLate: (observation) => detection.observeLate(observation) })];
  }

  /** Where to begin: where it ended, or else some hours before the newest; with the findings of before. */
  async #begin(
    covered: Microseconds,
    lastId: number,
    coverage: readonly PartitionPosition[],
  ): Promise<Begun | undefined> {
    const kept = await this.#goOn(coverage);
    if (kept !== undefined) {
      const known = await knownFindings(this.#store, kept.at, this.#settings.detectors);
      const resumed = known.flatMap(legible);
      this.#written = new WrittenFindings(resumed);
      this.#counts.resume(resumed);
      this.#at = kept.at;
      this.#complete = kept.complete;
      this.#cursor = kept.cursor ?? undefined;
      return { abandoned: abandoned(known, resumed), resumed };
    }
    const servers = await this.#store.servers();
    if (servers.length === 0) return undefined;
    const { warmUpMs, warmUpRecords } = this.#settings;
    const [few] = lastId > warmUpRecords ? await this.#store.transactionsAfter(lastId - warmUpRecords, 1) : [];
    const earliest = Math.min(...servers.map(({ firstSeen }) => firstSeen));
    const from = Math.max(earliest, Math.min(covered, this.#now() * 1000) - warmUpMs * 1000, few?.receivedAt ?? 0);
    const known = await knownFindings(this.#store, from, this.#settings.detectors), findings = known.flatMap(legible);
    const lost = new Set(this.#detection.resume(findings, from).map(({ id }) => id));
    const resumed = findings.filter(({ id }) => !lost.has(id));
    this.#counts.resume(resumed);
    this.#at = this.#complete = from;
    return { abandoned: abandoned(known, resumed), resumed };
  }

  /** Takes up what was kept, if there is anything of this version, and returns where that was. */
  async #goOn(coverage: readonly PartitionPosition[]): Promise<Kept | undefined> {
    const all = await this.#store.keptDetection();
    if (all.length === 0) return undefined;
    // It may have begun before, and the store have failed amid that.
    [this.#detection, this.#sequencer] = this.#anew();
    try {
      const pieces = unpacked(all), kept = (await pieces.next()).value as Kept;
      if (kept.version !== VERSION) return undefined;
      await this.#detection.load(pieces);
      this.#sequencer.load({ ...kept.sequencer, partitions: kept.sequencer.partitions.filter(isReadFrom(coverage)) });
      if (kept.cursor !== null) await this.#wait(kept.sequencer, kept.cursor);
      return kept;
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
      [this.#detection, this.#sequencer] = this.#anew();
      return undefined;
    }
  }

  /** Reads again what had been read and was not looked at yet. */
  async #wait({ watermark, latest }: SequencerMarks, cursor: number): Promise<void> {
    if (watermark === null || latest === null) return;
    for (let at = watermark; at <= latest;) {
      const { transactions, reached } = await this.#history.next(at, latest + 1);
      for (const one of transactions) if (one.id <= cursor) this.#sequencer.wait(storedObservation(one));
      at = reached;
    }
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

  #result(done: Done, lag: Microseconds, begun: Begun = NOTHING): FollowStep {
    const changes = this.#written.withoutKnown(withoutOvertaken(this.#changes)),
      { observed, late } = this.#detection.stats;
    const missing = this.#written.missing(this.#detection.time, () => this.#detection.open())
      .map((finding) => ({ ...finding, until: finding.lastSeen }));
    this.#changes = [];
    this.#counts.take(changes);
    this.#counts.resume(missing);
    const progress = { observed, late, lag: Math.max(0, lag) / 1e6, open: this.#counts.open };
    const abandoned = [...begun.abandoned, ...missing.map(storedFinding)];
    return { ...done, changes, abandoned, resumed: begun.resumed, progress };
  }
}

/** To be raised when what is kept means something else. */
const VERSION = 1;

/** Where it was when what it knew was kept. */
interface Kept {
  readonly version: number;
  readonly at: Microseconds;
  readonly complete: Microseconds;
  /** `null` where it did not follow by numbers. */
  readonly cursor: number | null;
  readonly sequencer: SequencerMarks;
}

/** Without updates of findings of which there is a later change. */
function withoutOvertaken(changes: readonly FindingChange[]): FindingChange[] {
  const last = new Map(changes.map((change) => [change.finding.id, change]));
  return changes.filter((change) => change.kind !== "updated" || last.get(change.finding.id) === change);
}
