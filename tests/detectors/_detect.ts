import {
  Detection,
  type DetectorSettingsInit,
  type Finding,
  type FindingChange,
  type Observation,
  Sequencer,
} from "@dhcpkit/kafka/detectors";
import type { Microseconds } from "@dhcpkit/kafka/store";
import type { SeededRandom } from "../vectors/random.ts";
import { HOUR, START, TOPIC } from "./_exchange.ts";

/** What came of a topic. */
export interface Detected {
  readonly changes: readonly FindingChange[];
  /** The last state of each finding. */
  readonly findings: readonly Finding[];
  readonly detection: Detection;
  readonly sequencer: Sequencer;
}

/** Reads partitions through a sequencer into a detection, in the order in which `next` takes from them. */
export function detect(
  partitions: readonly (readonly Observation[])[],
  settings: DetectorSettingsInit = {},
  order: Iterable<Observation> = oneByOne(partitions),
  end: Microseconds = START + 24 * HOUR,
): Detected {
  const detection = new Detection(settings), changes: FindingChange[] = [];
  const sequencer = new Sequencer({ onLate: (observation) => detection.observeLate(observation) });
  partitions.forEach((_, partition) => sequencer.expect(TOPIC, partition));
  const take = (observations: readonly Observation[]) => {
    for (const observation of observations) changes.push(...detection.observe(observation));
  };
  for (const observation of order) take(sequencer.add(observation));
  take(sequencer.drain());
  changes.push(...detection.advance(end));
  const findings = new Map(changes.map(({ finding }) => [finding.id, finding]));
  return { changes, findings: [...findings.values()], detection, sequencer };
}

/** All partitions at the same pace. */
export function* oneByOne(partitions: readonly (readonly Observation[])[]): Generator<Observation> {
  yield* partitions.flat().sort((a, b) => a.recordedAt! - b.recordedAt!);
}

/** Some records of one partition, then some of another, none further ahead of the others than `apart`. */
export function* inTurns(
  partitions: readonly (readonly Observation[])[],
  random: SeededRandom,
  apart: Microseconds,
): Generator<Observation> {
  const places = partitions.map(() => 0);
  const timeOf = (partition: number) => partitions[partition][places[partition]]?.recordedAt ?? Infinity;
  for (;;) {
    const slowest = Math.min(...places.map((_, partition) => timeOf(partition)));
    if (slowest === Infinity) return;
    const ready = places.map((_, partition) => partition).filter((partition) => timeOf(partition) <= slowest + apart);
    const partition = random.pick(ready);
    for (let left = 1 + random.below(200); left > 0 && timeOf(partition) <= slowest + apart; left--) {
      yield partitions[partition][places[partition]++];
    }
  }
}
