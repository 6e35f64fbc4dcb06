import { digestRecordId } from "../messages/record_id.ts";
import type { EdgeRecord, RecordProblem } from "./edge_record.ts";
import { inTime } from "./_in_time.ts";
import { type PartitionIntake, tell } from "./intake.ts";
import { PoisonHandover } from "./_poison_handover.ts";
import type { CallbackReceiver, Outcome, ReceiverLimits } from "./receiver.ts";
import { TakenIds } from "./_taken_ids.ts";

/** Hands records to callbacks, one after the other. */
export class CallbackIntake implements PartitionIntake {
  readonly #receiver: CallbackReceiver;
  readonly #callMs: number;
  readonly #ids: TakenIds;
  readonly #poison: PoisonHandover;

  constructor(receiver: CallbackReceiver, limits: Required<ReceiverLimits>) {
    this.#receiver = receiver;
    this.#callMs = limits.callMs;
    this.#ids = new TakenIds(limits.rememberedIds);
    this.#poison = new PoisonHandover(receiver.onPoison, limits);
  }

  async take(records: readonly EdgeRecord[]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    let hasFailed = false;
    for (const record of records) {
      const status: Outcome["status"] = hasFailed ? "held-back" : await this.#takeOne(record);
      hasFailed ||= status === "failed";
      outcomes.push({ record, status });
    }
    return outcomes;
  }

  setAside(problem: RecordProblem, record: EdgeRecord | undefined): Promise<void> {
    return this.#poison.handOver(problem, record);
  }

  async #takeOne(record: EdgeRecord): Promise<Outcome["status"]> {
    const { onTransaction } = this.#receiver;
    try {
      const { problem } = record;
      if (problem !== undefined) {
        await this.setAside(problem, record);
        return "set-aside";
      }
      const id = await digestRecordId(record.value!);
      return await this.#ids.once(id, () => inTime(this.#callMs, (signal) => onTransaction(record, { id, signal })));
    } catch (error) {
      tell(this.#receiver, error, record);
      return "failed";
    }
  }
}
