import {
  type ClientCounts,
  type LogGap,
  mergeTraffic,
  type Microseconds,
  NEVER,
  type PartitionPosition,
  type StoredServer,
  type StoredTransaction,
  type StoreSize,
} from "../../store/mod.ts";
import { ago, facts, nothing, table, toned } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import type { Page, PageContext } from "../frame/page.ts";
import { durationText } from "../present/duration.ts";
import { countText, rateText, shareText } from "../present/quantity.ts";
import { trafficCharts } from "./_charts.ts";
import { serverLink } from "./_links.ts";
import { findingTable } from "./_finding_table.ts";
import { openFindings, type ToldFinding } from "./_findings.ts";
import { findingRow } from "./problems.ts";
import { type KnownTime, knownTime } from "./_known_time.ts";
import { type OverviewSentence, overviewSentence } from "./_overview_sentence.ts";
import { positionJson, serverJson, transactionRow } from "./_rows_json.ts";
import { secondsSince, type Span, spanOf, spanSwitch } from "./_span.ts";
import { figuresJson, figuresOf, seriesOf, type SeriesStep, stepJson, type TrafficFigures } from "./_traffic_series.ts";
import { transactionTable } from "./_transaction_table.ts";
import { headline } from "./health.ts";

interface OverviewData {
  readonly span: Span;
  readonly servers: readonly StoredServer[];
  readonly figures: ReadonlyMap<number, TrafficFigures>;
  readonly clients: ClientCounts;
  readonly series: readonly SeriesStep[];
  readonly latest: readonly StoredTransaction[];
  readonly positions: readonly PartitionPosition[];
  readonly gaps: readonly LogGap[];
  readonly size: StoreSize;
  /** Of which time traffic is known. */
  readonly known: KnownTime;
  /** Problems now, the worst first. */
  readonly findings: readonly ToldFinding[];
}

const LATEST = 10, PROBLEMS = 8;

/** How the servers do, and whether what is known is up to date. */
export const overviewPage: Page<OverviewData> = {
  path: "/",
  async load(context) {
    const { reader } = context, span = spanOf(context);
    const [servers, points, byServer, coverage, clients, latest, positions, gaps, size, findings] = await Promise.all([
      reader.servers(),
      reader.traffic(span),
      reader.trafficByServer(span),
      reader.trafficCoverage(),
      reader.clientCounts(span),
      reader.transactions({}, { limit: LATEST }),
      reader.coverage(),
      reader.gaps({ from: 0, to: NEVER }),
      reader.size(),
      openFindings(reader),
    ]);
    const figures = new Map(Array.from(byServer, ([id, traffic]) => [id, figuresOf(traffic)]));
    const known = knownTime(coverage, positions, gaps, context.now),
      series = seriesOf(points, span, known, context.now);
    return { span, servers, figures, clients, latest, positions, gaps, size, series, findings, known };
  },
  json: ({ span, servers, figures, clients, series, latest, positions, size, findings, known }, { now }) => ({
    "sentence": sentenceOf({ servers, figures, span, findings, known }, now).text,
    "problems-now": findings.map(findingRow),
    "span": span.name,
    "servers": servers.map((server) => ({
      ...serverJson(server),
      ...figuresJson(figures.get(server.id) ?? figuresOf(mergeTraffic([]))),
      "clients": clients.byServer.get(server.id) ?? 0,
    })),
    "clients": clients.all,
    "series": series.map(stepJson),
    "latest-transactions": latest.map(transactionRow),
    "positions": positions.map(positionJson),
    size,
  }),
  title: () => "Overview",
  view(data, context) {
    const { span, servers, clients, series, latest, positions, gaps, size } = data;
    const { text, tone } = sentenceOf(data, context.now);
    return h`<h1>Overview</h1>
<p class="lead">${toned(tone, text)}</p>
<p>${headline(positions, gaps, context.now)}</p>
<h2>Problems now</h2>
${problems(data, context)}
${
      facts([
        [
          "Clients",
          h`about ${countText(Math.min(clients.all, size.clients))} <span class="dim">in ${span.words}, ${
            countText(size.clients)
          } known</span>`,
        ],
        ["Transactions", h`<a href="/transactions">${countText(size.transactions)}</a>`],
        ["Leases", countText(size.leases)],
        ["Kept aside", h`<a href="/health#quarantine">${countText(size.quarantined)}</a>`],
      ])
    }
${spanSwitch(span, context)}
${trafficCharts(series, span, context)}
<h2>Servers <span class="dim">in ${span.words}</span></h2>
${
      servers.length === 0
        ? nothing("No server has published anything that was read.", "Is a collector running?")
        : serverTable(data, context)
    }
<h2>Latest transactions</h2>
${latest.length === 0 ? nothing("There are none yet.") : transactionTable(latest, context)}`;
  },
};

function sentenceOf(
  { servers, figures, span, findings, known }: Pick<
    OverviewData,
    "servers" | "figures" | "span" | "findings" | "known"
  >,
  now: Microseconds,
): OverviewSentence {
  const behind = known.until === NEVER || known.until === 0 ? undefined : durationText(now - known.until);
  return overviewSentence(servers, figures, span.words, { failing: findings.filter(isFailing), behind });
}

function isFailing({ finding }: ToldFinding): boolean {
  return finding.severity === "failing";
}

function problems({ findings, servers }: OverviewData, context: PageContext): Html {
  if (findings.length === 0) {
    return nothing("Nothing is known to be wrong.", h`<a href="/problems?state=over">What is over</a>`);
  }
  const rest = findings.length - PROBLEMS;
  return h`${findingTable(findings.slice(0, PROBLEMS), servers, context)}
<p><a href="/problems">${rest > 0 ? `All problems, ${countText(rest)} more` : "All problems"}</a></p>`;
}

function serverTable({ span, servers, figures, clients, known }: OverviewData, context: PageContext): Html {
  const columns = [
    { head: "Server" },
    { head: "Requests", isNumber: true },
    { head: "Half in", isNumber: true, isWide: true },
    { head: "99 % in", isNumber: true },
    { head: "Not answered", isNumber: true },
    { head: "Refused", isNumber: true, isWide: true },
    { head: "Clients", isNumber: true, isWide: true },
    { head: "Last seen" },
  ];
  return table(
    "Servers",
    columns,
    servers.map(({ id, name, firstSeen, lastSeen }) => {
      const { requests, unanswered, refused, p50, p99 } = figures.get(id) ?? figuresOf(mergeTraffic([]));
      const list = (outcome: string, part: number) =>
        part === 0
          ? shareText(0, requests)
          : h`<a href="/transactions?server=${id}&outcome=${outcome}">${shareText(part, requests)}</a>`;
      const seconds = secondsSince(Math.max(firstSeen, known.from), span, Math.min(context.now, known.until));
      return [
        serverLink(id, name),
        rateText(requests / seconds),
        durationText(p50),
        durationText(p99),
        toned(unanswered > requests / 20 ? "degraded" : "fine", list("unanswered", unanswered)),
        list("refused", refused),
        countText(clients.byServer.get(id) ?? 0),
        ago(lastSeen, context),
      ];
    }),
  );
}
