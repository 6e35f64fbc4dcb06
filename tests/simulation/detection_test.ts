import { assert, assertEquals } from "@std/assert";
import { detectorDescriptions, findingText } from "@dhcpkit/kafka/detectors";
import { faults } from "../../src/simulation/faults.ts";
import { provider } from "../../src/simulation/provider.ts";
import { examined, isOf } from "./_examined.ts";
import { rehearse } from "./_rehearsal.ts";

const CLIENTS = 300, MINUTE = 60;

for (const [seed, after] of [[1, 0], [2, 2.3], [3, 4.9], [4, 7.6], [77, 9.9]]) {
  Deno.test(`every fault of the network ${seed} is found by its detectors within a minute, and nothing else is`, async () => {
    const rehearsal = await rehearse({ seed, clients: CLIENTS }, MINUTE, { after }),
      { faults: active, labels } = rehearsal.provider;
    assertEquals(active.length, faults.length, "there are clients enough for all faults");
    const findings = examined(rehearsal).map(({ finding }) => finding);
    const rows = labels.map((label) => {
      const mine = findings.filter((finding) => isOf(finding, label));
      return { detector: label.detector, subject: String(label.subject.kind), found: mine.length };
    });
    assertEquals(rows.filter(({ found }) => found !== 1), []);
    const others = findings.filter((finding) => !labels.some((label) => isOf(finding, label)));
    assertEquals(others.map((finding) => findingText(finding).what), []);
  });
}

Deno.test("each fault alone is found, whatever else is right", async () => {
  for (const { id } of faults) {
    const rehearsal = await rehearse({ seed: 3, clients: 180, faults: [id] }, MINUTE), { labels } = rehearsal.provider;
    const found = examined(rehearsal).map(({ finding }) => finding);
    const missed = labels.filter((label) => !found.some((finding) => isOf(finding, label)));
    const others = found.filter((finding) => !labels.some((label) => isOf(finding, label)));
    assertEquals([id, missed, others.map((finding) => findingText(finding).what)], [id, [], []]);
  }
});

Deno.test("in a network without faults nothing is found", async () => {
  const rehearsal = await rehearse({ seed: 5, clients: CLIENTS, faults: [] }, 4 * MINUTE);
  assert(rehearsal.records.length > 5000);
  assertEquals(examined(rehearsal).map(({ finding }) => findingText(finding).what), []);
});

Deno.test("every detector has something to find", () => {
  const labelled = provider({ seed: 1, clients: CLIENTS }).labels.map(({ detector }) => detector);
  const without = detectorDescriptions.map(({ id }) => id).filter((id) => !labelled.includes(id));
  assertEquals(without, []);
});
