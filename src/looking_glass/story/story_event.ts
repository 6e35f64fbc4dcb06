import type { LeaseInterval, LogGap, Microseconds, StoredServer, StoredTransaction } from "../../store/mod.ts";
import type { Times } from "../present/times.ts";
import type { Tone } from "../present/tone.ts";
import type { Sentence } from "./sentence.ts";

/** What is known of a client. */
export interface ClientFacts {
  /** Its transactions with their packets, the latest first, as a store lists them. */
  readonly transactions: readonly StoredTransaction[];
  /** Its leases, as a store has them. */
  readonly leases: readonly LeaseInterval[];
  /** Records that are missing in that time. Default: none. */
  readonly gaps?: readonly LogGap[];
  /** The names of servers that are in leases, and not in these transactions. */
  readonly servers?: readonly StoredServer[];
}

/** From where the story is told. */
export interface StoryView {
  /** What `since` and `until` are seen from. */
  readonly now: Microseconds;
  /** How moments in sentences are written. */
  readonly times: Times;
}

/** What an event is about. */
export type StoryEventKind =
  | ("asked" | "renewed" | "rebound" | "confirmed" | "released" | "declined" | "informed" | "reconfigured")
  | ("ran-out" | "records-missing" | "other");

/** Something that happened to a client, told in a sentence. */
export interface StoryEvent {
  /** What it is about. */
  readonly kind: StoryEventKind;
  /** When it began. */
  readonly at: Microseconds;
  /** When its last transaction came in. */
  readonly until: Microseconds;
  /** What happened, without a full stop. */
  readonly sentence: Sentence;
  /** How it went. */
  readonly tone: Tone;
  /** The transactions that it is made of, the earliest first. */
  readonly transactions: readonly StoredTransaction[];
}
