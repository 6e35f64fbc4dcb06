import type { StoredFinding } from "../store/mod.ts";
import { type clientJson, findingJson } from "./finding_json.ts";
import { type ClientReference, type Finding, type FindingSubject, subjectKey } from "./finding.ts";

/**
 * A finding as a store keeps it. Its detail is the JSON of {@linkcode findingJson}, texts included, and `evidence-times`: when the
 * transactions of its evidence were received, in microseconds. {@linkcode findingOf} makes the finding of it again.
 *
 * @example
 * ```ts
 * import { type Finding, findingOf, storedFinding } from "@dhcpkit/kafka/detectors";
 * import { assertEquals } from "@std/assert";
 *
 * const finding: Finding = {
 *   id: "silent-server-1", detector: "silent-server", severity: "failing", subject: { kind: "server", server: "dhcp02" },
 *   since: 0, lastSeen: 1, until: undefined, reopened: 0, count: 1, evidence: [], measures: [],
 * };
 * assertEquals(storedFinding(finding).subject, "dhcp02");
 * assertEquals(findingOf(storedFinding(finding)), finding);
 * ```
 */
export function storedFinding(finding: Finding): StoredFinding {
  const { id, detector, severity, subject, since, lastSeen, until, count, evidence } = finding;
  const times = evidence.map(({ receivedAt }) => receivedAt);
  return {
    ...{ id, detector, severity, subjectKind: subject.kind, subject: subjectName(subject) },
    ...{ since, lastSeen, until, occurrences: count },
    detail: JSON.stringify({ ...findingJson(finding), "evidence-times": times }),
  };
}

/** What a store calls a subject: a client by its DUID, a server by its name; the kind is told beside it. */
export function subjectName(subject: FindingSubject): string {
  const key = subjectKey(subject);
  return key === subject.kind ? "" : key.slice(subject.kind.length + 1);
}

/** The finding that a store keeps; `undefined` for what {@linkcode storedFinding} has not made. */
export function findingOf(stored: StoredFinding): Finding | undefined {
  try {
    const { id, detector, severity, since, lastSeen, until, occurrences } = stored;
    const { subject, reopened, measures, evidence, "evidence-times": times } = JSON.parse(stored.detail) as Detail;
    if (severity !== "warning" && severity !== "failing") return undefined;
    const finding: Finding = {
      ...{ id, detector, severity, subject: subjectOf(subject) },
      ...{ since, lastSeen, until, reopened: Number(reopened), count: occurrences },
      measures: measures.map((measure) => ({ ...measure })),
      evidence: evidence.map(({ topic, partition, offset, server, client }, i) => ({
        place: { topic, partition, offset: BigInt(offset) },
        receivedAt: times[i],
        server,
        client: clientOf(client),
      })),
    };
    // What names a subject that there is not cannot be told by its key.
    return subjectKey(finding.subject) === undefined ? undefined : finding;
  } catch {
    return undefined;
  }
}

/** What {@linkcode storedFinding} writes. */
interface Detail {
  readonly subject: Readonly<Record<string, unknown>>;
  readonly reopened: number;
  readonly measures: Finding["measures"];
  readonly evidence: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly offset: string;
    readonly server: string;
    readonly client: ReturnType<typeof clientJson>;
  }[];
  readonly "evidence-times": readonly number[];
}

function subjectOf(json: Readonly<Record<string, unknown>>): FindingSubject {
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [
      camel(name),
      name === "client" ? clientOf(value as ReturnType<typeof clientJson>) : value,
    ]),
  ) as unknown as FindingSubject;
}

function clientOf(json: ReturnType<typeof clientJson>): ClientReference {
  return { duid: json.duid, interfaceId: json["interface-id"], remoteId: json["remote-id"] };
}

function camel(name: string): string {
  return name.replace(/-[a-z]/g, ([, letter]) => letter.toUpperCase());
}
