import type { Finding } from "../../dhcpv6/mod.ts";

/** Findings on their way to what they are about: those whose path goes through a place. */
export class FindingPlaces {
  readonly #findings: readonly Finding[];
  readonly #depth: number;
  /** Findings that a part has taken. */
  readonly #taken: Set<Finding>;

  /** `findings` of a message, `depth` names of whose paths are known to lead here. */
  constructor(findings: readonly Finding[], depth = 0, taken: Set<Finding> = new Set()) {
    this.#findings = findings;
    this.#depth = depth;
    this.#taken = taken;
  }

  /**
   * The place within this one of that name, which stands between two bytes: of several of the name, a finding is about the one that
   * it points into, or the first one where it points nowhere.
   */
  within(name: string, start = 0, end: number = Infinity): FindingPlaces {
    if (this.#findings.length === 0) return this;
    const findings = this.#findings.filter((finding) =>
      !this.#taken.has(finding) && finding.path[this.#depth] === name && isBetween(finding, start, end)
    );
    return new FindingPlaces(findings, this.#depth + 1, this.#taken);
  }

  /** Findings about bytes that are no option; nobody else gets them then. */
  at(start: number, end: number): Finding[] {
    const found = this.#findings.filter((finding) =>
      !this.#taken.has(finding) && finding.rule === "malformed" && finding.path.length === this.#depth &&
      finding.offset !== undefined && isBetween(finding, start, end)
    );
    found.forEach((finding) => this.#taken.add(finding));
    return found;
  }

  /** Findings about this place that no part of it has taken; asked for when its parts are made. */
  get here(): Finding[] {
    const found = this.#findings.filter((finding) => !this.#taken.has(finding));
    found.forEach((finding) => this.#taken.add(finding));
    return found;
  }
}

/** Whether a finding points between two bytes; what points nowhere may be anywhere. The end counts: bytes are missing there. */
function isBetween({ offset }: Finding, start: number, end: number): boolean {
  return offset === undefined || (offset >= start && offset <= end);
}
