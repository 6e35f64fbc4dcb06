import type { Finding, FindingChange, FindingSeverity } from "../detectors/mod.ts";

/** How many findings of a detector last. */
export interface FindingsOpen {
  /** Id of the detector. */
  readonly detector: string;
  /** How bad they are. */
  readonly severity: FindingSeverity;
  /** How many there are. */
  readonly count: number;
}

/** Counts the findings that last. */
export class FindingCounts {
  readonly #open = new Map<string, Finding>();

  /** By detector and severity. */
  get open(): readonly FindingsOpen[] {
    const counts = new Map<string, FindingsOpen>();
    for (const { detector, severity } of this.#open.values()) {
      const key = `${detector} ${severity}`, count = (counts.get(key)?.count ?? 0) + 1;
      counts.set(key, { detector, severity, count });
    }
    return [...counts.values()];
  }

  resume(findings: readonly Finding[]): void {
    for (const finding of findings) this.#note(finding);
  }

  take(changes: readonly FindingChange[]): void {
    for (const { finding } of changes) this.#note(finding);
  }

  #note(finding: Finding): void {
    if (finding.until === undefined) this.#open.set(finding.id, finding);
    else this.#open.delete(finding.id);
  }
}
