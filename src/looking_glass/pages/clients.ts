import type { Page as ListPage, StoredClient } from "../../store/mod.ts";
import { nothing, table } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { listLookUp, lookUp } from "../frame/look_up.ts";
import { Elsewhere, type Page, type PageContext } from "../frame/page.ts";
import { linkTo } from "../frame/view.ts";
import { countOf } from "../present/quantity.ts";
import { addressText } from "../present/identifier.ts";
import { visible } from "../present/visible.ts";
import { interpretQuery } from "../search/interpret_query.ts";
import type { Reading, Readings } from "../search/reading.ts";
import { clientTable } from "./_client_table.ts";
import { CLIENT_LIST, type ClientKey, foundClients, heldAddress } from "./_found_clients.ts";
import { relayLink } from "./_finding_subject.ts";
import { linkAddressOf } from "./_link_address.ts";
import { allRows, type Listing, listing, nextJson, pager } from "./_listing.ts";
import { clientJson } from "./_rows_json.ts";

interface ClientsData extends Readings, Listing<StoredClient> {
  /** What was typed. */
  readonly query: string;
  /** The link-address whose clients are listed, where one was asked for. */
  readonly behind: Uint8Array | undefined;
  /** The number of the reading that is answered; `undefined` where there is none. */
  readonly chosen: number | undefined;
}

/** Clients by what is known of them: says how that was read, and offers the other readings. */
export const clientsPage: Page<ClientsData> = {
  path: "/clients",
  lookUp({ query }) {
    const text = queryOf(query);
    if (query.get("link")) return listLookUp("clients", query);
    return text === "" ? lookUp("clients", "") : lookUp("search", text);
  },
  async load(context) {
    const query = queryOf(context.query), read = interpretQuery(query, settingsOf(context));
    const behind = linkAddressOf(context.query);
    const chosen = await chosenOf(read.readings, context), fetch = fetcher(read, chosen, context);
    const part = await listing(context, { fetch, ...CLIENT_LIST });
    if (isOnlyOne(part, context) && chosen !== undefined && read.readings[chosen].answer.from === "clients") {
      throw new Elsewhere(`/clients/${part.rows[0].id}?q=${encodeURIComponent(query)}`);
    }
    return { ...read, ...part, query, chosen, behind };
  },
  json: ({ query, problem, readings, chosen, rows, next }, context) => ({
    query,
    "problem": problem ?? null,
    "read-as": chosen === undefined ? null : readings[chosen].phrase,
    "readings": readings.map(({ kind, phrase }) => ({ kind, phrase })),
    "clients": rows.map(clientJson),
    "next": nextJson(context, next),
  }),
  title: ({ query, behind }) =>
    behind !== undefined
      ? `Clients behind ${addressText(behind)}`
      : query === ""
      ? "Clients"
      : `${visible(query)} · Clients`,
  view: (data, context) =>
    h`${
      data.behind !== undefined
        ? behindView(data, context)
        : data.query === ""
        ? empty(data, context)
        : results(data, context)
    }
${pager(context, data)}`,
  async *rows(context) {
    const read = interpretQuery(queryOf(context.query), settingsOf(context));
    const fetch = fetcher(read, await chosenOf(read.readings, context), context);
    for await (const client of allRows({ fetch, key: CLIENT_LIST.key })) yield clientJson(client);
  },
};

/** What was typed; nothing where a list is asked for that needs no typing. */
function queryOf(query: URLSearchParams): string {
  return query.get("link") ? "" : (query.get("q") ?? "").trim();
}

function settingsOf({ now, times, vendors }: PageContext) {
  return { now, timeZone: times.timeZone, ...(vendors === undefined ? {} : { vendors }) };
}

/** How a page of what is shown is had: all clients without a search, none where nobody knows what is looked for. */
function fetcher({ readings }: Readings, chosen: number | undefined, context: PageContext) {
  const { reader } = context, behind = linkAddressOf(context.query);
  return async (page: ListPage<ClientKey>): Promise<StoredClient[]> => {
    if (behind !== undefined) return await reader.clients({ by: "linkAddress", bytes: behind }, page);
    if (chosen !== undefined) return await foundClients(reader, readings[chosen].answer, page);
    return queryOf(context.query) === "" ? await reader.clientsByLastSeen(page) : [];
  };
}

/** Whether one client was found of a search whose readings nobody has chosen from: that is who was meant. */
function isOnlyOne({ rows, isLater, next }: Listing<StoredClient>, { query, path, url }: PageContext): boolean {
  return rows.length === 1 && !isLater && next === undefined && query.get("as") === null && path === url.pathname;
}

/** The number of the reading that is answered: the one that is asked for, or the first that finds anything. */
async function chosenOf(readings: readonly Reading[], context: PageContext): Promise<number | undefined> {
  const asked = context.query.get("as");
  if (readings.length === 0) return undefined;
  return asked === null ? await firstThatFinds(readings, context) : Math.min(Number(asked) >>> 0, readings.length - 1);
}

/** The first reading that finds anything; the best one where none does. */
async function firstThatFinds(readings: readonly Reading[], { reader }: PageContext): Promise<number> {
  const [best] = readings;
  if (best.answer.from === "client") throw new Elsewhere(`/clients/${best.answer.id}`);
  if (best.answer.from === "holder") throw new Elsewhere(heldAddress(best.answer.lease, best.answer.at));
  for (const [i, { answer }] of readings.entries()) {
    if (answer.from === "clients" && (await foundClients(reader, answer, { limit: 1 })).length > 0) return i;
  }
  return 0;
}

function behindView(data: ClientsData, context: PageContext): Html {
  const link = addressText(data.behind);
  return h`<h1>Clients behind <span class="mono">${link}</span></h1>
<p class="lead">${countWords(data)} behind it, by what relay agents said last. ${relayLink(link)} has its ports.</p>
${data.rows.length === 0 ? "" : clientTable(data.rows, context)}`;
}

function empty({ rows, isLater }: ClientsData, context: PageContext): Html {
  const examples: readonly (readonly [string, string])[] = [
    ["34:31:c4:3c:b2:f1", "a MAC address, in any spelling, or its beginning"],
    ["000300013431c43cb2f1", "a DUID, with colons or without"],
    ["2001:db8::1", "an address, or a prefix such as 2001:db8::/56: whoever had it"],
    ["2001:db8::1 @ 14:05", "who had it at that time"],
    ["Fa2/3", "a part of an interface-id"],
    ["9:olt-7", "a remote-id, its enterprise number first"],
    ["AVM", "a vendor, a host name or a vendor class"],
    ["#42", "the client of that number"],
  ];
  return h`<h1>Clients</h1>
<p class="lead">Type what you know of a client into the box above; <kbd>/</kbd> leads there.</p>
<details><summary>What can be looked for</summary>${
    table(
      "What can be looked for",
      [{ head: "Such as" }, { head: "Finds" }],
      examples.map((
        [text, what],
      ) => [h`<a class="mono" href="/clients?q=${encodeURIComponent(text)}">${text}</a>`, what]),
    )
  }</details>
<h2>Seen last</h2>
${rows.length > 0 ? clientTable(rows, context) : nothing(isLater ? "There are no more." : "No client was seen yet.")}`;
}

function results(data: ClientsData, context: PageContext): Html {
  const { query, problem, readings, chosen, rows } = data;
  const others = readings.flatMap((reading, i) =>
    i === chosen
      ? []
      : [h`<li><a href="${linkTo(context, { as: String(i), after: undefined })}">${reading.phrase}</a></li>`]
  );
  return h`<h1>Clients</h1>
${problem === undefined ? "" : h`<p class="tone degraded"><span aria-hidden="true">▲</span> ${problem}.</p>`}
${
    chosen === undefined
      ? nothing(`“${visible(query.slice(0, 80))}” could not be read.`)
      : h`<p class="lead">${countWords(data)} known by ${readings[chosen].phrase}.</p>`
  }
${
    others.length === 0
      ? ""
      : h`<details${
        rows.length === 0 ? h` open` : ""
      }><summary>It may also be meant as</summary><ul>${others}</ul></details>`
  }
${rows.length === 0 ? "" : clientTable(rows, context)}`;
}

/** How many were found, as far as a part of the list tells it. */
function countWords({ rows, next, isLater }: ClientsData): string {
  if (isLater) return rows.length === 0 ? "No more clients are" : "These, and those before, are";
  if (next !== undefined) return `More than ${rows.length} clients are`;
  if (rows.length === 0) return "No client is";
  return `${countOf(rows.length, "client")} ${rows.length === 1 ? "is" : "are"}`;
}
