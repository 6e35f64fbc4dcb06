import { assertEquals, assertThrows } from "@std/assert";
import { type Finding, findingOf, type FindingSubject, findingText, storedFinding } from "@dhcpkit/kafka/detectors";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";

const client = { duid: "000300013431c43cb2f1", interfaceId: "4661322f33", remoteId: "0000000930" };
const SUBJECTS: readonly FindingSubject[] = [
  { kind: "client", client },
  { kind: "port", interfaceId: "4661322f33", remoteId: "", linkAddress: "2001:db8::1" },
  { kind: "server", server: "dhcp01 <script>" },
  { kind: "servers", servers: ["dhcp01", "dhcp02"] },
  { kind: "server-duid", duid: "0003000102005e100001" },
  { kind: "relay", linkAddress: "2001:db8::1", peerAddress: "fe80::1" },
  { kind: "lease", lease: "20010db8ffccfe00000000000000000038", client },
  { kind: "network" },
];

function finding(subject: FindingSubject): Finding {
  return {
    id: `test ${subject.kind}`,
    detector: "prefix-flap",
    severity: "warning",
    subject,
    since: 1_700_000_000_000_000,
    lastSeen: 1_700_000_060_000_000,
    until: subject.kind === "network" ? undefined : 1_700_000_090_000_000,
    reopened: 2,
    measures: [{ name: "prefixes", value: 4, unit: "count", threshold: 3 }],
    count: 12,
    evidence: [{
      place: { topic: "dhcpkit.messages", partition: 3, offset: 2n ** 63n - 1n },
      receivedAt: 1_700_000_000_000_000,
      server: "dhcp01",
      client,
    }],
  };
}

for (const subject of SUBJECTS) {
  Deno.test(`a finding about a ${subject.kind} comes out of a store as it was, and says the same`, async () => {
    const found = finding(subject);
    await using store = await sqliteStore(":memory:");
    await store.writeFindings([storedFinding(found)]);
    const back = findingOf((await store.finding(found.id))!);
    assertEquals(back, found);
    assertEquals(findingText(back), findingText(found));
  });
}

Deno.test("what is no finding is refused by name", () => {
  const stored = storedFinding(finding({ kind: "network" }));
  for (const detail of ["", "null", "{}", "[]", "1"]) {
    assertThrows(() => findingOf({ ...stored, detail }), SyntaxError);
  }
  assertThrows(() => findingOf({ ...stored, severity: "red" }), SyntaxError, "test network is no finding");
});
