import type { Microseconds } from "../store/mod.ts";
import type { Sighting } from "./_finding_book.ts";
import type { Owner, Remembered, Slot } from "./_remembered.ts";
import type { CommonSettings, NumberSettings, NumberValues } from "./detector_setting.ts";
import type { Finding, FindingSubject } from "./finding.ts";
import type { TransactionFacts } from "./transaction_facts.ts";

/** Looks for one kind of trouble. It is told of transactions in the order of their time. */
export interface Detector {
  /** Takes a transaction. */
  observe?(facts: TransactionFacts): void;
  /** Takes a transaction that came too late for its place in the order. */
  observeLate?(facts: TransactionFacts): void;
  /** A tick is over: everything before `now` was observed. `tick` is its number. */
  endTick?(now: Microseconds, tick: number): void;
  /** Takes up a finding of an earlier life that lasts, before anything is observed. */
  resume?(finding: Finding): void;
}

/** What outlives a restart, piece by piece: each is what JSON can keep. */
export interface Knowledge {
  /** What is known now. */
  save(): Iterable<unknown>;
  /** Takes up one piece, before anything is observed. */
  load(kept: never): void;
}

/** What a detector works with. */
export interface DetectorContext {
  readonly common: CommonSettings;
  /** The servers that were seen last. */
  servers(): Iterable<Remembered>;
  /** A server by its name, as if it had been seen. */
  server(name: string): Remembered;
  /** How many clients were forgotten since there was no room. */
  evictedClients(): number;
  /**
   * A place for what the detector knows of each client, port or server. To be asked for when the detector is made. `revive` makes it of
   * what JSON has kept of it.
   */
  slot<T extends object>(owner: Owner, revive?: (kept: never) => T): Slot<T>;
  /** Has what the detector knows beside its slots kept over a restart. To be asked for when the detector is made. */
  keep(knowledge: Knowledge): void;
  sight(sighting: Sighting): void;
  isOpen(subject: FindingSubject): boolean;
}

/** A kind of trouble: how it is found, and what to say of it. */
export interface DetectorDeclaration<Keys extends string = string> {
  /** Names the detector in findings and settings. */
  readonly id: string;
  /** A few words for a list. */
  readonly title: string;
  /** What is found, in whole sentences. */
  readonly finds: string;
  /** Why the defaults are what they are, in whole sentences. */
  readonly defaults: string;
  /** Thresholds. All have a default. */
  readonly settings: NumberSettings<Keys>;
  /** What was found, in a sentence with names and numbers. */
  what(finding: Finding): string;
  /** Why it matters, in whole sentences. */
  readonly why: string;
  /** What to do, in whole sentences. */
  readonly remedy: string;
  /** A detector that has seen nothing. */
  create(settings: NumberValues<Keys>, context: DetectorContext): Detector;
}
