import { digestRecordId } from "../messages/record_id.ts";
import { encodeUtf8 } from "../wire/utf8.ts";
import type { EdgeRecord, RecordProblem } from "./edge_record.ts";
import { inTime } from "./_in_time.ts";
import type { OnPoison, ReceiverLimits } from "./receiver.ts";
import { TakenIds } from "./_taken_ids.ts";

/** Hands over what cannot be read, and not again what was handed over lately: what stands beside it may come many times. */
export class PoisonHandover {
  readonly #onPoison: OnPoison;
  readonly #callMs: number;
  readonly #ids: TakenIds;

  constructor(onPoison: OnPoison, { callMs, rememberedIds }: Required<ReceiverLimits>) {
    this.#onPoison = onPoison;
    this.#callMs = callMs;
    this.#ids = new TakenIds(rememberedIds);
  }

  /** Resolves once it is where such things go. */
  async handOver(problem: RecordProblem, record: EdgeRecord | undefined): Promise<void> {
    const id = await poisonId(problem, record);
    await this.#ids.once(id, () => inTime(this.#callMs, (signal) => this.#onPoison(problem, record, { id, signal })));
  }
}

/** Of place and bytes, since bytes alone may be nothing. */
function poisonId({ bytes }: RecordProblem, record: EdgeRecord | undefined): Promise<string> {
  const { topic = "", partition = "", offset = "" } = record ?? {};
  const place = encodeUtf8(`${topic}/${partition}/${offset}/`), whole = new Uint8Array(place.length + bytes.length);
  whole.set(place);
  whole.set(bytes, place.length);
  return digestRecordId(whole);
}
