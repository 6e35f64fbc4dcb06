import type { Observation } from "@dhcpkit/kafka/detectors";
import type { Microseconds, TransactionWriter } from "@dhcpkit/kafka/store";
import { PARTITIONS } from "../detectors/_network.ts";
import { TOPIC } from "../detectors/_exchange.ts";

/** Transactions of some time, as a collector that keeps up writes them: each part with how far all partitions were read. */
export class WrittenDay {
  readonly #observations: readonly Observation[];
  #next = 0;

  /** Of partitions; without Kafka's time, which stores do not keep. */
  constructor(partitions: readonly (readonly Observation[])[]) {
    this.#observations = partitions.flat().sort((a, b) => a.recordedAt! - b.recordedAt!);
  }

  /** Whether all was written. */
  get isOver(): boolean {
    return this.#next === this.#observations.length;
  }

  /** Writes what was published up to a time. */
  async writeUpTo(store: TransactionWriter, time: Microseconds): Promise<void> {
    const from = this.#next;
    while (!this.isOver && this.#observations[this.#next].recordedAt! <= time) this.#next++;
    for (let at = from; at < this.#next; at += 2000) {
      const transactions = this.#observations.slice(at, Math.min(at + 2000, this.#next)).map((one) => one.transaction);
      await store.write({ transactions, quarantined: [], positions: [], gaps: [] });
    }
    const positions = Array.from({ length: PARTITIONS }, (_, partition) => {
      const read = this.#observations.slice(0, this.#next).filter((one) =>
        one.transaction.place.partition === partition
      );
      const next = read.length === 0 ? 0n : read.at(-1)!.transaction.place.offset + 1n;
      return { topic: TOPIC, partition, next, coveredUntil: time };
    });
    await store.write({ transactions: [], quarantined: [], positions, gaps: [] });
  }
}
