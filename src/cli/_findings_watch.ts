import type { RecordSource, SourceRecord } from "../collector/record_source.ts";
import {
  Detection,
  type DetectorSettingsInit,
  type FindingChange,
  findingJson,
  findingText,
  type Observation,
  Sequencer,
} from "../detectors/mod.ts";
import { type Microseconds, readTransaction } from "../store/mod.ts";
import { WireError } from "../wire/mod.ts";
import type { TailOptions } from "./tail.ts";

/** How to show findings. */
export interface FindingsWatchOptions
  extends Pick<TailOptions, "signal" | "write" | "json" | "timeZone" | "onReady" | "onShown"> {
  /** Thresholds. Default: those for real networks. */
  readonly settings?: DetectorSettingsInit;
  /** How late transactions may be. Default: ten seconds. */
  readonly lateness?: Microseconds;
  /** Told of what became of findings, those that were only seen again as well. */
  readonly onChanges?: (changes: readonly FindingChange[]) => Promise<void>;
}

/** Shows what becomes of findings in a topic, until the signal aborts; resolves with how many records were looked at. */
export async function watchFindings(source: RecordSource, options: FindingsWatchOptions): Promise<number> {
  const detection = new Detection(options.settings);
  const { lateness } = options, onLate = (observation: Observation) => detection.observeLate(observation);
  const sequencer = new Sequencer({ onLate, ...(lateness === undefined ? {} : { lateness }) });
  let read = 0;
  async function examine(observations: readonly Observation[]): Promise<boolean> {
    const changes = observations.flatMap((next) => detection.observe(next));
    if (changes.length > 0) await options.onChanges?.(changes);
    for (const change of changes) {
      if (change.kind !== "updated" && !await options.write(changeLine(change, options))) return false;
    }
    return true;
  }
  for await (const record of source.read({ signal: options.signal, onReady: options.onReady })) {
    const observation = observationOf(record);
    if (observation !== undefined && !await examine(sequencer.add(observation))) return read;
    read++;
    options.onShown?.(read);
  }
  await examine(sequencer.drain());
  return read;
}

/** What cannot be read says nothing. */
function observationOf({ topic, partition, offset, timestamp, value }: SourceRecord): Observation | undefined {
  if (value === null) return undefined;
  const recordedAt = Math.round(timestamp * 1000);
  try {
    return { transaction: readTransaction(value, { topic, partition, offset }, recordedAt), recordedAt };
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

function changeLine({ kind, at, finding }: FindingChange, { json, timeZone }: FindingsWatchOptions): string {
  if (json) return JSON.stringify({ change: kind, ...findingJson(finding) });
  const { title, what } = findingText(finding);
  const time = new Date(at / 1000).toLocaleTimeString("en-GB", { timeZone });
  return kind === "recovered" ? `${time}  Over: ${title}: ${what}` : `${time}  ${title}: ${what}`;
}
