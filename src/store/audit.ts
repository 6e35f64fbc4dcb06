import type { WrittenFinding } from "./finding.ts";
import type { Microseconds } from "./record_place.ts";

/** That somebody has looked something up, or did something else that is to be known later. */
export interface AuditEntry {
  /** When. */
  readonly at: Microseconds;
  /** Who, as they were let in. */
  readonly who: string;
  /** What they did: `lease-lookup` and the like. */
  readonly what: string;
  /** What exactly, such as the address that was asked for. */
  readonly detail: string;
}

/** An entry of the audit as a store has it. */
export interface StoredAuditEntry extends AuditEntry {
  /** Number in the store: later entries have higher ones. */
  readonly id: number;
}

/**
 * What pages and detectors write, beside a collector that may write to the same store: little, and nothing that it has to read again. Pages
 * themselves read with a handle that cannot write.
 *
 * Every method rejects with what the database says when it cannot be reached or is damaged. In texts, NUL and lone surrogates become
 * U+FFFD.
 */
export interface JournalWriter {
  /** Writes findings, all or none; those of an id that is there replace it. Their evidence stays as long as they do. */
  writeFindings(findings: readonly WrittenFinding[]): Promise<void>;
  /** Adds an entry to the audit. */
  writeAudit(entry: AuditEntry): Promise<void>;
}
