import { assert, assertEquals } from "@std/assert";
import { detectorDescriptions, type Finding, findingText } from "@dhcpkit/kafka/detectors";
import { detect } from "./_detect.ts";
import { faultyDay, type Label, SETTINGS } from "./_faulty_day.ts";

Deno.test("every fault of a faulty day is found by its detector, and nothing else is", () => {
  const { network, labels } = faultyDay(300), { findings } = detect(network.partitions(), SETTINGS);
  const rows = detectorDescriptions.map(({ id }) => {
    const wanted = labels.filter(({ detector }) => detector === id),
      found = findings.filter(({ detector }) => detector === id);
    const right = found.filter((finding) => wanted.some((label) => isOf(finding, label)));
    const met = wanted.filter((label) => found.some((finding) => isOf(finding, label)));
    return {
      detector: id,
      labels: wanted.length,
      found: found.length,
      precision: right.length / found.length,
      recall: met.length / wanted.length,
    };
  });
  console.table(rows);
  const wrong = findings.filter((finding) => !labels.some((label) => isOf(finding, label)));
  assertEquals(wrong.map((finding) => findingText(finding).what), []);
  assertEquals(rows.filter(({ precision, recall }) => precision !== 1 || recall !== 1), []);
  assert(rows.every((row) => row.labels > 0), "every detector has a fault");
});

/** Whether the finding is that of the label: its subject has everything that the label names. */
function isOf(finding: Finding, { detector, subject }: Label): boolean {
  return finding.detector === detector && has(finding.subject, subject);
}

function has(value: unknown, wanted: unknown): boolean {
  if (typeof wanted !== "object" || wanted === null) return value === wanted;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(wanted).every(([name, part]) => has((value as Record<string, unknown>)[name], part));
}
