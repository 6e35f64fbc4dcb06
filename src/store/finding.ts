import type { Microseconds, RecordPlace } from "./record_place.ts";

/** Something that a detector has found, as a store keeps it: what the detector says of it is data to the store. */
export interface StoredFinding {
  /** The same for the same finding, whenever and how often it is found: what is written again replaces what was there. */
  readonly id: string;
  /** Name of the detector. */
  readonly detector: string;
  /** How bad it is, in the words of detectors. */
  readonly severity: string;
  /** What it is about: `client`, `server`, `port` and the like. */
  readonly subjectKind: string;
  /** Which one of these. */
  readonly subject: string;
  /** When it began. */
  readonly since: Microseconds;
  /** When it was seen last. */
  readonly lastSeen: Microseconds;
  /** When it was over; `undefined` while it is not. */
  readonly until: Microseconds | undefined;
  /** How often it was seen. */
  readonly occurrences: number;
  /** Everything else, as JSON. */
  readonly detail: string;
}

/** Where a transaction is found again: by its record, and by what stores have an index for. */
export interface TransactionPlace {
  /** Where its record is. */
  readonly place: RecordPlace;
  /** When its request was received, by its server's clock. */
  readonly receivedAt: Microseconds;
  /** Name of its server. */
  readonly server: string;
}

/** A finding on its way into a store. */
export interface WrittenFinding extends StoredFinding {
  /** Transactions that are kept as long as it is; where none are told, those that were told before. */
  readonly evidence?: readonly TransactionPlace[];
}

/** Which findings. Everything that is given has to hold. */
export interface FindingFilter {
  /** Only those that are not over, or only those that are. */
  readonly open?: boolean;
  /** Of this detector. */
  readonly detector?: string;
  /** About things of this kind. */
  readonly subjectKind?: string;
  /** As bad as this, in the words of detectors. */
  readonly severity?: string;
  /** About this one, or one of these (100 at most); of its kind, where that is given too. */
  readonly subject?: string | readonly string[];
  /** Seen then or later, or still open. */
  readonly from?: Microseconds;
  /** Begun before this. */
  readonly to?: Microseconds;
}

/** Where a finding stands in a list of findings: lists are by their beginning, the latest first, then by id. */
export interface FindingKey {
  /** When it began. */
  readonly since: Microseconds;
  /** Its id. */
  readonly id: string;
}
