import type { Microseconds } from "../store/mod.ts";
import { crc32 } from "../wire/crc32.ts";
import { encodeUtf8 } from "../wire/mod.ts";
import {
  type Finding,
  type FindingChange,
  type FindingSeverity,
  type FindingSubject,
  type Measure,
  subjectKey,
  type TransactionReference,
} from "./finding.ts";
import { type KeptReference, keptReference, referenceOf } from "./_kept_reference.ts";
import { Recent } from "./_recent.ts";

/** Something wrong that a detector saw. */
export interface Sighting {
  readonly subject: FindingSubject;
  readonly severity: FindingSeverity;
  readonly at: Microseconds;
  /** When it began, where that was before `at`. */
  readonly since?: Microseconds;
  readonly measures: readonly Measure[];
  /** How many transactions show it that no sighting before told of. */
  readonly count: number;
  readonly evidence: readonly TransactionReference[];
}

/** How findings live. */
export interface BookInit {
  /** Open findings of one detector; more are counted and not kept. */
  readonly mostOpen: number;
  /** Within this time after its recovery, a finding that is seen again is the same. */
  readonly reopenWithin: Microseconds;
  /** A finding that grows is told of again after this time. */
  readonly updateEvery: Microseconds;
  /** After how long without a sighting a detector's finding is over. */
  readonly recoverAfter: (detector: string) => Microseconds;
}

/** Transactions kept from the beginning of a finding, and from its end. */
const FIRST = 5, LAST = 5;
const CLOSED_KEPT = 2000;

/** Findings from their first sighting to their recovery. */
export class FindingBook {
  readonly #init: BookInit;
  readonly #open = new Map<string, Entry>();
  readonly #openBy = new Map<string, number>();
  readonly #closed = new Recent<Entry>(CLOSED_KEPT);
  #changes: FindingChange[] = [];
  #suppressed = 0;

  constructor(init: BookInit) {
    this.#init = init;
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** Sightings of what would have been one finding too many. */
  get suppressed(): number {
    return this.#suppressed;
  }

  /** The findings that last, in the order in which they were opened. */
  open(): Finding[] {
    return [...this.#open.values()].map(snapshot);
  }

  isOpen(detector: string, subject: FindingSubject): boolean {
    return this.#open.has(keyOf(detector, subject));
  }

  /** Takes up a finding of before: what was seen of it by then is not counted again. A later one of its subject takes its place. */
  resume(finding: Finding): void {
    const { detector, subject, until } = finding, key = keyOf(detector, subject), entry = resumed(finding);
    if (this.#open.delete(key)) this.#openBy.set(detector, this.#openBy.get(detector)! - 1);
    this.#closed.delete(key);
    if (until !== undefined) return this.#closed.set(key, entry);
    this.#open.set(key, entry);
    this.#openBy.set(detector, (this.#openBy.get(detector) ?? 0) + 1);
  }

  /** Findings that last, and those that may come back. */
  *save(): Generator<KeptEntry> {
    for (const entry of this.#open.values()) yield ["open", keptEntry(entry)];
    for (const [, entry, isYoung] of this.#closed.entries()) yield [isYoung ? "young" : "old", keptEntry(entry)];
  }

  load([state, { first, last, ...kept }]: KeptEntry): void {
    const entry = { ...kept, until: kept.until, first: first.map(referenceOf), last: last.map(referenceOf) };
    const { detector } = entry, key = keyOf(detector, entry.subject);
    if (state !== "open") return this.#closed.load(key, entry, state === "young");
    this.#open.set(key, entry);
    this.#openBy.set(detector, (this.#openBy.get(detector) ?? 0) + 1);
  }

  sight(detector: string, sighting: Sighting): void {
    const key = keyOf(detector, sighting.subject), open = this.#open.get(key), closed = this.#closed.get(key);
    if (sighting.at <= ((open ?? closed)?.knownUntil ?? -Infinity)) return;
    if (open !== undefined) return include(open, sighting);
    const count = this.#openBy.get(detector) ?? 0;
    if (count >= this.#init.mostOpen) {
      this.#suppressed++;
      return;
    }
    this.#openBy.set(detector, count + 1);
    const isBack = closed !== undefined && sighting.at - closed.until! <= this.#init.reopenWithin;
    const entry = isBack ? closed : newEntry(detector, key, sighting);
    if (isBack) {
      entry.until = undefined;
      entry.reopened++;
    }
    this.#closed.delete(key);
    include(entry, sighting);
    this.#open.set(key, entry);
    this.#tell(isBack ? "reopened" : "opened", entry, sighting.at);
  }

  /** Lets time pass: what was not seen for long enough is over. */
  tick(now: Microseconds): void {
    for (const [key, entry] of this.#open) {
      if (now - entry.lastSeen >= this.#init.recoverAfter(entry.detector)) {
        entry.until = now;
        this.#open.delete(key);
        this.#openBy.set(entry.detector, this.#openBy.get(entry.detector)! - 1);
        this.#closed.set(key, entry);
        this.#tell("recovered", entry, now);
      } else if (entry.count > entry.toldCount && now - entry.toldAt >= this.#init.updateEvery) {
        this.#tell("updated", entry, now);
      }
    }
  }

  /** What became of findings since this was asked the last time. */
  takeChanges(): readonly FindingChange[] {
    if (this.#changes.length === 0) return NO_CHANGES;
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  #tell(kind: FindingChange["kind"], entry: Entry, at: Microseconds): void {
    entry.toldAt = at;
    entry.toldCount = entry.count;
    this.#changes.push({ kind, at, finding: snapshot(entry) });
  }
}

const NO_CHANGES: readonly FindingChange[] = [];

interface Entry {
  readonly id: string;
  readonly detector: string;
  readonly subject: FindingSubject;
  readonly since: Microseconds;
  /** What was seen up to then was counted in an earlier life. */
  readonly knownUntil?: Microseconds;
  severity: FindingSeverity;
  lastSeen: Microseconds;
  toldAt: Microseconds;
  toldCount: number;
  until: Microseconds | undefined;
  reopened: number;
  measures: readonly Measure[];
  count: number;
  readonly first: TransactionReference[];
  last: TransactionReference[];
}

type KeptEntry = readonly [
  state: "open" | "young" | "old",
  Omit<Entry, "first" | "last"> & { readonly first: readonly KeptReference[]; readonly last: readonly KeptReference[] },
];

function keptEntry(entry: Entry): KeptEntry[1] {
  return { ...entry, first: entry.first.map(keptReference), last: entry.last.map(keptReference) };
}

function keyOf(detector: string, subject: FindingSubject): string {
  return `${detector} ${subjectKey(subject)}`;
}

function newEntry(detector: string, key: string, { subject, severity, at, since = at }: Sighting): Entry {
  const id = `${detector}-${crc32(encodeUtf8(key)).toString(16).padStart(8, "0")}-${since.toString(36)}`;
  return {
    ...{ id, detector, subject, severity, since, lastSeen: at, toldAt: at, toldCount: 0 },
    ...{ until: undefined, reopened: 0, measures: [], count: 0, first: [], last: [] },
  };
}

function resumed({ evidence, measures, lastSeen, count, ...finding }: Finding): Entry {
  return {
    ...finding,
    ...{ lastSeen, knownUntil: lastSeen, toldAt: lastSeen, toldCount: count, count, measures },
    first: evidence.slice(0, FIRST),
    last: evidence.slice(FIRST),
  };
}

function include(entry: Entry, { severity, at, measures, count, evidence }: Sighting): void {
  if (severity === "failing") entry.severity = severity;
  entry.lastSeen = at;
  entry.measures = measures;
  entry.count += count;
  for (const one of evidence) {
    if (entry.first.length < FIRST) entry.first.push(one);
    else {
      if (entry.last.length === LAST) entry.last.shift();
      entry.last.push(one);
    }
  }
}

function snapshot(entry: Entry): Finding {
  const { id, detector, severity, subject, since, lastSeen, until, reopened, measures, count, first, last } = entry;
  const evidence = [...first, ...last];
  return { id, detector, severity, subject, since, lastSeen, until, reopened, measures, count, evidence };
}
