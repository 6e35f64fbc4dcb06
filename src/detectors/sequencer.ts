import type { Microseconds } from "../store/mod.ts";
import { type PartitionMarks, PartitionReached } from "./_partition_reached.ts";
import { ObservationHeap } from "./_observation_heap.ts";
import { eventTime, isSameTransaction, type Observation, type TransactionIdentity } from "./observation.ts";

/** How a {@linkcode Sequencer} waits. */
export interface SequencerInit {
  /** How much earlier than others of its server and partition a transaction may be, by its time. Default: 10 seconds. */
  readonly lateness?: Microseconds;
  /** How far the clocks of servers may be apart: one that is ahead by less does not make others late. Default: 60 seconds. */
  readonly clocksApart?: Microseconds;
  /** How far a partition may be behind the one that is furthest before it is not waited for. Default: 10 minutes. */
  readonly patience?: Microseconds;
  /** The most transactions that wait; with more, the first in order go on. Default: 50,000. */
  readonly capacity?: number;
  /** Takes what came too late for its place in the order. */
  readonly onLate?: (observation: Observation) => void;
}

/** Counts since the beginning: `received = released + duplicates + late + waiting`. */
export interface SequencerStats {
  /** Transactions that came in. */
  readonly received: number;
  /** Those that went on, in order. */
  readonly released: number;
  /** Those that were there already: published twice, or read again. */
  readonly duplicates: number;
  /** Those that came after later ones had gone on. */
  readonly late: number;
  /** Those that wait now. */
  readonly waiting: number;
  /** Those among the released that had to go on early, since there was no room. */
  readonly forced: number;
}

/** How far a {@linkcode Sequencer} is; `null` is what it has not heard of. */
export interface SequencerMarks {
  /** A time far ahead of all others that one record alone had. */
  readonly leap: Microseconds | null;
  /** How far the partition is that is furthest behind. */
  readonly slowest: Microseconds | null;
  /** How far the one is that is furthest. */
  readonly fastest: Microseconds | null;
  /** Nothing before this time is waited for any more. */
  readonly watermark: Microseconds | null;
  /** The latest time of what waits. */
  readonly latest: Microseconds | null;
  /** The transaction that went on last. */
  readonly last: TransactionIdentity;
  /** How far each partition of a topic is. */
  readonly partitions: readonly (readonly [topic: string, partition: number, reached: PartitionMarks])[];
}

/** No transaction. */
const NOBODY: TransactionIdentity = { receivedAt: -1, digest: -1, server: "" };

/**
 * Brings transactions from the order in which partitions are read into the order of their time, so that detectors find the same
 * whether they look at a topic as it grows or at its past.
 *
 * A transaction waits until every partition, and every server in it, was heard of up to {@linkcode SequencerInit.lateness} behind its
 * time; a server is not waited for beyond {@linkcode SequencerInit.clocksApart}. A partition in
 * which nothing happens says nothing: whoever reads a topic up to its end says so with {@linkcode Sequencer.advance}.
 *
 * @example
 * ```ts
 * import { Sequencer } from "@dhcpkit/kafka/detectors";
 * import { assertEquals } from "@std/assert";
 *
 * const sequencer = new Sequencer();
 * assertEquals([...sequencer.advance(1_700_000_000_000_000)], []);
 * assertEquals(sequencer.stats.waiting, 0);
 * ```
 */
export class Sequencer {
  readonly #lateness: Microseconds;
  readonly #clocksApart: Microseconds;
  readonly #patience: Microseconds;
  readonly #capacity: number;
  readonly #onLate: (observation: Observation) => void;
  readonly #waiting = new ObservationHeap();
  readonly #partitions = new Map<string, Map<number, PartitionReached>>();
  /** A time far ahead of all others: one record alone does not move everything there. */
  #leap: Microseconds = Infinity;
  #slowest = -Infinity;
  #fastest = -Infinity;
  /** Nothing before this time is waited for any more. */
  #watermark: Microseconds = -Infinity;
  #last: TransactionIdentity | undefined;
  #stats = { received: 0, released: 0, duplicates: 0, late: 0, forced: 0 };

  /** A sequencer that waits for nothing yet. */
  constructor(init: SequencerInit = {}) {
    const { lateness = 10e6, clocksApart = 60e6, patience = 600e6, capacity = 50_000, onLate = () => {} } = init;
    this.#lateness = lateness;
    this.#clocksApart = clocksApart;
    this.#patience = patience;
    this.#capacity = Math.max(1, capacity);
    this.#onLate = onLate;
  }

  /** What went through, and what waits. */
  get stats(): SequencerStats {
    return { ...this.#stats, waiting: this.#waiting.size };
  }

  /** Says that a partition will be read, so that it is waited for before its first record. */
  expect(topic: string, partition: number): void {
    const partitions = this.#of(topic);
    if (partitions.has(partition)) return;
    partitions.set(partition, new PartitionReached(this.#clocksApart));
    this.#slowest = -Infinity;
  }

  /** Says that a partition is not read any more. */
  forget(topic: string, partition: number): void {
    this.#of(topic).delete(partition);
    this.#slowest = this.#findSlowest();
  }

  /** How far everything is, for JSON; what waits is not in it, but its latest time is. */
  toJSON(): SequencerMarks {
    const { receivedAt, digest, server } = this.#last ?? NOBODY;
    const [leap, slowest, fastest, watermark, latest] = [
      ...[this.#leap, this.#slowest, this.#fastest, this.#watermark, this.#waiting.latest],
    ].map((time) => Number.isFinite(time) ? time : null);
    const partitions = [...this.#partitions].flatMap(([topic, all]) =>
      [...all].map(([partition, reached]) => [topic, partition, reached.toJSON()] as const)
    );
    return { leap, slowest, fastest, watermark, latest, last: { receivedAt, digest, server }, partitions };
  }

  /** Goes on from where another one was, before anything is added; what waited there comes by {@linkcode Sequencer.wait}. */
  load({ leap, slowest, fastest, watermark, last, partitions }: SequencerMarks): void {
    this.#leap = leap ?? Infinity;
    this.#slowest = slowest ?? -Infinity;
    this.#fastest = fastest ?? -Infinity;
    this.#watermark = watermark ?? -Infinity;
    this.#last = last;
    for (const [topic, partition, kept] of partitions) {
      this.#of(topic).set(partition, new PartitionReached(this.#clocksApart).load(kept));
    }
  }

  /** Takes back a transaction that waited when {@linkcode Sequencer.toJSON} was asked. */
  wait(observation: Observation): void {
    this.#waiting.add(observation);
  }

  /** Takes a transaction; returns those whose turn it is now, in order. */
  add(observation: Observation): Observation[] {
    const at = eventTime(observation);
    this.#stats.received++;
    const isReadAgain = this.#heardOf(observation, at);
    if (at < this.#watermark) {
      if (isReadAgain) this.#stats.duplicates++;
      else {
        this.#stats.late++;
        this.#onLate(observation);
      }
      return [];
    }
    this.#waiting.add(observation);
    return this.#release();
  }

  /**
   * Says that nothing that is earlier than `time` will come, as when a topic has been read up to its end; returns those whose turn
   * it is now. A time in the past of what was said before has no effect.
   */
  advance(time: Microseconds): Observation[] {
    this.#watermark = Math.max(this.#watermark, time);
    return this.#release();
  }

  /** Says that nothing will come any more; returns all that wait, in order. */
  drain(): Observation[] {
    return this.advance(Infinity);
  }

  /** Returns whether the record, or one behind it, has been read before. */
  #heardOf({ transaction: { place: { topic, partition, offset }, server } }: Observation, at: Microseconds): boolean {
    const partitions = this.#of(topic);
    let reached = partitions.get(partition);
    if (reached === undefined) partitions.set(partition, reached = new PartitionReached(this.#clocksApart));
    if (offset <= reached.offset) return true;
    reached.offset = offset;
    if (this.#isLeap(at)) return false;
    const before = reached.at;
    if (!reached.heard(server, at)) return false;
    this.#fastest = Math.max(this.#fastest, reached.at);
    if (before <= this.#slowest) this.#slowest = this.#findSlowest();
    const everywhere = Math.max(this.#slowest, this.#fastest - this.#patience) - this.#lateness;
    this.#watermark = Math.max(this.#watermark, everywhere);
    return false;
  }

  /** Whether a time is so far ahead that one record alone is not believed. */
  #isLeap(at: Microseconds): boolean {
    if (this.#fastest === -Infinity || at - this.#fastest <= this.#patience) return false;
    const isConfirmed = Math.abs(at - this.#leap) <= this.#patience;
    this.#leap = at;
    return !isConfirmed;
  }

  #release(): Observation[] {
    const released: Observation[] = [];
    for (let first; (first = this.#waiting.first) !== undefined;) {
      if (eventTime(first) >= this.#watermark) {
        if (this.#waiting.size <= this.#capacity) break;
        this.#stats.forced++;
        this.#watermark = eventTime(first);
      }
      this.#waiting.take();
      if (this.#last !== undefined && isSameTransaction(this.#last, first.transaction)) {
        this.#stats.duplicates++;
        continue;
      }
      this.#last = first.transaction;
      this.#stats.released++;
      released.push(first);
    }
    return released;
  }

  #of(topic: string): Map<number, PartitionReached> {
    let partitions = this.#partitions.get(topic);
    if (partitions === undefined) this.#partitions.set(topic, partitions = new Map());
    return partitions;
  }

  #findSlowest(): Microseconds {
    let slowest = Infinity;
    for (const partitions of this.#partitions.values()) {
      for (const { at } of partitions.values()) if (at < slowest) slowest = at;
    }
    return slowest === Infinity ? -Infinity : slowest;
  }
}
