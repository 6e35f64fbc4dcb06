import type { AuditEntry, JournalWriter, Page, StoredAuditEntry, TransactionReader } from "../../store/mod.ts";

/** Where look-ups are written down. It is not waited for: whoever writes takes care of failures. */
export interface AuditSink {
  /** Takes an entry. */
  write(entry: AuditEntry): void;
}

/** What look-ups can be read from, for the page that shows them. */
export interface AuditLog extends AuditSink {
  /** The latest entries first: so many, behind the one of a number. */
  entries(page: Page<number>): Promise<readonly StoredAuditEntry[]> | readonly StoredAuditEntry[];
}

/** Keeps the last entries in memory, for as long as the process lives. */
export class MemoryAudit implements AuditLog {
  readonly #entries: StoredAuditEntry[] = [];
  readonly #limit: number;
  #lastId = 0;

  /** Keeps so many at most. Default: 1,000. */
  constructor(limit = 1000) {
    this.#limit = limit;
  }

  /** Keeps an entry, and lets go of the oldest one when there are too many. */
  write(entry: AuditEntry): void {
    this.#entries.push({ ...entry, id: ++this.#lastId });
    if (this.#entries.length > this.#limit) this.#entries.shift();
  }

  /** The latest entries first. */
  latest(limit: number): readonly AuditEntry[] {
    return this.entries({ limit }).map(({ id: _, ...entry }) => entry);
  }

  /** The latest entries first: so many, behind the one of a number. */
  entries({ limit, after = Infinity }: Page<number>): readonly StoredAuditEntry[] {
    return this.#entries.filter(({ id }) => id < after).slice(-limit).reverse();
  }
}

/** What {@linkcode storeAudit} is made of. */
export interface StoreAuditInit {
  /** Where entries are written. */
  readonly journal: Pick<JournalWriter, "writeAudit">;
  /** Where they are read. */
  readonly reader: Pick<TransactionReader, "audit">;
  /** Told of entries that could not be written. */
  readonly failed: (error: unknown) => void;
}

/** Keeps entries in a store. */
export function storeAudit({ journal, reader, failed }: StoreAuditInit): AuditLog {
  return {
    write: (entry) => void journal.writeAudit(entry).catch(failed),
    entries: (page) => reader.audit(page),
  };
}
