import { messageTypeName } from "../../dhcpv6/mod.ts";
import { mergeTraffic, type Traffic, type TrafficPoint } from "../../store/mod.ts";
import { table } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { messageName } from "../present/meaning.ts";
import { rateText, shareText } from "../present/quantity.ts";
import { sparkline } from "./_charts.ts";
import { type CountedTransactions, countLink } from "./_transaction_path.ts";
import { figuresOf, type SeriesStep } from "./_traffic_series.ts";

/** What was asked with messages of a type. */
export interface TypeTraffic {
  /** The type; 0 for answers whose request nobody knows. */
  readonly requestType: number;
  readonly requests: number;
  readonly unanswered: number;
  readonly refused: number;
  /** Requests in each step of a series; `undefined` where nothing is known. */
  readonly steps: readonly (number | undefined)[];
}

/** Types that have a row: a client may send any of 256. */
const SHOWN = 12;

/** Traffic by the type of the request, what is asked most first; `series` is made of the same points. */
export function typeTraffic(points: readonly TrafficPoint[], series: readonly SeriesStep[]): TypeTraffic[] {
  const byTime = new Map(points.map((point) => [point.at, typesOf(point)]));
  return Array.from(typesOf(mergeTraffic(points)), ([requestType, { requests, unanswered, refused }]) => ({
    ...{ requestType, requests, unanswered, refused },
    steps: series.map(({ at, figures }) => figures && (byTime.get(at)?.get(requestType)?.requests ?? 0)),
  })).sort((a, b) => b.requests - a.requests || a.requestType - b.requestType);
}

/** Types in JSON, each step's requests in the order of the series. */
export function typeJson({ requestType, requests, unanswered, refused, steps }: TypeTraffic): Record<string, unknown> {
  return {
    "request": requestType === 0 ? null : messageTypeName(requestType),
    ...{ requests, unanswered, refused },
    "series": steps.map((count) => count ?? null),
  };
}

/** Rates by the type of the request; `counted` are the time, and the server where it is one. */
export function typeTable(types: readonly TypeTraffic[], seconds: number, counted: CountedTransactions): Html {
  if (types.length === 0) return h``;
  const columns = [
    { head: "Request" },
    { head: "Rate", isNumber: true },
    { head: "Over the time", isWide: true },
    { head: "Not answered", isNumber: true },
    { head: "Refused", isNumber: true },
  ];
  const rows = types.slice(0, SHOWN).map(({ requestType, requests, unanswered, refused, steps }) => {
    const ofType = { ...counted, request: requestType };
    return [
      requestType === 0 ? "none: an answer alone" : messageName(requestType),
      countLink(ofType, requests, rateText(requests / seconds)),
      sparkline(steps),
      countLink({ ...ofType, outcome: "unanswered" }, unanswered, shareText(unanswered, requests)),
      countLink({ ...ofType, outcome: "refused" }, refused, shareText(refused, requests)),
    ];
  });
  const rest = types.length - SHOWN;
  return h`<h2>Requests by type</h2>
${table("Requests by type, the one that is asked most first", columns, rows)}
${rest > 0 ? h`<p class="dim">${rest} more that are asked less, in the JSON.</p>` : ""}`;
}

function typesOf({ counts }: Traffic): Map<number, ReturnType<typeof figuresOf>> {
  const types = Map.groupBy(counts, ({ requestType }) => requestType);
  return new Map(Array.from(types, ([type, counts]) => [type, figuresOf({ counts, durations: [] })]));
}
