import type { Finding, FindingChange } from "../finding.ts";
import { findingJson } from "../finding_json.ts";
import type { FindingText } from "../finding_text.ts";
import { findingText } from "../finding_text.ts";

/** What somebody is told of a finding. */
export interface Notice {
  /** `still`: it lasts, and was not told of for a while, or it has become worse. */
  readonly kind: "opened" | "still" | "recovered";
  /** The finding as it is now. */
  readonly finding: Finding;
  /** What to tell people. */
  readonly text: FindingText;
}

/** Where notices go. Whatever happens there, `notify` returns at once and throws nothing. */
export interface NotificationSink {
  /** Takes a notice. */
  notify(notice: Notice): void;
}

/** A notice of a change; `kind` is what it is to whoever is told. */
export function noticeOf({ finding }: FindingChange, kind: Notice["kind"]): Notice {
  return { kind, finding, text: findingText(finding) };
}

/**
 * A notice as JSON: `notice` is its kind, `finding` is as {@linkcode findingJson} has it.
 */
export function noticeJson({ kind, finding }: Notice): Record<string, unknown> {
  return { notice: kind, finding: findingJson(finding) };
}
