import {
  type DurationCount,
  mergeTraffic,
  type RelayTraffic,
  type StoredServer,
  type StoredTransaction,
} from "../../store/mod.ts";
import { ago, exactTime, facts, nothing, toned } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { lookUp } from "../frame/look_up.ts";
import { type Page, PageProblem, rowNumber } from "../frame/page.ts";
import type { View } from "../frame/view.ts";
import { durationText } from "../present/duration.ts";
import { countOf, rateText, shareText } from "../present/quantity.ts";
import { relativeTime } from "../present/times.ts";
import { visible } from "../present/visible.ts";
import { answeredJson, answeredView } from "./_answered.ts";
import { trafficCharts } from "./_charts.ts";
import { findingSection } from "./_finding_table.ts";
import { findingsOfServer, type ToldFinding } from "./_findings.ts";
import { type KnownTime, knownTime } from "./_known_time.ts";
import { latencyHistogram, latencyJson } from "./_latency_histogram.ts";
import { findingRow } from "./problems.ts";
import { relayJson } from "./relays.ts";
import { serverJson, transactionRow } from "./_rows_json.ts";
import { secondsOf } from "./_server_table.ts";
import { type Span, spanOf, spanSwitch } from "./_span.ts";
import { figuresJson, figuresOf, seriesOf, type SeriesStep, stepJson, type TrafficFigures } from "./_traffic_series.ts";
import { countLink, slowerLink } from "./_transaction_path.ts";
import { transactionTable } from "./_transaction_table.ts";
import { typeJson, typeTable, type TypeTraffic, typeTraffic } from "./_type_traffic.ts";

interface ServerData {
  readonly server: StoredServer;
  /** Its latest transactions: of all of them, whom it answers is told; some are shown. */
  readonly latest: readonly StoredTransaction[];
  readonly span: Span;
  readonly series: readonly SeriesStep[];
  readonly types: readonly TypeTraffic[];
  readonly durations: readonly DurationCount[];
  readonly relays: readonly RelayTraffic[];
  readonly figures: TrafficFigures;
  readonly findings: readonly ToldFinding[];
  /** Servers that problems may name besides. */
  readonly servers: readonly StoredServer[];
  readonly known: KnownTime;
}

const LOOKED_AT = 100, SHOWN = 30, RELAYS = 10;

/** One server: how much it is asked, how fast it answers and whom, and what it did last. */
export const serverPage: Page<ServerData> = {
  path: "/servers/:id{[0-9]+}",
  lookUp: ({ params }) => lookUp("server", params.id),
  async load(context) {
    const { reader, params, now } = context, span = spanOf(context);
    const id = rowNumber(params.id), server = await reader.server(id);
    if (server === undefined) throw new PageProblem(404, `There is no server ${id}.`, "All servers are under Servers.");
    const [latest, points, coverage, positions, gaps, relays, findings] = await Promise.all([
      reader.transactions({ serverId: id }, { limit: LOOKED_AT }),
      reader.traffic({ ...span, serverId: id }),
      reader.trafficCoverage(),
      reader.coverage(),
      reader.gaps(span),
      reader.relays({ from: span.from, to: span.to, serverId: id, limit: RELAYS }),
      findingsOfServer(reader, server),
    ]);
    const known = knownTime(coverage, positions, gaps, now), series = seriesOf(points, span, known, now);
    const all = mergeTraffic(points), servers = findings.length === 0 ? [] : await reader.servers();
    return {
      ...{ server, servers, latest, span, series, relays, findings, known },
      ...{ figures: figuresOf(all), durations: all.durations, types: typeTraffic(points, series) },
    };
  },
  json: ({ server, latest, span, series, types, durations, relays, figures, findings }) => ({
    "server": { ...serverJson(server), ...figuresJson(figures) },
    "problems": findings.map(findingRow),
    "span": span.name,
    "series": series.map(stepJson),
    "types": types.map(typeJson),
    "latency": latencyJson(durations),
    "link-addresses": relays.map(relayJson),
    "answered-last": answeredJson(latest),
    "latest-transactions": latest.slice(0, SHOWN).map(transactionRow),
  }),
  title: ({ server }) => visible(server.name) || "Server without a name",
  view: (data, context) => {
    const { server, servers, latest, span, series, types, durations, relays, figures, findings, known } = data;
    const counted = { server: server.id, from: span.from, to: span.to };
    return h`<h1>${visible(server.name) || "(no name)"}</h1>
<p class="lead">${sentence(server, figures, span, context)}${notRead(known, context)}</p>
${serverFacts(data, context)}
${findingSection(findings, servers, context)}
${spanSwitch(span, context)}
${trafficCharts(series, span, context)}
${typeTable(types, secondsOf(server, span, known, context), counted)}
${latencyHistogram(durations)}
${answeredView(server.id, relays, latest, context)}
<h2>Latest transactions</h2>
${
      latest.length === 0
        ? nothing("None of its transactions is kept any more.")
        : transactionTable(latest.slice(0, SHOWN), context)
    }
<p><a href="/transactions?server=${server.id}">All of its transactions</a></p>`;
  },
};

function serverFacts({ server, span, figures, known }: ServerData, view: View): Html {
  const { requests, unanswered, refused, p50, p99 } = figures;
  const counted = { server: server.id, from: span.from, to: span.to };
  const share = (outcome: "unanswered" | "refused", part: number) =>
    requests === 0 ? undefined : countLink({ ...counted, outcome }, part, shareText(part, requests));
  return facts([
    ["Requests", countLink(counted, requests, rateText(requests / secondsOf(server, span, known, view)))],
    ["Half answered in", p50 === undefined ? undefined : slowerLink(counted, p50, durationText(p50))],
    ["99 % answered in", p99 === undefined ? undefined : slowerLink(counted, p99, durationText(p99))],
    ["Not answered", share("unanswered", unanswered)],
    ["Refused", share("refused", refused)],
    ["Last transaction", h`${exactTime(server.lastSeen, view)} (${ago(server.lastSeen, view)})`],
    ["First transaction", exactTime(server.firstSeen, view)],
  ]);
}

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
