import type { NewTransaction } from "../store/new_transaction.ts";
import { readTransaction } from "../store/read_transaction.ts";
import type { Microseconds, RecordPlace } from "../store/record_place.ts";
import type { StoreBatch } from "../store/transaction_store.ts";
import { murmur3 } from "../wire/murmur3.ts";
import type { EdgeRecord, RecordProblem } from "./edge_record.ts";
import { inTime } from "./_in_time.ts";
import { type PartitionIntake, tell } from "./intake.ts";
import { PoisonHandover } from "./_poison_handover.ts";
import type { Outcome, ReceiverLimits, StoreReceiver } from "./receiver.ts";
import { type Covered, movedPosition } from "./_store_position.ts";

/** A batch without content: whether a store takes it tells whether the store or the content is to blame. */
const NOTHING: StoreBatch = { transactions: [], quarantined: [], positions: [], gaps: [] };

/** A record that is ready for the store. */
interface Ready extends Covered {
  /** `undefined` for one that was set aside, or is for the store to keep aside. */
  readonly transaction: NewTransaction | undefined;
  /** What the store has to keep aside. */
  readonly problem: RecordProblem | undefined;
}

/** Writes the records of a partition in one batch, or in more where `onPoison` takes something between, one batch after the other. */
export class StoreIntake implements PartitionIntake {
  readonly #receiver: StoreReceiver;
  readonly #callMs: number;
  readonly #poison: PoisonHandover | undefined;
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(receiver: StoreReceiver, limits: Required<ReceiverLimits>) {
    this.#receiver = receiver;
    this.#callMs = limits.callMs;
    if (receiver.onPoison) this.#poison = new PoisonHandover(receiver.onPoison, limits);
  }

  async take(records: readonly EdgeRecord[]): Promise<readonly Outcome[]> {
    const statuses: Outcome["status"][] = [];
    for (const part of this.#parts(records)) {
      statuses.push(...await this.#takePart(part));
      if (statuses.includes("failed")) break;
    }
    const rest: Outcome["status"] = "held-back";
    return records.map((record, i) => ({ record, status: statuses[i] ?? rest }));
  }

  async setAside(problem: RecordProblem, record: EdgeRecord | undefined): Promise<void> {
    const { store } = this.#receiver;
    if (this.#poison) return await this.#poison.handOver(problem, record);
    const recordedAt = record ? recordedAtOf(record, this.#now()) : this.#now();
    await this.#inTurn(() => store.write({ ...NOTHING, quarantined: [quarantined(problem, record, recordedAt)] }));
  }

  /** Each ends before one for `onPoison` that is behind transactions: it is handed over once these are written. */
  #parts(records: readonly EdgeRecord[]): readonly (readonly EdgeRecord[])[] {
    const parts: EdgeRecord[][] = [[]];
    let hasTransaction = false;
    for (const record of records) {
      const isForPoison = this.#poison !== undefined && record.problem !== undefined;
      if (isForPoison && hasTransaction) parts.push([]);
      hasTransaction = !isForPoison && (hasTransaction || record.problem === undefined);
      parts.at(-1)!.push(record);
    }
    return parts;
  }

  /** Reads records up to the first one that cannot be set aside, and writes them. */
  async #takePart(records: readonly EdgeRecord[]): Promise<Outcome["status"][]> {
    const ready: Ready[] = [];
    let failed: Outcome["status"][] = [];
    for (const record of records) {
      try {
        ready.push(await this.#read(record));
      } catch (error) {
        tell(this.#receiver, error, record);
        failed = ["failed"];
        break;
      }
    }
    return ready.length === 0 ? failed : [...await this.#write(ready), ...failed];
  }

  async #read(record: EdgeRecord): Promise<Ready> {
    const now = this.#now(), recordedAt = recordedAtOf(record, now), { problem } = record;
    if (problem !== undefined) {
      await this.#poison?.handOver(problem, record);
      const kept = this.#poison ? undefined : problem;
      return { record, recordedAt, until: recordedAt, transaction: undefined, problem: kept };
    }
    const transaction = readTransaction(record.value!, placeOf(record, record.value!), recordedAt);
    // A record is published once its answer is out.
    const until = Math.min(Math.max(transaction.receivedAt + transaction.duration, recordedAt), now);
    return { record, recordedAt, until, transaction, problem: undefined };
  }

  async #write(ready: readonly Ready[]): Promise<Outcome["status"][]> {
    try {
      await this.#writeBatch(ready);
      return ready.map(statusOf);
    } catch (error) {
      return await this.#writeAround(ready, error);
    }
  }

  async #writeBatch(ready: readonly Ready[]): Promise<void> {
    const { store } = this.#receiver;
    await this.#inTurn(async () => {
      await store.write({
        transactions: ready.flatMap(({ transaction }) => transaction ?? []),
        quarantined: ready.flatMap(({ problem, record, recordedAt }) =>
          problem ? quarantined(problem, record, recordedAt) : []
        ),
        ...await movedPosition(store, ready, (error, record) => tell(this.#receiver, error, record)),
      });
    });
  }

  /** One record after the other, so that one that the store refuses keeps no other from it. */
  async #writeAround(ready: readonly Ready[], error: unknown): Promise<Outcome["status"][]> {
    const statuses: Outcome["status"][] = [];
    let why = error;
    try {
      await this.#probe();
      for (const one of ready) {
        const refusal = await this.#writeOne(one);
        statuses.push(refusal ? "set-aside" : statusOf(one));
      }
      return statuses;
    } catch (failure) {
      why = failure;
    }
    tell(this.#receiver, why, ready[statuses.length].record);
    return [...statuses, "failed", ...ready.slice(statuses.length + 1).map((): Outcome["status"] => "held-back")];
  }

  /** The reason for which the store refuses this very record, which is then set aside; rejects when it takes no other either. */
  async #writeOne(one: Ready): Promise<string | undefined> {
    try {
      await this.#writeBatch([one]);
      return undefined;
    } catch (error) {
      if (one.transaction === undefined) throw error;
      await this.#probe();
      const reason = `the store refuses it: ${error instanceof Error ? error.message : String(error)}`;
      await this.setAside({ place: one.record.place, reason, bytes: one.record.value! }, one.record);
      return reason;
    }
  }

  async #probe(): Promise<void> {
    await this.#inTurn(() => this.#receiver.store.write(NOTHING));
  }

  /** Does something with the store when nothing else is done with it any more; not at all when that takes too long. */
  async #inTurn(work: () => Promise<unknown>): Promise<void> {
    await inTime(this.#callMs, async (signal) => {
      const turn = this.#lastTurn.then(() => signal.aborted ? undefined : work());
      this.#lastTurn = turn.catch(() => {});
      await turn;
    });
  }

  #now(): Microseconds {
    return (this.#receiver.now ?? Date.now)() * 1000;
  }
}

function quarantined(problem: RecordProblem, record: EdgeRecord | undefined, recordedAt: Microseconds) {
  const { bytes, place, reason } = problem;
  return {
    place: placeOf(record, bytes),
    recordedAt,
    reason: `${place}: ${reason}`,
    key: record?.key ?? undefined,
    value: bytes.length > 0 ? bytes : undefined,
  };
}

/** Where the record is in Kafka. Where that is not told, a place that is none, and another for other bytes. */
function placeOf(record: EdgeRecord | undefined, bytes: Uint8Array): RecordPlace {
  const { topic = "", partition, offset } = record ?? {};
  if (partition !== undefined && offset !== undefined) return { topic, partition, offset };
  return { topic, partition: -1, offset: -1n - BigInt(murmur3(bytes)) };
}

function recordedAtOf({ timestamp }: EdgeRecord, now: Microseconds): Microseconds {
  return timestamp === undefined ? now : Math.min(Math.max(Math.round(timestamp * 1000), 0), now);
}

function statusOf({ transaction }: Ready): Outcome["status"] {
  return transaction ? "taken" : "set-aside";
}
