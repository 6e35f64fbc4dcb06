import { type DetectorDescription, detectorDescriptions, findingJson, type Measure } from "../../detectors/mod.ts";
import type { StoredServer } from "../../store/mod.ts";
import { clockTime, facts, nothing, table, toned } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { lookUp } from "../frame/look_up.ts";
import { type Page, PageProblem } from "../frame/page.ts";
import type { View } from "../frame/view.ts";
import { durationText } from "../present/duration.ts";
import { measureText, measureWords } from "../present/measure.ts";
import { countOf, countText } from "../present/quantity.ts";
import { visible } from "../present/visible.ts";
import { type FoundEvidence, foundEvidence } from "./_evidence.ts";
import { type ToldFinding, toldFinding, toneOf } from "./_findings.ts";
import { lifeOf } from "./_finding_table.ts";
import { subjectLink } from "./_finding_subject.ts";
import { TRANSACTION_COLUMNS, transactionCells } from "./_transaction_table.ts";

interface ProblemData {
  readonly told: ToldFinding;
  readonly servers: readonly StoredServer[];
  readonly evidence: readonly FoundEvidence[];
}

/** One finding: what is wrong, why it matters, what to do, and what shows it. */
export const problemPage: Page<ProblemData> = {
  path: "/problems/:id",
  lookUp: ({ params }) => lookUp("problem", params.id),
  async load({ reader, params }) {
    const stored = await reader.finding(params.id), told = stored && toldFinding(stored);
    if (told === undefined) {
      const hint = "What is over is swept away some time later. All that is known is under Problems.";
      throw new PageProblem(404, `There is no problem ${visible(params.id.slice(0, 80))}.`, hint);
    }
    const servers = await reader.servers();
    return { told, servers, evidence: await foundEvidence(reader, told.finding.evidence) };
  },
  json: ({ told: { finding }, evidence }) => ({
    ...findingJson(finding),
    "transactions": evidence.map(({ transaction }) => transaction?.id ?? null),
  }),
  title: ({ told: { title, who } }) => `${title}: ${who}`,
  view: ({ told, servers, evidence }, view) => {
    const { finding, title, what, why, remedy } = told;
    const description = detectorDescriptions.find(({ id }) => id === finding.detector);
    return h`<h1>${title}</h1>
<p class="lead">${toned(toneOf(finding), what)}</p>
<p>${lifeOf(told, view)}. ${stateOf(told)}</p>
${
      facts([["Who", subjectLink(finding.subject, servers, view)], ["How bad", severityOf(told)], [
        "Transactions",
        h`<a href="#evidence">${countText(finding.count)}</a> show it`,
      ]])
    }
${why === "" ? "" : h`<h2>Why it matters</h2><p>${why}</p>`}
${remedy === "" ? "" : h`<h2>What to do</h2><p>${remedy}</p>`}
${finding.measures.length === 0 ? "" : h`<h2>Measured</h2>${measureTable(finding.measures)}`}
<h2 id="evidence">Evidence</h2>
${evidenceView(told, evidence, view)}
${description === undefined ? "" : howFound(description)}`;
  },
};

function stateOf({ finding: { until, lastSeen, reopened } }: ToldFinding): string {
  const state = until === undefined
    ? "It lasts."
    : `It is over: nothing of it was seen for ${durationText(until - lastSeen)}.`;
  if (reopened === 0) return state;
  return `${state} It came back ${reopened === 1 ? "once" : countOf(reopened, "time")} after it had been over.`;
}

function severityOf({ finding: { severity } }: ToldFinding): string {
  return severity === "failing" ? "failing: clients go without" : "degraded";
}

function measureTable(measures: readonly Measure[]): Html {
  return table(
    "What was measured",
    [{ head: "What" }, { head: "Measured", isNumber: true }, { head: "Threshold", isNumber: true }],
    measures.map(({ name, value, unit, threshold }) => [
      measureWords(name),
      measureText(value, unit),
      threshold === undefined ? "" : measureText(threshold, unit),
    ]),
  );
}

function evidenceView({ finding: { count } }: ToldFinding, evidence: readonly FoundEvidence[], view: View): Html {
  if (evidence.length === 0) {
    return nothing("No transaction shows it.", "It was found by what did not come, or by counts.");
  }
  const some = count > evidence.length
    ? h`<p class="dim">The first and the last of ${countOf(count, "transaction")} that show it.</p>`
    : "";
  return h`${some}${
    table(
      "Transactions that show it",
      TRANSACTION_COLUMNS,
      evidence.map(({ reference, transaction }) => {
        if (transaction !== undefined) return transactionCells(transaction, view);
        const { topic, partition, offset } = reference.place;
        return [
          clockTime(reference.receivedAt, view),
          visible(reference.server),
          h`<span class="mono">${topic}[${partition}] at ${String(offset)}</span>`,
          "–",
          h`<span class="dim">not kept any more</span>`,
          "",
        ];
      }),
    )
  }`;
}

function howFound({ finds, defaults, settings }: DetectorDescription): Html {
  return h`<details class="more"><summary>How this is found</summary>
<p>${markdown(finds)}</p>
<p>${markdown(defaults)}</p>
${
    table(
      "Thresholds",
      [{ head: "Setting" }, { head: "Default", isNumber: true }, { head: "What it is for" }],
      Object.entries(settings).map(([name, { default: value, unit, prose }]) => [
        h`<code>${name}</code>`,
        measureText(value, unit),
        markdown(prose),
      ]),
    )
  }</details>`;
}

/** The Markdown of descriptions: nothing but code in it. */
function markdown(text: string): Html {
  return h`${text.split("`").map((part, i) => i % 2 === 1 ? h`<code>${part}</code>` : part)}`;
}
