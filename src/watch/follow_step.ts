import type { FindingChange, ResumedFinding } from "../detectors/mod.ts";
import type { StoredFinding } from "../store/mod.ts";
import type { FindingsOpen } from "./finding_counts.ts";

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
  /** Findings of detectors that do not look any more, or of what is not in the store any more: to be closed. */
  readonly abandoned: readonly StoredFinding[];
  /** How far it is. */
  readonly progress: WatchProgress;
  /** Findings that go on from before; told once, by the step that begins. */
  readonly resumed: readonly ResumedFinding[];
  /** Whether there is nothing to do at the moment. */
  readonly isIdle: boolean;
  /** All that was in the store at this time was looked at, in milliseconds since 1970; `undefined` while it catches up. */
  readonly seenUpTo: number | undefined;
}
