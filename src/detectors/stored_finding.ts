import type { Microseconds, StoredFinding, WrittenFinding } from "../store/mod.ts";
import { type KeptReference, keptReference, referenceOf } from "./_kept_reference.ts";
import { type Finding, type FindingSeverity, subjectKey } from "./finding.ts";

/** What of a finding a store has no column for. */
type Detail = Pick<Finding, "subject" | "measures" | "reopened"> & {
  readonly evidence: readonly KeptReference[];
  readonly told?: Told;
};

/** What somebody was told of a finding last. */
export interface Told {
  /** That it lasts, or that it is over. */
  readonly kind: "opened" | "recovered";
  /** When it was told of as lasting the last time, in the time of transactions. */
  readonly at: Microseconds;
  /** How bad it was by then. */
  readonly severity: FindingSeverity;
}

/** A finding with what was told of it. */
export interface ResumedFinding extends Finding {
  /** What was told of it, where that is known. */
  readonly told?: Told | undefined;
}

/**
 * A finding as a store keeps it, with what was told of it; {@linkcode findingOf} gives it back.
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
export function storedFinding(finding: ResumedFinding): WrittenFinding {
  const { id, detector, severity, subject, since, lastSeen, until, measures, reopened, count, evidence, told } =
    finding;
  const detail: Detail = {
    ...{ subject, measures, reopened },
    evidence: evidence.map(keptReference),
    ...(told === undefined ? {} : { told }),
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
export function findingOf({ subjectKind: _, occurrences, detail, severity, ...stored }: StoredFinding): ResumedFinding {
  const { subject, measures, reopened, evidence, told } = JSON.parse(detail) as Partial<Detail> ?? {};
  if (!subject || !measures || !evidence || (severity !== "warning" && severity !== "failing")) {
    throw new SyntaxError(`${stored.id} is no finding: ${detail.slice(0, 100)}`);
  }
  return {
    ...{ id: stored.id, detector: stored.detector, severity, subject },
    ...{ since: stored.since, lastSeen: stored.lastSeen, until: stored.until },
    ...{ reopened: reopened ?? 0, measures, count: occurrences },
    evidence: evidence.map(referenceOf),
    ...(told === undefined ? {} : { told }),
  };
}
