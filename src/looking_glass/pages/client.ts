import {
  leaseEnd,
  type LeaseInterval,
  type LogGap,
  type StoredClient,
  type StoredServer,
  type StoredTransaction,
  type TransactionKey,
} from "../../store/mod.ts";
import { toHex } from "../../wire/mod.ts";
import { ago, exactTime, facts, identifier, nothing, toned } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { lookUp } from "../frame/look_up.ts";
import { type Page, type PageContext, PageProblem, rowNumber } from "../frame/page.ts";
import { addressText, interfaceIdText, macText, shownRemoteId } from "../present/identifier.ts";
import { visible } from "../present/visible.ts";
import type { Headline } from "../story/client_headline.ts";
import { sentenceText } from "../story/sentence.ts";
import type { StoryEvent } from "../story/story_event.ts";
import { toldClient } from "../story/told_client.ts";
import { interpretQuery } from "../search/interpret_query.ts";
import { leaseBars, leasesPath } from "./_lease_bars.ts";
import { clientName, portLink, portText } from "./_links.ts";
import { allRows } from "./_listing.ts";
import { findingSection } from "./_finding_table.ts";
import { findingsOfClient, type ToldFinding } from "./_findings.ts";
import { findingRow } from "./problems.ts";
import { clientJson, eventJson, leaseJson, transactionRow } from "./_rows_json.ts";
import { sentenceView, timeline } from "./_timeline.ts";
import { transactionsPath } from "./_transaction_path.ts";

interface ClientData {
  readonly client: StoredClient;
  readonly leases: readonly LeaseInterval[];
  readonly transactions: readonly StoredTransaction[];
  readonly gaps: readonly LogGap[];
  readonly servers: readonly StoredServer[];
  readonly findings: readonly ToldFinding[];
  /** The same DUID elsewhere. */
  readonly elsewhere: readonly StoredClient[];
}

const MOST_LEASES = 500, MOST_TRANSACTIONS = 200, MOST_ELSEWHERE = 10;

/** What happened to a client, in plain sentences, each with its packets. */
export const clientPage: Page<ClientData> = {
  path: "/clients/:id{[0-9]+}",
  async lookUp({ reader, params }) {
    const id = rowNumber(params.id), client = await reader.client(id);
    return lookUp("client", `${id} ${toHex(client?.duid ?? new Uint8Array())}`.trim());
  },
  async load({ reader, params, now }) {
    const id = rowNumber(params.id), client = await reader.client(id);
    if (client === undefined) {
      throw new PageProblem(
        404,
        `There is no client ${id}.`,
        "Clients of which nothing is kept any more are swept away. Look for it in the box above.",
      );
    }
    const [servers, elsewhere, leases, transactions] = await Promise.all([
      reader.servers(),
      client.duid.length === 0 ? [] : reader.clients({ by: "duid", bytes: client.duid }, { limit: MOST_ELSEWHERE + 1 }),
      reader.leasesOf(id, { limit: MOST_LEASES }),
      reader.transactions({ clientId: id }, { limit: MOST_TRANSACTIONS }),
    ]);
    const from = Math.min(
      now,
      ...leases.map(({ startedAt }) => startedAt),
      ...transactions.map(({ receivedAt }) => receivedAt),
    );
    const [gaps, findings] = await Promise.all([
      reader.gaps({ from, to: now }),
      findingsOfClient(reader, client, leases),
    ]);
    return {
      client,
      servers,
      leases,
      transactions,
      gaps,
      findings,
      elsewhere: elsewhere.filter((one) => one.id !== id),
    };
  },
  json: (data, context) => {
    const { client, leases, transactions } = data, { headline, events } = toldClient(data, context);
    const { sentence, tone, next } = headline;
    return {
      client: clientJson(client),
      headline: { sentence: sentenceText(sentence), tone, next: next === undefined ? null : sentenceText(next) },
      problems: data.findings.map(findingRow),
      "also-seen": data.elsewhere.map(clientJson),
      leases: leases.map(leaseJson),
      "more-leases": leases.length < MOST_LEASES ? null : leasesPath(client.id, ".json"),
      events: events.map(eventJson),
      transactions: transactions.map(transactionRow),
    };
  },
  title: ({ client }, { vendors }) => clientName(client, vendors?.vendorOf),
  view: (data, context) => {
    const { client, leases, gaps } = data, { headline, events } = toldClient(data, context);
    return h`${readAs(context)}
<h1>${clientName(client, context.vendors?.vendorOf)}</h1>
${headlineView(headline)}
${alsoSeen(data, context)}
${clientFacts(client, context)}
${findingSection(data.findings, data.servers, context)}
<h2>Leases</h2>
${
      leases.length === 0
        ? nothing("No server has given it an address or prefix, by what is kept.")
        : h`${leaseBars(leases, gaps, context)}
<p><a href="${leasesPath(client.id)}">All of its leases as a list</a></p>`
    }
<h2>What happened</h2>
${history(data, events, context)}`;
  },
  async *rows({ reader, params }) {
    const filter = { clientId: rowNumber(params.id) };
    const fetch = (page: { limit: number; after?: TransactionKey }) => reader.transactions(filter, page);
    for await (const one of allRows({ fetch, key: (one: StoredTransaction) => one })) yield transactionRow(one);
  },
};

/** How the search box read what led here, and what else it may have meant. */
function readAs({ query, now, times, vendors }: PageContext): Html {
  const text = query.get("q");
  if (!text) return h``;
  const { readings } = interpretQuery(text, {
    now,
    timeZone: times.timeZone,
    ...(vendors === undefined ? {} : { vendors }),
  });
  if (readings.length === 0) return h``;
  const all = `/clients?${new URLSearchParams({ q: text, as: "0" })}`;
  return h`<p class="note">“${visible(text)}” was read as ${readings[0].phrase}. ${
    readings.length > 1 ? h`<a href="${all}">Other readings</a>` : ""
  }</p>`;
}

/** A client that has moved, or whose DUID several have, is another client to a store. */
function alsoSeen({ client, elsewhere }: ClientData, view: PageContext): Html {
  if (elsewhere.length === 0) return h``;
  const shown = elsewhere.slice(0, MOST_ELSEWHERE), q = toHex(client.duid);
  return h`<p class="note">The same DUID was also seen on ${
    shown.map((one, i) =>
      h`${i === 0 ? "" : ", "}<a href="/clients/${one.id}">${portText(one) || "no port"}</a> (${
        ago(one.lastSeen, view)
      })`
    )
  }${
    elsewhere.length > MOST_ELSEWHERE
      ? h` and <a href="/clients?${new URLSearchParams({ q, as: "0" }).toString()}">others</a>`
      : ""
  }.</p>`;
}

function clientFacts(client: StoredClient, view: PageContext): Html {
  const { duid, macAddress, interfaceId, remoteId, clientAddress, hostName, vendorClass, firstSeen, lastSeen } = client;
  const remote = shownRemoteId(remoteId);
  return facts([
    ["DUID", duid.length > 0 ? identifier(toHex(duid)) : "none sent"],
    ["MAC address", macAddress && macText(macAddress, view.vendors?.vendorOf)],
    [
      "Port",
      interfaceId.length > 0 ? portLink(client, interfaceIdText(interfaceId)) : undefined,
    ],
    [
      "Remote-id",
      remote.whole === ""
        ? undefined
        : h`${portLink(client, remote.whole)}${
          remote.says === remote.whole ? "" : h` <span class="dim">${remote.says}</span>`
        }`,
    ],
    ["Sends from", clientAddress ? h`<span class="mono">${addressText(clientAddress)}</span>` : undefined],
    ["Host name", visible(hostName)],
    ["Vendor class", visible(vendorClass)],
    ["First seen", exactTime(firstSeen, view)],
    ["Seen last", h`${exactTime(lastSeen, view)} <span class="dim">${ago(lastSeen, view)}</span>`],
  ]);
}

function history(data: ClientData, events: readonly StoryEvent[], view: PageContext): Html {
  const { client, transactions, leases } = data;
  if (transactions.length === 0) {
    const goesOn = leases.some((lease) => leaseEnd(lease) > view.now) ? "Its lease goes on all the same." : "";
    return nothing("None of its transactions is kept any more.", goesOn);
  }
  const oldest = transactions.at(-1)!;
  return h`${timeline(events, view)}
<p><a href="${
    transactionsPath({ client: client.id, to: transactions.length < MOST_TRANSACTIONS ? undefined : oldest.receivedAt })
  }">${transactions.length < MOST_TRANSACTIONS ? "All of its transactions as a list" : "Earlier ones"}</a></p>`;
}

function headlineView({ sentence, tone, next }: Headline): Html {
  return h`<p class="lead">${toned(tone, sentenceView(sentence))}</p>
${next === undefined ? "" : h`<p class="note">${sentenceView(next)}</p>`}`;
}
