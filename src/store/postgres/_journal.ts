import type { AuditEntry, JournalWriter } from "../audit.ts";
import type { WrittenFinding } from "../finding.ts";
import { storedText } from "../stored_text.ts";
import type { WatchKeeper } from "../watch_keeping.ts";
import { numberArray, textArray } from "./_columns.ts";
import { OneSession } from "./_one_session.ts";
import type { PostgresSession, SessionOptions } from "./_session.ts";
import type { FullSettings } from "./postgres_settings.ts";

const WRITING: SessionOptions = {
  timeoutMs: 60_000,
  parameters: { default_transaction_isolation: "read committed", jit: "off", statement_timeout: "60s" },
};

const PUT_FINDINGS = `
  insert into findings (id, detector, severity, subject_kind, subject, since, last_seen, until, occurrences, detail)
  select * from unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
    $10::text[]
  ) as f (id, detector, severity, subject_kind, subject, since, last_seen, until, occurrences, detail)
  order by id collate "C"
  on conflict (id) do update set
    detector = excluded.detector, severity = excluded.severity, subject_kind = excluded.subject_kind,
    subject = excluded.subject, since = excluded.since, last_seen = excluded.last_seen, until = excluded.until,
    occurrences = excluded.occurrences, detail = excluded.detail`;
const FORGET_EVIDENCE = `delete from evidence where finding_id = any($1::text[])`;
const PUT_EVIDENCE = `
  insert into evidence (finding_id, server_id, received_at, partition, kafka_offset)
  select finding_id, servers.id, received_at, partition, kafka_offset
  from unnest($1::text[], $2::bigint[], $3::integer[], $4::bigint[], $5::text[])
    as e (finding_id, received_at, partition, kafka_offset, server) join servers on servers.name = e.server
  on conflict do nothing`;
const PUT_AUDIT = `insert into audit (at, who, what, detail) values ($1::bigint, $2::text, $3::text, $4::text)`;

/** Writes findings and the audit, one thing after the other on a connection of its own, which is made when there is something to write. */
export class Journal implements JournalWriter, Pick<WatchKeeper, "keepDetection"> {
  readonly #session: OneSession;

  constructor(settings: FullSettings) {
    this.#session = new OneSession(settings, WRITING);
  }

  async writeFindings(findings: readonly WrittenFinding[]): Promise<void> {
    // A row can be written once in a statement: of equal ids, the last one counts.
    const rows = [...new Map(findings.map((each) => [storedText(each.id), each])).values()];
    if (rows.length === 0) return;
    const texts = (name: "id" | "detector" | "severity" | "subjectKind" | "subject" | "detail") =>
      textArray(rows.map((row) => storedText(row[name])));
    const parameters = [
      ...(["id", "detector", "severity", "subjectKind", "subject"] as const).map(texts),
      numberArray(rows.map(({ since }) => since)),
      numberArray(rows.map(({ lastSeen }) => lastSeen)),
      numberArray(rows.map(({ until }) => until)),
      numberArray(rows.map(({ occurrences }) => occurrences)),
      texts("detail"),
    ];
    await this.#session.inTurn((session) =>
      session.transaction(async () => {
        await session.query(PUT_FINDINGS, parameters);
        await writeEvidence(session, rows);
      })
    );
  }

  async writeAudit({ at, who, what, detail }: AuditEntry): Promise<void> {
    await this.#session.inTurn((session) => session.query(PUT_AUDIT, [at, ...[who, what, detail].map(storedText)]));
  }

  async keepDetection(kept: readonly Uint8Array[]): Promise<void> {
    await this.#session.inTurn((session) =>
      session.transaction(async () => {
        await session.query(`delete from detection`);
        for (const [piece, body] of kept.entries()) {
          await session.query(`insert into detection values ($1::integer, $2::bytea)`, [piece, body]);
        }
      })
    );
  }

  /** Lets what was given be written, and ends the connection. */
  async close(): Promise<void> {
    await this.#session.close();
  }
}

/** Where evidence is told, it takes the place of what was told before. */
async function writeEvidence(session: PostgresSession, findings: readonly WrittenFinding[]): Promise<void> {
  const told = findings.filter(({ evidence }) => evidence !== undefined);
  if (told.length === 0) return;
  await session.query(FORGET_EVIDENCE, [textArray(told.map(({ id }) => storedText(id)))]);
  const rows = told.flatMap(({ id, evidence = [] }) => evidence.map((one) => ({ id, ...one })));
  if (rows.length === 0) return;
  await session.query(PUT_EVIDENCE, [
    textArray(rows.map(({ id }) => storedText(id))),
    numberArray(rows.map(({ receivedAt }) => receivedAt)),
    numberArray(rows.map(({ place }) => place.partition)),
    numberArray(rows.map(({ place }) => place.offset)),
    textArray(rows.map(({ server }) => storedText(server))),
  ]);
}
