import { type Finding, type Measure, storedFinding, type TransactionReference } from "@dhcpkit/kafka/detectors";
import type { TransactionStore } from "@dhcpkit/kafka/store";
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import { MIX_START } from "./_filled_store.ts";

/** How many findings, every how many of them lasts, and how many transactions show each. */
const FINDINGS = 20_000, OPEN_EACH = 50, EVIDENCE = 10;

/** What can be wrong with a client, and the numbers that one or the other of them tells. */
const DETECTORS = ["late-renew", "no-binding-loop", "prefix-flap", "solicit-storm", "unanswered-client"];
const MEASURES: readonly Measure[] = [
  { name: "times", value: 7, unit: "count" },
  { name: "late", value: 900, unit: "s", threshold: 60 },
  { name: "window", value: 600, unit: "s" },
];

/** The number of a finding, as text. */
export function findingId(number: number): string {
  return `client-${number % FINDINGS}`;
}

/** Adds findings of all detectors about clients, each shown by transactions that are there. Nothing is done where they are there. */
export async function addFindings(store: TransactionStore): Promise<void> {
  if (await store.finding(findingId(0)) !== undefined) return;
  const lastId = await store.lastTransactionId();
  for (let done = 0; done < FINDINGS; done += 1000) {
    const findings = await Promise.all(Array.from({ length: 1000 }, (_, i) => finding(store, done + i, lastId)));
    await store.writeFindings(findings.map(storedFinding));
  }
}

async function finding(store: TransactionStore, number: number, lastId: number): Promise<Finding> {
  const first = 1 + Math.floor(number / FINDINGS * (lastId - 2 * EVIDENCE));
  const evidence: TransactionReference[] = [];
  for (let id = first; id < first + EVIDENCE; id++) {
    const transaction = await store.transaction(id), client = transaction && await store.client(transaction.clientId);
    if (transaction === undefined || client === undefined) continue;
    const { place, receivedAt, server } = transaction;
    const { duid, interfaceId, remoteId } = client;
    evidence.push({
      place,
      receivedAt,
      server,
      client: { duid: toHex(duid), interfaceId: toHex(interfaceId), remoteId: toHex(remoteId) },
    });
  }
  const detector = DETECTORS[number % DETECTORS.length];
  const since = evidence[0]?.receivedAt ?? MIX_START, lastSeen = since + 600e6;
  return {
    ...{ id: findingId(number), detector, severity: number % 3 === 0 ? "failing" : "warning" },
    subject: { kind: "client", client: evidence[0].client },
    ...{ since, lastSeen, until: number % OPEN_EACH === 0 ? undefined : lastSeen },
    ...{ reopened: 0, measures: MEASURES, count: 100, evidence },
  };
}
