import { CallbackIntake } from "./_callback_intake.ts";
import type { EdgeRecord, RecordProblem } from "./edge_record.ts";
import type { Outcome, Receiver, ReceiverLimits } from "./receiver.ts";
import { StoreIntake } from "./_store_intake.ts";

/** Takes the records of one partition, in order. */
export interface PartitionIntake {
  /** What became of each. Never rejects. */
  take(records: readonly EdgeRecord[]): Promise<readonly Outcome[]>;
  /** Puts what cannot be read where such things go. Rejects when that fails. */
  setAside(problem: RecordProblem, record: EdgeRecord | undefined): Promise<void>;
}

/** Limits where none are given. */
const USUAL: Required<ReceiverLimits> = { records: 10_000, callMs: 10_000, partitions: 8, rememberedIds: 10_000 };

/** Takes records of any event: partitions beside each other, the records of each one after the other. */
export class Intake {
  /** The limits in force. */
  readonly limits: Required<ReceiverLimits>;
  readonly #receiver: Receiver;
  readonly #partitions: PartitionIntake;

  /** Throws `TypeError` for a receiver that takes records to no place or to two, or loses what cannot be read. */
  constructor(receiver: Receiver) {
    this.#receiver = receiver;
    this.limits = checkedLimits({ ...USUAL, ...receiver.limits });
    if ((receiver.store === undefined) === (receiver.onTransaction === undefined)) {
      throw new TypeError("records go either to onTransaction or into a store");
    }
    if (receiver.store !== undefined) this.#partitions = new StoreIntake(receiver, this.limits);
    else if (typeof receiver.onPoison === "function") this.#partitions = new CallbackIntake(receiver, this.limits);
    else throw new TypeError("without onPoison, records that cannot be read would be lost");
  }

  /** What became of each record, in the order of the records. Never rejects. */
  async take(records: readonly EdgeRecord[]): Promise<readonly Outcome[]> {
    const outcomes = new Map<EdgeRecord, Outcome>(), groups = byPartition(records).values();
    const work = async () => {
      for (const group of groups) {
        for (const outcome of await this.#partitions.take(group)) outcomes.set(outcome.record, outcome);
      }
    };
    await Promise.all(Array.from({ length: this.limits.partitions }, work));
    return records.map((record) => outcomes.get(record)!);
  }

  /** Has a body set aside in which not even records could be told apart. Rejects when that fails. */
  setAside(problem: RecordProblem): Promise<void> {
    return this.#partitions.setAside(problem, undefined);
  }

  /** Tells whoever wants to hear it why something failed. */
  failed(error: unknown, record?: EdgeRecord): void {
    tell(this.#receiver, error, record);
  }
}

/** Tells whoever wants to hear it why a record failed; that this fails as well, at once or later, is nobody's business. */
export function tell({ onFailure }: Receiver, error: unknown, record: EdgeRecord | undefined): void {
  // Not awaited: a log that hangs must not hold up records.
  void (async () => await onFailure?.(error, record))().catch(() => {});
}

/** Limits, if they are some. Throws `TypeError` otherwise. */
export function checkedLimits<Limits extends object>(limits: Limits): Limits {
  for (const [name, value] of Object.entries(limits)) {
    if (!(Number.isInteger(value) && value >= 1)) throw new TypeError(`limits.${name} is not a whole number from 1 on`);
  }
  return limits;
}

/**
 * The records of each partition in the order of their offsets. Those of which the platform does not tell the partition are all of one,
 * since two of the same client may be among them, and stay in the event's order.
 */
function byPartition(records: readonly EdgeRecord[]): Map<string, EdgeRecord[]> {
  const groups = new Map<string, EdgeRecord[]>();
  for (const record of records) {
    const { topic, partition } = record, name = partition === undefined ? "" : `${partition} ${topic ?? ""}`;
    const group = groups.get(name);
    if (group) group.push(record);
    else groups.set(name, [record]);
  }
  for (const [name, group] of groups) {
    if (name !== "") group.sort((a, b) => Number((a.offset ?? -1n) - (b.offset ?? -1n)));
  }
  return groups;
}
