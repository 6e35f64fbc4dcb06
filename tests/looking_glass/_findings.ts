import { toHex } from "../../src/wire/mod.ts";
import {
  type ClientReference,
  type Finding,
  type Measure,
  storedFinding,
  type TransactionReference,
} from "@dhcpkit/kafka/detectors";
import type { ClientIdentity, NewTransaction, StoredFinding } from "@dhcpkit/kafka/store";
import { client, lease, SECOND, T0 } from "../store/_transactions.ts";

/** What findings of the tests are made of: some last, some are over, one has an attack for a subject. */
export function storedFindings(transactions: readonly NewTransaction[], hostile: ClientIdentity): StoredFinding[] {
  const [first, renewed, , , refused] = transactions, { interfaceId, remoteId } = reference(hostile);
  const pool = measures(["share", 62.5, "%", 5], ["clients", 12, "count", 3], ["window", 600, "s"], [
    "all",
    40,
    "count",
  ], [
    "concerned",
    25,
    "count",
  ]);
  const findings: readonly Finding[] = [
    finding("no-prefixes", 5, {
      severity: "failing",
      subject: { kind: "server", server: "dhcp02" },
      measures: pool,
      count: 1204,
      evidence: [refused, renewed].map(evidenceOf).concat(gone(refused)),
    }),
    finding("slow-answer", 0, {
      subject: { kind: "server", server: "dhcp01" },
      measures: measures(["share", 7, "%", 5], ["slow", 1, "s"], ["p99", 2.1, "s", 1.75], ["usual-p99", 0.35, "s"]),
      reopened: 2,
      until: T0 + 30 * SECOND,
      evidence: [evidenceOf(first)],
    }),
    finding("no-binding-loop", 4, {
      severity: "failing",
      subject: { kind: "client", client: reference(client("b")) },
      measures: measures(["times", 6, "count", 5], ["window", 600, "s"]),
      evidence: [evidenceOf(refused)],
    }),
    finding("zero-lifetime-renew", 3, {
      subject: { kind: "lease", lease: lease("2001:db8:1000::/56"), client: reference(client("b")) },
      measures: measures(["asked-zero", 1, "count"]),
    }),
    finding("duids-on-port", 2, {
      subject: { kind: "port", interfaceId, remoteId, linkAddress: "" },
      measures: measures(["duids", 9, "count", 4], ["window", 3600, "s"]),
    }),
    finding("duid-burst", 1, {
      subject: { kind: "relay", linkAddress: "2001:db8:0:1::1", peerAddress: "fe80::1" },
      measures: measures(["new", 40, "count", 20], ["usual", 2, "count"], ["window", 60, "s"]),
    }),
    finding("two-servers", 1, {
      subject: { kind: "servers", servers: ["dhcp01", "dhcp02"] },
      measures: measures(["share", 100, "%", 50], ["all", 9, "count", 5]),
      until: T0 + 40 * SECOND,
    }),
    finding("from-the-future", 1, { subject: { kind: "network" } }),
  ];
  const broken = { ...storedFinding(findings[0]), id: "broken", detail: "{}" };
  return [...findings.map(storedFinding), broken];
}

/** A finding that began at a second, and was seen ten seconds later. */
export function finding(detector: string, second: number, told: Partial<Finding>): Finding {
  const since = T0 + second * SECOND;
  return {
    ...{ id: `${detector}-1`, detector, severity: "warning", subject: { kind: "network" }, since },
    ...{ lastSeen: since + 10 * SECOND, until: undefined, reopened: 0, measures: [], count: 3, evidence: [] },
    ...told,
  };
}

function measures(...all: readonly (readonly [string, number, Measure["unit"], number?])[]): Measure[] {
  return all.map(([name, value, unit, threshold]) => ({
    ...{ name, value, unit },
    ...(threshold === undefined ? {} : { threshold }),
  }));
}

function reference({ duid, interfaceId, remoteId }: ClientIdentity): ClientReference {
  return { duid: toHex(duid), interfaceId: toHex(interfaceId), remoteId: toHex(remoteId) };
}

/** The parameters of the page of a client's port. */
export function portOf(identity: ClientIdentity): Record<string, string> {
  const { interfaceId, remoteId } = reference(identity);
  return { "interface-id": interfaceId, "remote-id": remoteId };
}

function evidenceOf({ place, receivedAt, server, client }: NewTransaction): TransactionReference {
  return { place, receivedAt, server, client: reference(client) };
}

/** A transaction of the same server and time that was swept. */
function gone(transaction: NewTransaction): TransactionReference {
  const evidence = evidenceOf(transaction);
  return { ...evidence, place: { ...evidence.place, offset: 999_999n } };
}
