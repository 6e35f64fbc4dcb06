import type { StoredFinding, WrittenFinding } from "../store/mod.ts";
import { type KeptReference, keptReference, referenceOf } from "./_kept_reference.ts";
import { type Finding, subjectKey } from "./finding.ts";

/** What of a finding a store has no column for. */
type Detail = Pick<Finding, "subject" | "measures" | "reopened"> & { readonly evidence: readonly KeptReference[] };

/**
 * A finding as a store keeps it; {@linkcode findingOf} gives it back.
 *
 * @example
 * ```ts
 * import { type Finding, findingOf, storedFinding } from "@dhcpkit/kafka/detectors";
 * import { assertEquals } from "@std/assert";
 *
 * const finding: Finding = {
 *   id: "silent-server-1",
 *   detector: "silent-server",
 *   severity: "failing",
 *   subject: { kind: "server", server: "dhcp02" },
 *   since: 1_700_000_000_000_000,
 *   lastSeen: 1_700_000_060_000_000,
 *   until: undefined,
 *   reopened: 0,
 *   measures: [{ name: "silence", value: 60, unit: "s" }],
 *   count: 1,
 *   evidence: [],
 * };
 * assertEquals(findingOf(storedFinding(finding)), finding);
 * ```
 */
export function storedFinding(finding: Finding): WrittenFinding {
  const { id, detector, severity, subject, since, lastSeen, until, measures, reopened, count, evidence } = finding;
  const detail: Detail = {
    ...{ subject, measures, reopened },
    evidence: evidence.map(keptReference),
  };
  return {
    ...{ id, detector, severity, since, lastSeen, until },
    subjectKind: subject.kind,
    subject: subjectKey(subject),
    occurrences: count,
    detail: JSON.stringify(detail),
    evidence: evidence.map(({ place, receivedAt, server }) => ({ place, receivedAt, server })),
  };
}

/** The finding that a store kept. Throws `SyntaxError` when what the store has is none. */
export function findingOf({ subjectKind: _, occurrences, detail, severity, ...stored }: StoredFinding): Finding {
  const { subject, measures, reopened, evidence } = JSON.parse(detail) as Partial<Detail> ?? {};
  if (!subject || !measures || !evidence || (severity !== "warning" && severity !== "failing")) {
    throw new SyntaxError(`${stored.id} is no finding: ${detail.slice(0, 100)}`);
  }
  return {
    ...{ id: stored.id, detector: stored.detector, severity, subject },
    ...{ since: stored.since, lastSeen: stored.lastSeen, until: stored.until },
    ...{ reopened: reopened ?? 0, measures, count: occurrences },
    evidence: evidence.map(referenceOf),
  };
}
