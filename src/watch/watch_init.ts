import type { FindingChange } from "../detectors/mod.ts";
import type { Notifier } from "../detectors/notify/mod.ts";
import type { TransactionStore } from "../store/mod.ts";
import type { WatchProgress } from "./follow_step.ts";
import type { Following } from "./following.ts";

/** What a `Watch` is made of. */
export interface WatchInit {
  /** Where findings go, and what is known by then; it tells whose turn it is. */
  readonly store: Pick<TransactionStore, "keepDetection" | "watchTurn" | "writeFindings">;
  /** Opens what looks for them: `followInThread`, or `followHere`. Done again when it fails. */
  readonly follow: () => Promise<Following>;
  /** Tells of them. Default: nobody is told. */
  readonly notifier?: Notifier;
  /** Told of what happens, for logs and metrics. It must not throw. */
  readonly observer?: WatchObserver;
  /** Milliseconds between two looks at a store that has nothing new. Default: 250. */
  readonly everyMs?: number;
  /** How long to wait before something that failed is tried again, at first and at most. Default: 500 and 30,000. */
  readonly retryMs?: readonly [first: number, longest: number];
  /** Findings that wait for the store, at most. Default: 10,000. */
  readonly capacity?: number;
  /** How long the store may take to write, in milliseconds; what takes longer is tried again. Default: 10,000. */
  readonly writeMs?: number;
  /** Milliseconds after which what is known is kept again, more where that takes long. Default: 5 minutes. */
  readonly keepMs?: number;
  /** Milliseconds after which it is looked at whose turn it is. Default: 2000. */
  readonly turnMs?: number;
  /** Milliseconds of a clock that only goes forward. Default: `performance.now`. */
  readonly now?: () => number;
}

/** Told of what a `Watch` does. */
export interface WatchObserver {
  /** Something became of findings. */
  changed?(changes: readonly FindingChange[]): void;
  /** The store did not take findings; it is tried again in `retryInMs`. */
  writeFailed?(error: Error, retryInMs: number): void;
  /** What is known could not be kept; it is tried again in `retryInMs`. */
  keepFailed?(error: Error, retryInMs: number): void;
  /** Somebody else looks for trouble in the store, so this one does not. */
  stoodBy?(): void;
  /** Nobody else does any more, so this one does. */
  tookOver?(): void;
  /** Detection could not go on; it begins anew in `retryInMs`. */
  failed?(error: Error, retryInMs: number): void;
}

/** What a `Watch` has done. */
export interface WatchStats extends WatchProgress {
  /** Findings that the store has taken, each time that something became of them. */
  readonly written: number;
  /** Findings that wait for the store. */
  readonly pending: number;
  /** Findings that were not written, since too many waited. */
  readonly givenUp: number;
  /** Notices that were sent to sinks. */
  readonly told: number;
  /** Whether somebody else looks for trouble in the store. */
  readonly standsBy: boolean;
  /** What went wrong last and is not right again; `undefined` while all is well. */
  readonly problem: string | undefined;
}
