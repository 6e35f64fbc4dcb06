import type { StoredAuditEntry } from "../audit.ts";
import type { FindingFilter, FindingKey, StoredFinding } from "../finding.ts";
import { textArray } from "./_columns.ts";
import { storedText } from "../stored_text.ts";
import type { Page } from "../transaction_store.ts";
import { Parameters, rowLimit, type RunQuery } from "./_reading.ts";

interface FindingRow extends Omit<StoredFinding, "subjectKind" | "lastSeen" | "until"> {
  readonly subject_kind: string;
  readonly last_seen: number;
  readonly until: number | null;
}

const FINDING = `id, detector, severity, subject_kind, subject, since, last_seen, until, occurrences, detail`;

/** A page of findings, the one that began last first. */
export async function readFindings(
  run: RunQuery,
  { open, detector, subjectKind, severity, subject, from, to }: FindingFilter,
  { limit, after }: Page<FindingKey>,
): Promise<StoredFinding[]> {
  const parameters = new Parameters(), conditions = ["true"];
  const text = (value: string) => parameters.add(storedText(value), "text");
  if (open !== undefined) conditions.push(open ? "until is null" : "until is not null");
  if (detector !== undefined) conditions.push(`detector = ${text(detector)}`);
  if (subjectKind !== undefined) conditions.push(`subject_kind = ${text(subjectKind)}`);
  if (severity !== undefined) conditions.push(`severity = ${text(severity)}`);
  if (subject !== undefined) {
    const subjects = typeof subject === "string" ? [subject] : subject;
    conditions.push(`subject = any(${parameters.add(textArray(subjects.map(storedText)), "text")}::text[])`);
  }
  if (from !== undefined) conditions.push(`(until is null or last_seen >= ${parameters.add(from, "bigint")})`);
  if (to !== undefined) conditions.push(`since < ${parameters.add(to, "bigint")}`);
  if (after !== undefined) {
    conditions.push(`(since, id) < (${parameters.add(after.since, "bigint")}, ${text(after.id)})`);
  }
  const rows = await run<FindingRow>(
    `select ${FINDING} from findings where ${conditions.join(" and ")}
     order by since desc, id desc limit ${rowLimit(limit)}`,
    parameters.values,
  );
  return rows.map(findingOf);
}

/** A finding by its id. */
export async function readFinding(run: RunQuery, id: string): Promise<StoredFinding | undefined> {
  const [row] = await run<FindingRow>(`select ${FINDING} from findings where id = $1::text`, [storedText(id)]);
  return row && findingOf(row);
}

/** What detection knew. */
export async function readDetection(run: RunQuery): Promise<Uint8Array[]> {
  const rows = await run<{ body: Uint8Array }>(`select body from detection order by piece`);
  return rows.map(({ body }) => new Uint8Array(body));
}

/** A page of the audit, the latest entry first. */
export async function readAudit(run: RunQuery, { limit, after }: Page<number>): Promise<StoredAuditEntry[]> {
  const rows = await run<StoredAuditEntry>(
    `select id, at, who, what, detail from audit where id < $1::bigint order by id desc limit ${rowLimit(limit)}`,
    [after ?? Number.MAX_SAFE_INTEGER],
  );
  return rows.map((row) => ({ ...row }));
}

function findingOf({ subject_kind, last_seen, until, ...row }: FindingRow): StoredFinding {
  return { ...row, subjectKind: subject_kind, lastSeen: last_seen, until: until ?? undefined };
}
