import type { StoredServer } from "../../store/mod.ts";
import { ago, exactTime, shortTime, table, toned, word } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import type { View } from "../frame/view.ts";
import { durationText } from "../present/duration.ts";
import { countOf, countText } from "../present/quantity.ts";
import { type ToldFinding, toneOf } from "./_findings.ts";
import { subjectLink } from "./_finding_subject.ts";

/** Findings as rows, each leading to its page. */
export function findingTable(
  findings: readonly ToldFinding[],
  servers: readonly StoredServer[],
  view: View,
): Html {
  const columns = [
    { head: "Problem" },
    { head: "Since" },
    { head: "Lasted", isNumber: true, isWide: true },
    { head: "Who" },
    { head: "What", isWide: true },
    { head: "Evidence", isNumber: true },
  ];
  return h`<div class="problems">${
    table(
      "Problems",
      columns,
      findings.map((told) => {
        const { finding, title, what } = told, { id, since, until, lastSeen, count } = finding;
        return [
          h`${toned(toneOf(finding), h`<a href="${findingPath(id)}">${title}</a>`)}${
            until === undefined ? "" : h` <span class="dim">over</span>`
          }`,
          word(shortTime(since, view)),
          until === undefined ? h`<span class="dim">lasts</span>` : durationText(lastSeen - since),
          subjectLink(finding.subject, servers, view),
          what,
          h`<a href="${findingPath(id)}#evidence" aria-label="${countOf(count, "transaction")}: ${title}">${
            countText(count)
          }</a>`,
        ];
      }),
    )
  }</div>`;
}

/** The findings of something under a heading; nothing where there are none. */
export function findingSection(
  findings: readonly ToldFinding[],
  servers: readonly StoredServer[],
  view: View,
): Html {
  if (findings.length === 0) return h``;
  const open = findings.filter(({ finding }) => finding.until === undefined).length;
  const words = open === 0 ? "none of them now" : open === findings.length ? "" : `${countText(open)} of them now`;
  return h`<h2>Problems${words === "" ? "" : h` <span class="dim">${words}</span>`}</h2>
${findingTable(findings, servers, view)}`;
}

/** The address of a finding. */
function findingPath(id: string): string {
  return `/problems/${encodeURIComponent(id)}`;
}

/** Since when, and whether it lasts. */
export function lifeOf({ finding: { since, until, lastSeen } }: ToldFinding, view: View): Html {
  return until === undefined
    ? h`Since ${exactTime(since, view)}, seen ${ago(lastSeen, view)}`
    : h`${exactTime(since, view)} to ${exactTime(lastSeen, view)}`;
}
