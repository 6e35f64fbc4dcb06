import { type Finding, type FindingChange, findingOf, type ResumedFinding } from "../detectors/mod.ts";
import type { Microseconds, StoredFinding } from "../store/mod.ts";

/**
 * Findings that an earlier life has written, while what it looked at since its knowledge was kept is looked at again: what is found once
 * more is as it was.
 */
export class WrittenFindings {
  readonly #written: Map<string, Finding>;
  /** When all that was written has been found again. */
  readonly #until: Microseconds;

  constructor(findings: readonly Finding[]) {
    this.#written = new Map(findings.map((finding) => [finding.id, finding]));
    this.#until = findings.reduce((until, { lastSeen, until: end = lastSeen }) => Math.max(until, end), 0);
  }

  /** The changes of which nothing was written yet. */
  withoutKnown(changes: readonly FindingChange[]): FindingChange[] {
    if (this.#written.size === 0) return [...changes];
    return changes.filter(({ finding }) => {
      const written = this.#written.get(finding.id);
      if (written !== undefined && isAsFar(written, finding)) return false;
      this.#written.delete(finding.id);
      return true;
    });
  }

  /** Once everything before `time` was looked at again: those that last by what was written and were not found. Each is told of once. */
  missing(time: Microseconds, open: () => Iterable<Finding>): Finding[] {
    if (this.#written.size === 0 || time <= this.#until) return [];
    const found = new Set([...open()].map(({ id }) => id));
    const missing = [...this.#written.values()].filter(({ id, until }) => until === undefined && !found.has(id));
    this.#written.clear();
    return missing;
  }
}

/** Whether a finding has gone through all that another state of it has. */
function isAsFar(written: Finding, found: Finding): boolean {
  const far = (
    { reopened, until, lastSeen, count }: Finding,
  ) => [reopened, until === undefined ? 0 : 1, lastSeen, count];
  const [one, other] = [far(written), far(found)], differs = one.findIndex((part, place) => part !== other[place]);
  return differs < 0 || one[differs] > other[differs];
}

/** The finding that a store kept, if it is one that this version can read. */
export function legible(stored: StoredFinding): ResumedFinding[] {
  try {
    return [findingOf(stored)];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
