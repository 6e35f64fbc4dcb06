/**
 * Finds trouble in transactions, with what proves it: slow and silent servers, exhausted pools, clients in loops.
 *
 * A {@linkcode Sequencer} brings transactions into the order of their time, a {@linkcode Detection} looks at them and tells what became
 * of its {@linkcode Finding}s, {@linkcode findingText} says it to people. Nothing here reads a clock or opens anything, and the same
 * transactions give the same findings, as they come or years later.
 *
 * @example
 * ```ts
 * import { Detection, findingText, type Observation, Sequencer } from "@dhcpkit/kafka/detectors";
 *
 * const sequencer = new Sequencer(), detection = new Detection();
 * function take(observation: Observation) {
 *   for (const next of sequencer.add(observation)) {
 *     for (const { kind, finding } of detection.observe(next)) console.log(kind, findingText(finding).what);
 *   }
 * }
 * ```
 *
 * @module
 */
export { compareObservations, eventTime, type Observation, type TransactionIdentity } from "./observation.ts";
export type { PartitionMarks } from "./_partition_reached.ts";
export { storedObservation } from "./stored_observation.ts";
export { Sequencer, type SequencerInit, type SequencerMarks, type SequencerStats } from "./sequencer.ts";
export { Detection, type DetectionStats } from "./detection.ts";
export {
  commonDefaults,
  type DetectorSettings,
  detectorSettings,
  type DetectorSettingsInit,
} from "./detector_settings.ts";
export type { CommonSettings, NumberSetting, PortIdentity } from "./detector_setting.ts";
export { type DetectorDescription, detectorDescriptions } from "./detector_descriptions.ts";
export {
  type ClientReference,
  type Finding,
  type FindingChange,
  type FindingSeverity,
  type FindingSubject,
  type Measure,
  measureOf,
  type MeasureUnit,
  subjectKey,
  type TransactionReference,
} from "./finding.ts";
export { type FindingText, findingText } from "./finding_text.ts";
export { findingJson } from "./finding_json.ts";
export { findingOf, type ResumedFinding, storedFinding, type Told } from "./stored_finding.ts";
