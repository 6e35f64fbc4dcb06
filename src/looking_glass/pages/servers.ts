import { mergeTraffic, type StoredServer } from "../../store/mod.ts";
import { nothing } from "../frame/elements.ts";
import { h } from "../frame/html.ts";
import type { Page, PageContext } from "../frame/page.ts";
import { countOf } from "../present/quantity.ts";
import { type KnownTime, knownTime } from "./_known_time.ts";
import { allRows, type Listing, listing, nextJson, pager } from "./_listing.ts";
import { serverJson } from "./_rows_json.ts";
import { type ServerRow, serverTable } from "./_server_table.ts";
import { type Span, spanOf, spanSwitch } from "./_span.ts";
import { figuresJson, figuresOf } from "./_traffic_series.ts";

interface ServersData extends Listing<ServerRow> {
  readonly span: Span;
  readonly known: KnownTime;
}

/** All servers that published anything, by name, with how each does. */
export const serversPage: Page<ServersData> = {
  path: "/servers",
  async load(context) {
    const { reader, now } = context, span = spanOf(context);
    const [part, rowOf, coverage, positions, gaps] = await Promise.all([
      listing(context, {
        fetch: (page: { limit: number; after?: number }) => reader.servers(page),
        key: ({ id }: StoredServer) => id,
        parts: (id) => [id],
        fromParts: ([id]) => id,
      }),
      rowsWith(context, span),
      reader.trafficCoverage(),
      reader.coverage(),
      reader.gaps(span),
    ]);
    return { ...part, rows: part.rows.map(rowOf), span, known: knownTime(coverage, positions, gaps, now) };
  },
  json: ({ rows, span, next }, context) => ({
    "span": span.name,
    "servers": rows.map(rowJson),
    "next": nextJson(context, next),
  }),
  title: () => "Servers",
  view: ({ rows, span, known, next, isLater }, context) =>
    h`<h1>Servers</h1>
${
      rows.length === 0
        ? nothing(
          isLater ? "There are no more." : "No server has published anything that was read.",
          isLater ? "" : "Is a collector running, and does it read the right topic?",
        )
        : h`<p class="lead">${countWords(rows.length, isLater || next !== undefined)}; figures are of ${span.words}.</p>
${spanSwitch(span, context)}
${serverTable(rows, span, known, context)}`
    }
${pager(context, { next, isLater }, "More servers")}`,
  async *rows(context) {
    const { reader } = context, rowOf = await rowsWith(context, spanOf(context));
    const fetch = (page: { limit: number; after?: number }) => reader.servers(page);
    for await (const server of allRows({ fetch, key: ({ id }: StoredServer) => id })) yield rowJson(rowOf(server));
  },
};

function countWords(count: number, isPart: boolean): string {
  return isPart ? "A part of the servers, by name" : `${countOf(count, "server")} published transactions`;
}

/** What makes rows of servers, with what they did in a stretch of time. */
async function rowsWith({ reader }: PageContext, span: Span): Promise<(server: StoredServer) => ServerRow> {
  const [traffic, { byServer }] = await Promise.all([reader.trafficByServer(span), reader.clientCounts(span)]);
  const none = mergeTraffic([]);
  return (server) => ({
    server,
    figures: figuresOf(traffic.get(server.id) ?? none),
    clients: byServer.get(server.id) ?? 0,
  });
}

function rowJson({ server, figures, clients }: ServerRow) {
  return { ...serverJson(server), ...figuresJson(figures), clients };
}
