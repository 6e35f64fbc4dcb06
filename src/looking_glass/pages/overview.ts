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
  type Traffic,
} from "../../store/mod.ts";
import { facts, nothing, toned } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { pageLookUp } from "../frame/look_up.ts";
import type { Page, PageContext } from "../frame/page.ts";
import { durationText } from "../present/duration.ts";
import { countText } from "../present/quantity.ts";
import { trafficCharts } from "./_charts.ts";
import { findingTable } from "./_finding_table.ts";
import { openFindings, type ToldFinding } from "./_findings.ts";
import { type KnownTime, knownTime } from "./_known_time.ts";
import { type OverviewSentence, overviewSentence } from "./_overview_sentence.ts";
import { findingRow } from "./problems.ts";
import { positionJson, serverJson, transactionRow } from "./_rows_json.ts";
import { secondsOf, type ServerRow, serverTable } from "./_server_table.ts";
import { type Span, spanOf, spanSwitch } from "./_span.ts";
import { figuresJson, figuresOf, seriesOf, type SeriesStep, stepJson, type TrafficFigures } from "./_traffic_series.ts";
import { transactionTable } from "./_transaction_table.ts";
import { typeJson, typeTable, type TypeTraffic, typeTraffic } from "./_type_traffic.ts";
import { headline } from "./health.ts";

interface OverviewData {
  readonly span: Span;
  readonly servers: readonly StoredServer[];
  readonly figures: ReadonlyMap<number, TrafficFigures>;
  /** The servers that have a row. */
  readonly rows: readonly ServerRow[];
  readonly clients: ClientCounts;
  readonly series: readonly SeriesStep[];
  readonly types: readonly TypeTraffic[];
  readonly latest: readonly StoredTransaction[];
  readonly positions: readonly PartitionPosition[];
  /** The latest holes in the log. */
  readonly holes: readonly LogGap[];
  readonly size: StoreSize;
  /** Of which time traffic is known. */
  readonly known: KnownTime;
  /** Problems now, the worst first. */
  readonly findings: readonly ToldFinding[];
}

/** Rows of each kind; servers that are asked most are among theirs, however many names there are in the topic. */
const LATEST = 10, PROBLEMS = 8, SERVERS = 20;
/** Holes that are counted. */
const HOLES = 1000;

/** How the servers do, and whether what is known is up to date. */
export const overviewPage: Page<OverviewData> = {
  path: "/",
  lookUp: pageLookUp("overview"),
  async load(context) {
    const { reader, now } = context, span = spanOf(context);
    const [servers, points, byServer, coverage, clients, latest, positions, gaps, holes, size, findings] = await Promise
      .all([
        reader.servers(),
        reader.traffic(span),
        reader.trafficByServer(span),
        reader.trafficCoverage(),
        reader.clientCounts(span),
        reader.transactions({}, { limit: LATEST }),
        reader.coverage(),
        reader.gaps(span),
        reader.missingRecords({ limit: HOLES }),
        reader.size(),
        openFindings(reader),
      ]);
    const figures = new Map(Array.from(byServer, ([id, traffic]) => [id, figuresOf(traffic)]));
    const known = knownTime(coverage, positions, gaps, now), series = seriesOf(points, span, known, now);
    const rows = rowsOf(servers, figures, clients), types = typeTraffic(points, series);
    return { span, servers, figures, rows, clients, latest, positions, holes, size, series, types, findings, known };
  },
  json: (data, { now }) => ({
    "sentence": sentenceOf(data, now).text,
    "problems-now": data.findings.map(findingRow),
    "span": data.span.name,
    "servers": data.rows.map(({ server, figures, clients }) => ({
      ...serverJson(server),
      ...figuresJson(figures),
      clients,
    })),
    "all-servers": data.servers.length,
    "clients": data.clients.all,
    "series": data.series.map(stepJson),
    "types": data.types.map(typeJson),
    "latest-transactions": data.latest.map(transactionRow),
    "positions": data.positions.map(positionJson),
    "size": data.size,
  }),
  title: () => "Overview",
  view(data, context) {
    const { span, servers, clients, series, types, latest, positions, holes, size, known } = data;
    const { text, tone } = sentenceOf(data, context.now), counted = { from: span.from, to: span.to };
    const firstSeen = Math.min(...servers.map(({ firstSeen }) => firstSeen), NEVER);
    return h`<h1>Overview</h1>
<p class="lead">${toned(tone, text)}</p>
<p>${headline(positions, holes, context.now)}</p>
<h2>Problems now</h2>
${problems(data, context)}
${
      facts([
        [
          "Clients",
          h`about ${
            countText(Math.min(clients.all, size.clients))
          } <span class="dim">in ${span.words},</span> <a href="/clients">${
            countText(size.clients)
          }</a> <span class="dim">known</span>`,
        ],
        ["Transactions", h`<a href="/transactions">${countText(size.transactions)}</a>`],
        ["Leases", countText(size.leases)],
        ["Kept aside", h`<a href="/health#quarantine">${countText(size.quarantined)}</a>`],
      ])
    }
${spanSwitch(span, context)}
${trafficCharts(series, span, context)}
${typeTable(types, secondsOf({ firstSeen }, span, known, context), counted)}
<h2>Servers <span class="dim">in ${span.words}</span></h2>
${
      servers.length === 0
        ? nothing("No server has published anything that was read.", "Is a collector running?")
        : serverList(data, context)
    }
<h2>Latest transactions</h2>
${latest.length === 0 ? nothing("There are none yet.") : transactionTable(latest, context)}`;
  },
};

/** All servers by name or, of many, those that are asked most. */
function rowsOf(
  servers: readonly StoredServer[],
  figures: ReadonlyMap<number, TrafficFigures>,
  { byServer }: ClientCounts,
): ServerRow[] {
  const none = figuresOf(NO_TRAFFIC), of = ({ id }: StoredServer) => figures.get(id) ?? none;
  const shown = servers.length <= SERVERS
    ? servers
    : servers.toSorted((a, b) => of(b).requests - of(a).requests || b.lastSeen - a.lastSeen).slice(0, SERVERS);
  return shown.map((server) => ({ server, figures: of(server), clients: byServer.get(server.id) ?? 0 }));
}

const NO_TRAFFIC: Traffic = mergeTraffic([]);

function serverList({ span, servers, rows, known }: OverviewData, context: PageContext): Html {
  const rest = servers.length - rows.length;
  return h`${serverTable(rows, span, known, context)}
${
    rest > 0
      ? h`<p>These are asked most. <a href="/servers?span=${span.name}">All ${
        countText(servers.length)
      } servers</a></p>`
      : ""
  }`;
}

function sentenceOf(
  { servers, figures, span, findings, known }: OverviewData,
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
