import type { Outcome } from "../new_transaction.ts";
import { VarintReader, VarintWriter } from "./varints.ts";

/** How many relays' numbers are counted in one tally: a row for each relay would be as many rows in a batch as there are relays. */
export const RELAYS_AT_ONCE = 256;
/** What is counted of each: requests, unanswered, refused. */
const COLUMNS = 3;

/** What was asked through one link-address. */
export interface RelayCount {
  /** Its place in the tally: the lowest bits of its number. */
  readonly place: number;
  readonly requests: number;
  readonly unanswered: number;
  readonly refused: number;
}

/**
 * Requests, unanswered and refused ones of {@linkcode RELAYS_AT_ONCE} relays. As bytes: these three of each in turn, as varints, up to the
 * last that is not 0.
 */
export class RelayTally {
  readonly #counts = new Uint32Array(RELAYS_AT_ONCE * COLUMNS);

  /** Counts a transaction of the relay at a place. */
  count(place: number, outcome: Outcome): void {
    const at = place * COLUMNS;
    this.#counts[at]++;
    if (outcome === "unanswered") this.#counts[at + 1]++;
    else if (outcome === "refused") this.#counts[at + 2]++;
  }

  /** Adds what another one has counted. */
  merge(other: RelayTally): void {
    for (let i = 0; i < this.#counts.length; i++) this.#counts[i] += other.#counts[i];
  }

  /** Adds what was saved. */
  load(body: Uint8Array): void {
    const reader = new VarintReader(body);
    for (let i = 0; i < this.#counts.length && !reader.isAtEnd; i++) this.#counts[i] += reader.next();
  }

  /** Everything as bytes. */
  save(): Uint8Array {
    const writer = new VarintWriter(), end = this.#counts.findLastIndex((count) => count > 0) + 1;
    for (let i = 0; i < end; i++) writer.put(this.#counts[i]);
    return writer.end();
  }

  /** The relays that have anything. */
  *relays(): Generator<RelayCount> {
    for (let place = 0; place < RELAYS_AT_ONCE; place++) {
      const [requests, unanswered, refused] = this.#counts.subarray(place * COLUMNS);
      if (requests > 0) yield { place, requests, unanswered, refused };
    }
  }
}
