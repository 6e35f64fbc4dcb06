import { type DetectorSettingsInit, type Finding, findingText } from "@dhcpkit/kafka/detectors";
import type { Microseconds } from "@dhcpkit/kafka/store";
import { detect } from "./_detect.ts";
import type { SimulatedNetwork } from "./_network.ts";

/** What a detector finds in a network, each finding in its last state. */
export function found(
  network: SimulatedNetwork,
  detector: string,
  settings: DetectorSettingsInit = {},
  end?: Microseconds,
): Finding[] {
  const { findings } = detect(network.partitions(), settings, undefined, end);
  return findings.filter((finding) => finding.detector === detector);
}

/** The same as sentences. */
export function foundTexts(...args: Parameters<typeof found>): string[] {
  return found(...args).map((finding) => findingText(finding).what);
}
