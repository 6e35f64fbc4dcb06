import { mergeTraffic, type StoredServer, type StoredTransaction } from "../../store/mod.ts";
import { ago, exactTime, facts, nothing, toned } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { type Page, PageProblem, rowNumber } from "../frame/page.ts";
import type { View } from "../frame/view.ts";
import { durationText } from "../present/duration.ts";
import { countOf, shareText } from "../present/quantity.ts";
import { relativeTime } from "../present/times.ts";
import { visible } from "../present/visible.ts";
import { type KnownTime, knownTime } from "./_known_time.ts";
import { trafficCharts } from "./_charts.ts";
import { type Span, spanOf, spanSwitch } from "./_span.ts";
import { figuresJson, figuresOf, seriesOf, type SeriesStep, stepJson, type TrafficFigures } from "./_traffic_series.ts";
import { findingSection } from "./_finding_table.ts";
import { findingsOfServer, type ToldFinding } from "./_findings.ts";
import { findingRow } from "./problems.ts";
import { serverJson, transactionRow } from "./_rows_json.ts";
import { transactionTable } from "./_transaction_table.ts";

interface ServerData {
  readonly server: StoredServer;
  readonly latest: readonly StoredTransaction[];
  readonly span: Span;
  readonly series: readonly SeriesStep[];
  readonly figures: TrafficFigures;
  readonly findings: readonly ToldFinding[];
  readonly servers: readonly StoredServer[];
  readonly known: KnownTime;
}

const LATEST = 30;

/** One server, and what it did last. */
export const serverPage: Page<ServerData> = {
  path: "/servers/:id{[0-9]+}",
  async load(context) {
    const { reader, params } = context, span = spanOf(context);
    const id = rowNumber(params.id), servers = await reader.servers();
    const server = servers.find((one) => one.id === id);
    if (server === undefined) throw new PageProblem(404, `There is no server ${id}.`, "All servers are under Servers.");
    const [latest, points, coverage, positions, gaps, findings] = await Promise.all([
      reader.transactions({ serverId: id }, { limit: LATEST }),
      reader.traffic({ ...span, serverId: id }),
      reader.trafficCoverage(),
      reader.coverage(),
      reader.gaps(span),
      findingsOfServer(reader, server),
    ]);
    const known = knownTime(coverage, positions, gaps, context.now);
    const series = seriesOf(points, span, known, context.now), figures = figuresOf(mergeTraffic(points));
    return { server, servers, latest, span, series, figures, findings, known };
  },
  json: ({ server, latest, span, series, figures, findings }) => ({
    "server": { ...serverJson(server), ...figuresJson(figures) },
    "problems": findings.map(findingRow),
    "span": span.name,
    "series": series.map(stepJson),
    "latest-transactions": latest.map(transactionRow),
  }),
  title: ({ server }) => visible(server.name) || "Server without a name",
  view: ({ server, servers, latest, span, series, figures, findings, known }, context) =>
    h`<h1>${visible(server.name) || "(no name)"}</h1>
<p class="lead">${sentence(server, figures, span, context)}${notRead(known, context)}</p>
${
      facts([["Last transaction", h`${exactTime(server.lastSeen, context)} (${ago(server.lastSeen, context)})`], [
        "First transaction",
        exactTime(server.firstSeen, context),
      ]])
    }
${findingSection(findings, servers, context)}
${spanSwitch(span, context)}
${trafficCharts(series, span, context)}
<h2>Latest transactions</h2>
${latest.length === 0 ? nothing("None of its transactions is kept any more.") : transactionTable(latest, context)}
<p><a href="/transactions?server=${server.id}">All of its transactions</a></p>`,
};

/** That nothing is known of what the server does now. */
function notRead({ until }: KnownTime, { now }: View): Html {
  if (until >= now || until === 0) return h``;
  return h` ${toned("degraded", `Nothing was read of the last ${durationText(now - until)}.`)}`;
}

function sentence(
  server: StoredServer,
  { requests, unanswered, p50, p99 }: TrafficFigures,
  { words }: Span,
  { now }: View,
): string {
  const last = `its last transaction was ${relativeTime(server.lastSeen, now)}`;
  if (requests === 0) return `Nothing in ${words}; ${last}.`;
  const answered = p50 === undefined ? "" : `, half of them in ${durationText(p50)}, 99 % in ${durationText(p99)}`;
  return `Answered ${shareText(requests - unanswered, requests)} of ${
    countOf(requests, "request")
  } in ${words}${answered}; ${last}.`;
}
