import { assert, assertEquals } from "@std/assert";
import { Detection, type DetectorSettingsInit, type Finding, type FindingChange } from "@dhcpkit/kafka/detectors";
import { detect } from "./_detect.ts";
import { HOUR, MINUTE, SECOND, START } from "./_exchange.ts";
import { SimulatedNetwork } from "./_network.ts";

/** A server that gets a request each second, of ten clients; `isAnswered` tells what becomes of them. */
function requests(until: number, isAnswered: (second: number) => boolean): SimulatedNetwork {
  const network = new SimulatedNetwork(), clients = Array.from({ length: 10 }, () => network.client());
  for (let second = 0; second < until; second++) {
    const told = {
      at: START + second * SECOND,
      server: "dhcp01",
      client: clients[second % 10],
      request: "Solicit",
    } as const;
    network.exchange(isAnswered(second) ? { ...told, response: "Advertise" } : told);
  }
  return network;
}

function changesOf(network: SimulatedNetwork, settings: DetectorSettingsInit = {}): readonly FindingChange[] {
  const { changes } = detect(network.partitions(), settings, undefined, START + 3 * HOUR);
  return changes.filter(({ finding }) => finding.detector === "no-answer");
}

const minutes = (at: number) => Math.round((at - START) / MINUTE);

Deno.test("a finding opens, grows and recovers when nothing was seen for its time", () => {
  const changes = changesOf(requests(1800, (second) => second < 600 || second >= 900));
  const kinds = changes.map(({ kind }) => kind);
  assertEquals([kinds[0], kinds.at(-1), new Set(kinds.slice(1, -1))], ["opened", "recovered", new Set(["updated"])]);
  const last = changes.at(-1)!.finding;
  assertEquals(last.count, 300, "each request without an answer is counted once");
  assertEquals(last.since, START + 600 * SECOND, "when it began, not when it was enough");
  assertEquals(last.until! - last.lastSeen, 300 * SECOND);
});

Deno.test("a share between the threshold and its half neither opens a finding nor ends one", () => {
  assertEquals(changesOf(requests(1800, (second) => second % 7 !== 0)), []);
  const changes = changesOf(requests(3000, (second) => second < 600 ? second % 3 !== 0 : second % 7 !== 0));
  assertEquals(changes.filter(({ kind }) => kind !== "updated").map(({ kind }) => kind), ["opened", "recovered"]);
  assert(minutes(changes.at(-1)!.finding.lastSeen) >= 49, "it lasted until the end");
});

Deno.test("trouble that is back within an hour is the same finding, later it is another one", () => {
  const isAnswered = (second: number) => second % 3000 >= 300 || second > 9000;
  const soon = changesOf(requests(5000, isAnswered));
  assertEquals(soon.filter(({ kind }) => kind !== "updated").map(({ kind }) => kind), [
    "opened",
    "recovered",
    "reopened",
    "recovered",
  ]);
  assertEquals(new Set(soon.map(({ finding }) => finding.id)).size, 1);
  assertEquals(soon.at(-1)!.finding.reopened, 1);
  const later = changesOf(requests(5000, isAnswered), { common: { reopenWithin: 60 } });
  assertEquals(new Set(later.map(({ finding }) => finding.id)).size, 2);
});

Deno.test("evidence is the first and the last transactions, however many there are", () => {
  const { finding } = changesOf(requests(1800, (second) => second < 600 || second >= 900)).at(-1)!;
  const times = finding.evidence.map(({ receivedAt }) => receivedAt);
  assertEquals(times.length, 10);
  assertEquals(times.toSorted((a, b) => a - b), times);
  assert(minutes(times[0]) <= 11 && minutes(times[9]) >= 14);
  assert(finding.evidence.every(({ client, place }) => client.duid.length === 20 && place.topic !== ""));
});

Deno.test("a finding keeps the worst severity that it had", () => {
  const changes = changesOf(
    requests(3000, (second) => second < 600 ? second % 2 === 0 : second >= 1200 && second % 2 === 0),
  );
  const severities = changes.map(({ finding }) => finding.severity);
  assertEquals([severities[0], severities.at(-1)], ["warning", "failing"]);
});

Deno.test("one detector has a bounded number of findings, and counts the rest", () => {
  const network = new SimulatedNetwork();
  for (let i = 0; i < 20; i++) {
    const client = network.client();
    for (let j = 0; j < 40; j++) {
      network.exchange({ at: START + i * SECOND + j * 150_000, server: "a", client, request: "Solicit" });
    }
  }
  const { detection } = detect(network.partitions(), { common: { findings: 5 } }, undefined, START + MINUTE);
  const storms = detection.open().filter(({ detector }: Finding) => detector === "solicit-storm");
  assertEquals(storms.length, 5);
  assert(detection.stats.suppressed > 0);
});

Deno.test("clients that have no room are forgotten and counted", () => {
  const network = new SimulatedNetwork();
  for (let i = 0; i < 100; i++) {
    network.exchange({ at: START + i * SECOND, server: "a", client: network.client(), request: "Solicit" });
  }
  const { detection } = detect(network.partitions(), { common: { clients: 20 } });
  const { clients, ports, evicted } = detection.stats;
  assert(clients <= 20 && ports <= 20 && evicted >= 160, JSON.stringify({ clients, ports, evicted }));
});

Deno.test("a pause of a century takes no time", () => {
  const network = new SimulatedNetwork(), detection = new Detection();
  network.exchange({ at: START, server: "a", client: network.client(), request: "Solicit" });
  for (const observation of network.partitions().flat()) detection.observe(observation);
  const start = performance.now();
  assertEquals(detection.advance(START + 876_000 * HOUR), []);
  assert(performance.now() - start < 2000);
});
