import { assertEquals } from "@std/assert";
import { collectorReadiness, publisherReadiness } from "@dhcpkit/kafka/metrics";
import { Publisher } from "@dhcpkit/kafka/publisher";
import type { SourceHealth } from "@dhcpkit/kafka/collector";
import { FakeTransport } from "../publisher/_fake_transport.ts";

const NOW = 1_000_000, FINE = { problem: undefined };
const READING: SourceHealth = { state: "reading", fetchedAt: NOW - 1000, heartbeatAt: NOW - 1000, assigned: [0] };
const ago = (seconds: number) => NOW - seconds * 1000;

const CASES: readonly [what: string, health: Partial<SourceHealth>, problems: readonly string[]][] = [
  ["one that fetches is ready", {}, []],
  ["one that fetched 30 seconds ago is ready", { fetchedAt: ago(30) }, []],
  ["one that fetched longer ago is not", { fetchedAt: ago(31) }, ["nothing was fetched for 31 s"]],
  ["one that has partitions and has fetched nothing is not", { fetchedAt: undefined }, ["nothing was fetched yet"]],
  ["one without heartbeats, where there are none, is ready", { heartbeatAt: undefined }, []],
  [
    "one whose heartbeats have stopped is not",
    { heartbeatAt: ago(45) },
    ["the consumer group took no heartbeat for 45 s"],
  ],
  ["a member without partitions that never fetched is ready", { fetchedAt: undefined, assigned: [] }, []],
  ["a member without partitions that fetched long ago is ready", { fetchedAt: ago(500), assigned: [] }, []],
  [
    "a member without partitions whose heartbeats have stopped is not",
    { fetchedAt: undefined, assigned: [], heartbeatAt: ago(31) },
    ["the consumer group took no heartbeat for 31 s"],
  ],
  [
    "one that has never been a member is not",
    { state: "joining", fetchedAt: undefined, heartbeatAt: undefined, assigned: [] },
    ["this is no member of the consumer group yet"],
  ],
  ["one that joins anew is ready for a while", { state: "joining", assigned: [] }, []],
  [
    "a member without partitions that joins anew is ready for a while",
    { state: "joining", assigned: [], fetchedAt: undefined },
    [],
  ],
  [
    "one that joins anew for too long is not",
    { state: "joining", assigned: [], fetchedAt: ago(40), heartbeatAt: ago(50) },
    [
      "the consumer group took no heartbeat for 50 s",
      "the consumer group has given out no partitions for 40 s",
    ],
  ],
  ["one that reads nothing is not", { state: "idle" }, ["nothing is being read"]],
];

for (const [what, health, problems] of CASES) {
  Deno.test(`of collectors, ${what}`, () => {
    const verdict = collectorReadiness({ ...READING, ...health }, FINE, NOW);
    assertEquals(verdict, { ok: problems.length === 0, problems: [...problems] });
  });
}

Deno.test("a collector whose store refused the last write is not ready, whatever its source does", () => {
  assertEquals(collectorReadiness(READING, { problem: "disk full" }, NOW), {
    ok: false,
    problems: ["the last write to the store failed: disk full"],
  });
  const { problems } = collectorReadiness({ ...READING, state: "idle" }, { problem: "disk full" }, NOW);
  assertEquals(problems.length, 2);
});

Deno.test("how long a collector may be silent can be set", () => {
  const health = { ...READING, fetchedAt: ago(6) };
  assertEquals(collectorReadiness(health, FINE, NOW, { silenceSeconds: 5 }).ok, false);
  assertEquals(collectorReadiness(health, FINE, NOW, { silenceSeconds: 7 }).ok, true);
});

Deno.test("a server is ready while its publisher is not well, and tells that", () => {
  const { stats } = new Publisher({ transport: new FakeTransport() });
  const connected = { topicName: "a", stats: { ...stats, state: "connected" as const } };
  assertEquals(publisherReadiness([connected]), { ok: true, problems: [] });
  const ill = {
    topicName: "b",
    stats: { ...stats, state: "disconnected" as const, queued: 2, spooled: 3, problems: { disk: "disk full" } },
  };
  assertEquals(publisherReadiness([connected, ill, { stats }]), {
    ok: true,
    problems: ["b: disconnected, 5 records wait", "b: disk full", "idle, 0 records wait"],
  });
});
