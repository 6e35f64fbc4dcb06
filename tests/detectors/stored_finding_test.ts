import { assert, assertEquals } from "@std/assert";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { findingJson, findingOf, storedFinding, subjectName } from "@dhcpkit/kafka/detectors";
import { detect } from "./_detect.ts";
import { faultyDay, SETTINGS } from "./_faulty_day.ts";

const { findings } = detect(faultyDay(20).network.partitions(), SETTINGS);

Deno.test("a store gives back every finding as it was, and tells it to who knows nothing of detectors", async () => {
  assert(new Set(findings.map(({ subject }) => subject.kind)).size >= 6, "many kinds of subjects");
  await using store = await sqliteStore(":memory:");
  await store.writeFindings(findings.map(storedFinding));
  for (const finding of findings) {
    const stored = (await store.finding(finding.id))!, { text } = JSON.parse(stored.detail);
    assertEquals(findingOf(stored), finding);
    assertEquals(text, findingJson(finding).text);
  }
});

Deno.test("findings are asked for by the names of servers and the DUIDs of clients", () => {
  const names = findings.map(({ subject }) => [subject.kind, subjectName(subject)]);
  assert(names.some(([kind, name]) => kind === "server" && name === "dhcp04"));
  for (const { subject } of findings) {
    if (subject.kind === "client") assertEquals(subjectName(subject), subject.client.duid);
  }
  assertEquals(subjectName({ kind: "network" }), "");
});

Deno.test("what is no finding of a detector is none", () => {
  const stored = storedFinding(findings[0]);
  const wrong = ["", "null", "{}", "[]", '{"subject":{"kind":"moon"},"measures":[],"evidence":[],"evidence-times":[]}'];
  for (const detail of wrong) assertEquals(findingOf({ ...stored, detail }), undefined, detail);
  assertEquals(findingOf({ ...stored, severity: "dreadful" }), undefined);
});
