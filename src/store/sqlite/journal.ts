import type { AuditEntry, JournalWriter, StoredAuditEntry } from "../audit.ts";
import type { FindingFilter, FindingKey, StoredFinding, WrittenFinding } from "../finding.ts";
import { storedText } from "../stored_text.ts";
import type { Page } from "../transaction_store.ts";
import type { Database, Row, SqlValue } from "./database.ts";

const PUT_FINDING = `
  INSERT OR REPLACE INTO finding
    (id, detector, severity, subject_kind, subject, since, last_seen, until, occurrences, detail)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const FORGET_EVIDENCE = "DELETE FROM evidence WHERE finding_id = ?";
const PUT_EVIDENCE = `
  INSERT OR IGNORE INTO evidence (finding_id, server_id, received_at, partition, offset)
  SELECT ?, id, ?, ?, ? FROM server WHERE name = ?`;
const PUT_AUDIT = "INSERT INTO audit (at, who, what, detail) VALUES (?, ?, ?, ?)";
const AUDIT = "SELECT id, at, who, what, detail FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?";

/** Findings and the audit, written on a connection of its own beside whoever writes records. */
export class SqliteJournal implements JournalWriter, AsyncDisposable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async writeFindings(findings: readonly WrittenFinding[]): Promise<void> {
    await writeFindings(this.#db, findings);
  }

  async writeAudit(entry: AuditEntry): Promise<void> {
    await writeAudit(this.#db, entry);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#db.close();
  }
}

/** See `JournalWriter`. */
export function writeFindings(db: Database, findings: readonly WrittenFinding[]): void {
  if (findings.length === 0) return;
  db.transaction(() => {
    for (const finding of findings) {
      const { id, detector, severity, subjectKind, subject, since, lastSeen, until, occurrences, detail } = finding;
      const [key, ...texts] = [id, detector, severity, subjectKind, subject].map(storedText);
      db.run(PUT_FINDING, key, ...texts, since, lastSeen, until ?? null, occurrences, storedText(detail));
      if (finding.evidence === undefined) continue;
      db.run(FORGET_EVIDENCE, key);
      for (const { place: { partition, offset }, receivedAt, server } of finding.evidence) {
        db.run(PUT_EVIDENCE, key, receivedAt, partition, offset, storedText(server));
      }
    }
  });
}

/** See `JournalWriter`. */
export function writeAudit(db: Database, { at, who, what, detail }: AuditEntry): void {
  db.transaction(() => db.run(PUT_AUDIT, at, storedText(who), storedText(what), storedText(detail)));
}

/** See `WatchKeeper`. */
export function keepDetection(db: Database, kept: readonly Uint8Array[]): void {
  db.transaction(() => {
    db.run("DELETE FROM detection");
    kept.forEach((body, piece) => db.run("INSERT INTO detection VALUES (?, ?)", piece, body));
  });
}

/** See `TransactionReader`. */
export function keptDetection(db: Database): Uint8Array[] {
  return db.all("SELECT body FROM detection ORDER BY piece").map(({ body }) => body);
}

/** See `TransactionReader`. */
export function findings(db: Database, filter: FindingFilter, { limit, after }: Page<FindingKey>): StoredFinding[] {
  const { open, detector, subjectKind, severity, subject, from, to } = filter;
  const conditions = ["true"], values: SqlValue[] = [];
  const where = (sql: string, ...given: (SqlValue | undefined)[]) => {
    if (given.includes(undefined)) return;
    conditions.push(sql);
    values.push(...given as SqlValue[]);
  };
  if (open !== undefined) where(open ? "until IS NULL" : "until IS NOT NULL");
  where("detector = ?", detector);
  where("subject_kind = ?", subjectKind);
  where("severity = ?", severity);
  if (subject !== undefined) {
    const subjects = typeof subject === "string" ? [subject] : subject;
    where(`subject IN (${subjects.map(() => "?").join(", ")})`, ...subjects.map(storedText));
  }
  where("(until IS NULL OR last_seen >= ?)", from);
  where("since < ?", to);
  where("(since, id) < (?, ?)", after?.since, after?.id);
  const condition = conditions.join(" AND ");
  return db.all(`SELECT * FROM finding WHERE ${condition} ORDER BY since DESC, id DESC LIMIT ?`, ...values, limit)
    .map(findingOf);
}

/** See `TransactionReader`. */
export function finding(db: Database, id: string): StoredFinding | undefined {
  const row = db.get("SELECT * FROM finding WHERE id = ?", storedText(id));
  return row && findingOf(row);
}

/** See `TransactionReader`. */
export function audit(db: Database, { limit, after }: Page<number>): StoredAuditEntry[] {
  return db.all(AUDIT, after ?? Number.MAX_SAFE_INTEGER, limit).map((row) => ({ ...row }));
}

function findingOf({ subject_kind, last_seen, until, ...row }: Row): StoredFinding {
  const { id, detector, severity, subject, since, occurrences, detail } = row;
  return {
    ...{ id, detector, severity, subjectKind: subject_kind, subject },
    ...{ since, lastSeen: last_seen, until: until ?? undefined, occurrences, detail },
  };
}
