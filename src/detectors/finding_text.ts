import { subjectText } from "./_words.ts";
import { detectors } from "./detectors.ts";
import type { Finding } from "./finding.ts";

/** A finding for people, in whole sentences but for the title. */
export interface FindingText {
  /** A few words. */
  readonly title: string;
  /** What was found, with names and numbers. */
  readonly what: string;
  /** Whom or what it is about, in a few words. */
  readonly who: string;
  /** Why it matters. */
  readonly why: string;
  /** What to do. */
  readonly remedy: string;
}

/**
 * What to tell people of a finding. Names from the network are shown without what could steer a terminal; whoever shows them in a page
 * has to escape them.
 *
 * @example
 * ```ts
 * import { type Finding, findingText } from "@dhcpkit/kafka/detectors";
 * import { assertEquals } from "@std/assert";
 *
 * const finding: Finding = {
 *   id: "silent-server-1", detector: "silent-server", severity: "failing",
 *   subject: { kind: "server", server: "dhcp02" }, since: 0, lastSeen: 1, until: undefined, reopened: 0, count: 1, evidence: [],
 *   measures: [
 *     { name: "silence", value: 600, unit: "s" },
 *     { name: "before", value: 1204, unit: "count" },
 *     { name: "window", value: 3600, unit: "s" },
 *   ],
 * };
 * assertEquals(
 *   findingText(finding).what,
 *   "Nothing was heard of dhcp02 for 10 min; before, it gave 1,204 answers within 1 h.",
 * );
 * ```
 */
export function findingText(finding: Finding): FindingText {
  const declaration = detectors.find(({ id }) => id === finding.detector), who = subjectText(finding.subject);
  if (declaration === undefined) {
    return { title: finding.detector, what: `${finding.detector} was found for ${who}.`, who, why: "", remedy: "" };
  }
  const { title, why, remedy } = declaration, what = declaration.what(finding);
  return { title, what: asSentence(what, finding.subject), who, why, remedy };
}

/** With a capital letter, but for the names of servers, which are as they are. */
function asSentence(text: string, { kind }: Finding["subject"]): string {
  return kind === "server" || kind === "servers" ? text : text[0].toUpperCase() + text.slice(1);
}
