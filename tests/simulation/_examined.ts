import { assertEquals } from "@std/assert";
import { Detection, type Finding, type FindingChange, type Observation, Sequencer } from "@dhcpkit/kafka/detectors";
import { readTransaction } from "@dhcpkit/kafka/store";
import { simulatedDetectorSettings, simulatedLateness } from "../../src/simulation/detector_settings.ts";
import type { Label } from "../../src/simulation/fault.ts";
import type { Rehearsal } from "./_rehearsal.ts";

/** What detectors with the settings of the simulation say of it, each finding when it was opened. */
export function examined({ records }: Rehearsal): FindingChange[] {
  const detection = new Detection(simulatedDetectorSettings), changes: FindingChange[] = [];
  const onLate = (observation: Observation) => detection.observeLate(observation);
  const sequencer = new Sequencer({ lateness: simulatedLateness, onLate });
  const take = (observations: ReturnType<Sequencer["add"]>) => {
    changes.push(...observations.flatMap((observation) => detection.observe(observation)));
  };
  for (const [offset, { value, recordedAt }] of records.entries()) {
    const place = { topic: "dhcpkit.demo", partition: 0, offset: BigInt(offset) };
    take(sequencer.add({ transaction: readTransaction(value, place, recordedAt), recordedAt }));
  }
  assertEquals(sequencer.stats.late, 0);
  take(sequencer.drain());
  return changes.filter(({ kind }) => kind === "opened");
}

/** Whether the finding is that of the label: its subject has everything that the label names. */
export function isOf(finding: Finding, { detector, subject }: Label): boolean {
  return finding.detector === detector && has(finding.subject, subject);
}

function has(value: unknown, wanted: unknown): boolean {
  if (typeof wanted !== "object" || wanted === null) return value === wanted;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(wanted).every(([name, part]) => has((value as Record<string, unknown>)[name], part));
}
