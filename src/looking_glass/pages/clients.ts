import type { ClientSearch, StoredClient } from "../../store/mod.ts";
import { nothing, table } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { lookUp } from "../frame/look_up.ts";
import { Elsewhere, type Page, type PageContext } from "../frame/page.ts";
import { linkTo } from "../frame/view.ts";
import { countOf } from "../present/quantity.ts";
import { isoTime } from "../present/times.ts";
import { visible } from "../present/visible.ts";
import { interpretQuery } from "../search/interpret_query.ts";
import type { Reading, Readings } from "../search/reading.ts";
import { leaseText } from "../../store/mod.ts";
import { clientTable } from "./_client_table.ts";
import { allRows } from "./_listing.ts";
import { clientJson } from "./_rows_json.ts";

interface ClientsData extends Readings {
  /** What was typed. */
  readonly query: string;
  /** The number of the reading that is answered; `undefined` where there is none. */
  readonly chosen: number | undefined;
  /** What it found. */
  readonly clients: readonly StoredClient[];
  /** Whether there are more than are shown. */
  readonly hasMore: boolean;
}

const SHOWN = 100;

type ClientPage = { limit: number; after?: Pick<StoredClient, "id" | "lastSeen"> };

/** Clients by what is known of them: says how that was read, and offers the other readings. */
export const clientsPage: Page<ClientsData> = {
  path: "/clients",
  lookUp({ query }) {
    const text = queryOf(query);
    return text === "" ? lookUp("clients", "") : lookUp("search", text);
  },
  async load(context) {
    const query = queryOf(context.query), asked = context.query.get("as");
    const read = interpretQuery(query, settingsOf(context));
    if (query === "") return await latest(read, context);
    if (read.readings.length === 0) return { ...read, query, chosen: undefined, clients: [], hasMore: false };
    const chosen = await chosenOf(read.readings, context);
    const clients = await found(read.readings[chosen], context, SHOWN + 1);
    if (
      asked === null && clients.length === 1 && read.readings[chosen].answer.from === "clients" &&
      context.path === context.url.pathname
    ) {
      throw new Elsewhere(`/clients/${clients[0].id}?q=${encodeURIComponent(query)}`);
    }
    return { ...read, query, chosen, clients: clients.slice(0, SHOWN), hasMore: clients.length > SHOWN };
  },
  json: ({ query, problem, readings, chosen, clients, hasMore }) => ({
    query,
    "problem": problem ?? null,
    "read-as": chosen === undefined ? null : readings[chosen].phrase,
    "readings": readings.map(({ kind, phrase }) => ({ kind, phrase })),
    "clients": clients.map(clientJson),
    "has-more": hasMore,
  }),
  title: ({ query }) => query === "" ? "Clients" : `${visible(query)} · Clients`,
  view: (data, context) => data.query === "" ? empty(data, context) : results(data, context),
  async *rows(context) {
    const query = queryOf(context.query), { readings } = interpretQuery(query, settingsOf(context));
    if (query === "") {
      const fetch = (page: ClientPage) => context.reader.clientsByLastSeen(page);
      for await (const client of allRows({ fetch, key: (client: StoredClient) => client })) yield clientJson(client);
      return;
    }
    if (readings.length === 0) return;
    const { answer } = readings[await chosenOf(readings, context)];
    if (answer.from !== "clients") return;
    for (const search of answer.searches) {
      const fetch = (page: ClientPage) => context.reader.clients(search, page);
      for await (const client of allRows({ fetch, key: (client: StoredClient) => client })) yield clientJson(client);
    }
  },
};

/** What was typed. */
function queryOf(query: URLSearchParams): string {
  return (query.get("q") ?? "").trim();
}

function settingsOf({ now, times, vendors }: PageContext) {
  return { now, timeZone: times.timeZone, ...(vendors === undefined ? {} : { vendors }) };
}

/** Without a search: the clients that were seen last. */
async function latest(read: Readings, { reader }: PageContext): Promise<ClientsData> {
  const clients = await reader.clientsByLastSeen({ limit: SHOWN });
  return { ...read, query: "", chosen: undefined, clients, hasMore: clients.length === SHOWN };
}

/** The number of the reading that is answered: the one that is asked for, or the first that finds anything. */
async function chosenOf(readings: readonly Reading[], context: PageContext): Promise<number> {
  const asked = context.query.get("as");
  return asked === null ? await firstThatFinds(readings, context) : Math.min(Number(asked) >>> 0, readings.length - 1);
}

/** The first reading that finds anything; the best one where none does. */
async function firstThatFinds(readings: readonly Reading[], context: PageContext): Promise<number> {
  const [best] = readings;
  if (best.answer.from === "client") throw new Elsewhere(`/clients/${best.answer.id}`);
  if (best.answer.from === "holder") throw new Elsewhere(heldAddress(best.answer.lease, best.answer.at));
  for (const [i, reading] of readings.entries()) {
    if (reading.answer.from === "clients" && (await found(reading, context, 1)).length > 0) return i;
  }
  return 0;
}

async function found({ answer }: Reading, { reader }: PageContext, limit: number): Promise<StoredClient[]> {
  if (answer.from === "client") {
    const client = await reader.client(answer.id);
    return client === undefined ? [] : [client];
  }
  if (answer.from === "holder") throw new Elsewhere(heldAddress(answer.lease, answer.at));
  const clients = new Map<number, StoredClient>();
  for (const search of answer.searches) {
    for (const client of await reader.clients(search satisfies ClientSearch, { limit })) clients.set(client.id, client);
    if (clients.size >= limit) break;
  }
  return [...clients.values()].sort((a, b) => b.lastSeen - a.lastSeen || b.id - a.id).slice(0, limit);
}

function heldAddress(lease: string, at: number): string {
  return `/held?${new URLSearchParams({ lease: leaseText(lease), at: isoTime(at) ?? "" })}`;
}

function empty({ clients }: ClientsData, context: PageContext): Html {
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
${clients.length === 0 ? nothing("No client was seen yet.") : clientTable(clients, context)}`;
}

function results(data: ClientsData, context: PageContext): Html {
  const { query, problem, readings, chosen, clients, hasMore } = data;
  const others = readings.flatMap((reading, i) =>
    i === chosen ? [] : [h`<li><a href="${linkTo(context, { as: String(i) })}">${reading.phrase}</a></li>`]
  );
  const count = hasMore
    ? `More than ${SHOWN} clients are`
    : clients.length === 0
    ? "No client is"
    : clients.length === 1
    ? "1 client is"
    : `${countOf(clients.length, "client")} are`;
  return h`<h1>Clients</h1>
${problem === undefined ? "" : h`<p class="tone degraded"><span aria-hidden="true">▲</span> ${problem}.</p>`}
${
    chosen === undefined
      ? nothing(`“${visible(query.slice(0, 80))}” could not be read.`)
      : h`<p class="lead">${count} known by ${readings[chosen].phrase}.</p>`
  }
${
    others.length === 0
      ? ""
      : h`<details${
        clients.length === 0 ? h` open` : ""
      }><summary>It may also be meant as</summary><ul>${others}</ul></details>`
  }
${clients.length === 0 ? "" : clientTable(clients, context)}
${
    hasMore
      ? h`<p class="dim">The ${SHOWN} that were seen last are shown; CSV and NDJSON, below, have all of them.</p>`
      : ""
  }`;
}
