import type { Microseconds } from "../record_place.ts";
import { type Grain, HOUR, MINUTE } from "../traffic_steps.ts";
import { ClientTally } from "./client_tally.ts";
import { RelayTally } from "./relay_tally.ts";
import { TrafficTally } from "./traffic_tally.ts";

/**
 * What is counted while writing. Numbers are in databases: only ever added to.
 *
 * - 1, 10, 60: traffic by so many minutes, {@linkcode TrafficTally};
 * - 100: relay agents by the hour, {@linkcode RelayTally};
 * - 101: clients by the hour, {@linkcode ClientTally}.
 */
export type TallyKind = Grain | typeof RELAYS | typeof CLIENTS;
/** See {@linkcode TallyKind}. */
export const RELAYS = 100, CLIENTS = 101;
/** The kinds that are kept longest; all others are of fine traffic. */
export const COARSE: TallyKind = 60;

/** Which tally: a store has one row for each. */
export interface TallyKey {
  /** What is counted. */
  readonly kind: TallyKind;
  /** The beginning of its minutes or hour. */
  readonly at: Microseconds;
  /** Number of the server. */
  readonly serverId: number;
  /** Which relays, by the upper bits of their numbers; otherwise 0. */
  readonly part: number;
}

/** A tally, of whatever kind. */
export type Tally = TrafficTally | RelayTally | ClientTally;

/** A row of a store. */
export interface TallyRow extends TallyKey {
  /** What was saved. */
  readonly body: Uint8Array;
}

/** Microseconds that a tally of a kind is about. */
export function spanOf(kind: TallyKind): Microseconds {
  return kind > 60 ? HOUR : kind * MINUTE;
}

/** A tally of a kind, with nothing in it. */
export function emptyTally(kind: TallyKind): Tally {
  if (kind === RELAYS) return new RelayTally();
  return kind === CLIENTS ? new ClientTally() : new TrafficTally();
}

/** Adds one tally to another of its kind. */
export function mergeTally(into: Tally, other: Tally): void {
  if (into instanceof TrafficTally && other instanceof TrafficTally) into.merge(other);
  else if (into instanceof RelayTally && other instanceof RelayTally) into.merge(other);
  else if (into instanceof ClientTally && other instanceof ClientTally) into.merge(other);
}
