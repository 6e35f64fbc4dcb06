import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  Detection,
  type DetectorSettingsInit,
  type FindingChange,
  findingJson,
  type Observation,
} from "@dhcpkit/kafka/detectors";
import { SeededRandom } from "../vectors/random.ts";
import { HOUR, MINUTE, SECOND, START } from "./_exchange.ts";
import { faultyDay, SETTINGS } from "./_faulty_day.ts";
import { prefixOf, SimulatedNetwork } from "./_network.ts";

function inOrder(network: SimulatedNetwork): Observation[] {
  return network.partitions().flat().sort((a, b) => a.transaction.receivedAt - b.transaction.receivedAt);
}

/** A detection that goes on from what another one knew, as JSON keeps it. */
async function revived(detection: Detection, settings: DetectorSettingsInit): Promise<Detection> {
  const next = new Detection(settings);
  await next.load([...detection.save()].map((piece) => JSON.parse(JSON.stringify(piece))));
  return next;
}

/** Everything that is told; what is known is kept and taken up after so many transactions each. */
async function told(
  observations: readonly Observation[],
  settings: DetectorSettingsInit,
  every: () => number,
): Promise<string[]> {
  const changes: FindingChange[] = [];
  let detection = new Detection(settings), left = every();
  for (const observation of observations) {
    changes.push(...detection.observe(observation));
    if (left-- > 0) continue;
    detection = await revived(detection, settings);
    left = every();
  }
  changes.push(...detection.advance(observations.at(-1)!.transaction.receivedAt + 24 * HOUR));
  return changes.map(({ kind, at, finding }) => JSON.stringify({ kind, at, finding: findingJson(finding) }));
}

Deno.test("what is known outlives an end at any time: every fault is told of as without it", async () => {
  const observations = inOrder(faultyDay(20).network);
  const usual = await told(observations, SETTINGS, () => Infinity);
  assert(usual.length > 40, String(usual.length));
  for (const seed of [1, 2]) {
    const random = new SeededRandom(seed);
    assertEquals(await told(observations, SETTINGS, () => random.below(4000)), usual, `seed ${seed}`);
  }
  const few = { ...SETTINGS, common: { ...SETTINGS.common, clients: 30, servers: 4, findings: 3 } };
  const random = new SeededRandom(4);
  assertEquals(await told(observations, few, () => random.below(4000)), await told(observations, few, () => Infinity));
});

Deno.test("what takes a day to learn is known after an end: servers that are unknown, and bursts of new clients", async () => {
  const network = new SimulatedNetwork(), clients = Array.from({ length: 5 }, () => network.client());
  const given = { prefix: prefixOf(clients[0]), t1: 1800, t2: 2880 }, asked = {};
  for (let minute = 0; minute < 34 * 60; minute += 5) {
    const at = START + minute * MINUTE, client = clients[minute / 5 % 5];
    network.exchange({ at, server: "dhcp01", client, request: "Solicit", response: "Advertise", asked, given });
    if (minute < 25 * 60) continue;
    network.exchange({ at: at + SECOND, server: "dhcp01", client, request: "Request", named: "rogue", asked });
    network.exchange({ at: at + 2 * SECOND, server: "other", client, request: "Request", response: "Reply", asked });
  }
  for (let i = 0; i < 400; i++) {
    const client = network.client({ relay: 9 }), at = START + 19 * HOUR + i * SECOND / 2;
    network.exchange({ at, server: "dhcp01", client, request: "Solicit", response: "Advertise", asked, given });
  }
  const observations = inOrder(network), usual = await told(observations, {}, () => Infinity);
  assertEquals(usual.filter((one) => one.includes(`"opened"`)).map((one) => JSON.parse(one).finding.detector), [
    ...["duid-burst", "unknown-server", "unknown-server"],
  ]);
  assertEquals(await told(observations, {}, () => 50), usual);
});

Deno.test("thresholds may be others afterwards, and detectors on or off", async () => {
  const observations = inOrder(faultyDay(20).network), half = observations.length / 2;
  const first = new Detection(SETTINGS);
  for (const observation of observations.slice(0, half)) first.observe(observation);
  assert(first.open().some(({ detector }) => detector === "clock-skew"));
  const next = await revived(first, {
    common: { clients: 100, servers: 3 },
    off: ["clock-skew"],
    thresholds: { "no-answer": { window: 60 }, "slow-answer": { window: 900 }, "duid-burst": { window: 20 } },
  });
  assert(next.open().length > 0 && !next.open().some(({ detector }) => detector === "clock-skew"));
  for (const observation of observations.slice(half)) next.observe(observation);
  assertEquals((await revived(await revived(first, { off: ["slow-answer"] }), {})).open().length, first.open().length);
});

Deno.test("what another version kept, or what tells ports apart otherwise, is refused", async () => {
  const kept = [...new Detection().save()] as [string, Record<string, unknown>][];
  await assertRejects(
    () => new Detection({ common: { port: "remote-id" } }).load(kept),
    SyntaxError,
    "has ports by both",
  );
  const [[, head], ...rest] = kept;
  await assertRejects(
    () => new Detection().load([["head", { ...head, version: 0 }], ...rest]),
    SyntaxError,
    "is of version 0",
  );
  await assertRejects(
    () => new Detection().load(rest.length === 0 ? [["client", []]] : rest),
    SyntaxError,
    "no beginning",
  );
  await assertRejects(() => new Detection().load([]), SyntaxError, "nothing was kept");
});

Deno.test("without what was kept, a server that was found unknown is not learned, whether it answers or is addressed", () => {
  for (const answers of [true, false]) {
    const network = new SimulatedNetwork(), clients = [network.client(), network.client()], asked = {};
    for (let minute = 0; minute < 600; minute += 10) {
      const at = START + minute * MINUTE, client = clients[minute / 10 % 2];
      const told = { at, client, request: "Request", asked } as const;
      if (answers) network.exchange({ ...told, server: "rogue", response: "Reply" });
      else network.exchange({ ...told, server: "dhcp01", named: "rogue" });
    }
    const observations = inOrder(network), first = new Detection({ thresholds: { "unknown-server": { learning: 0 } } });
    for (const observation of observations.slice(0, 30)) first.observe(observation);
    const open = first.open().filter(({ detector }) => detector === "unknown-server"), next = new Detection();
    assertEquals(open.length, 1);
    next.resume(open, START);
    const changes = observations.flatMap((observation) => next.observe(observation));
    assertEquals(changes.filter(({ kind, finding }) => kind !== "updated" && finding.id === open[0].id), []);
    const last = next.open().find(({ id }) => id === open[0].id)!;
    assertEquals([last.count, last.lastSeen], [60 - (answers ? 0 : 1), observations.at(-1)!.transaction.receivedAt]);
  }
});
