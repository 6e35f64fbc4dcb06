import type { PortKey, StoredClient, StoredServer, StoredTransaction } from "../../store/mod.ts";
import { facts, nothing, toned } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { lookUp } from "../frame/look_up.ts";
import { type Page, type PageContext, PageProblem } from "../frame/page.ts";
import { addressText, interfaceIdText, shownRemoteId } from "../present/identifier.ts";
import { countOf } from "../present/quantity.ts";
import { visible } from "../present/visible.ts";
import { clientTable } from "./_client_table.ts";
import { findingSection } from "./_finding_table.ts";
import { findingsOfPort, type ToldFinding } from "./_findings.ts";
import { relayLink } from "./_finding_subject.ts";
import { findingRow } from "./problems.ts";
import { CLIENT_LIST, type ClientKey } from "./_found_clients.ts";
import { allRows, type Listing, listing, nextJson, pager } from "./_listing.ts";
import { failureShare, failuresOf } from "./_port_failures.ts";
import { portText } from "./_links.ts";
import { askedPort, portSearch } from "./_port_key.ts";
import { clientJson, transactionRow } from "./_rows_json.ts";
import { transactionTable } from "./_transaction_table.ts";

interface PortData {
  readonly port: PortKey;
  readonly clients: Listing<StoredClient>;
  /** The latest of its clients' transactions, out of which the shares are. */
  readonly latest: readonly StoredTransaction[];
  readonly findings: readonly ToldFinding[];
  readonly servers: readonly StoredServer[];
}

/** Clients whose transactions are looked at: those seen last. */
const LOOKED_AT = 20;
/** Transactions of each of these; of all that are shown. */
const EACH = 50, SHOWN = 20;

/** One port: who is on it, what of their requests failed, and what was found. */
export const portPage: Page<PortData> = {
  path: "/port",
  lookUp: async (context) => lookUp("port", portText(await askedPort(context))),
  async load(context) {
    const { reader } = context, port = await askedPort(context);
    if (port.interfaceId.length + port.remoteId.length === 0) {
      throw new PageProblem(400, "A port has an interface-id or a remote-id.", "All ports are under Relays.");
    }
    const fetch = (page: { limit: number; after?: ClientKey }) => reader.clients({ by: "port", port }, page);
    const clients = await listing(context, { fetch, ...CLIENT_LIST });
    const last = clients.isLater ? await fetch({ limit: LOOKED_AT }) : clients.rows.slice(0, LOOKED_AT);
    const [servers, findings, ...transactions] = await Promise.all([
      reader.servers(),
      findingsOfPort(reader, port, last),
      ...last.map(({ id }) => reader.transactions({ clientId: id }, { limit: EACH })),
    ]);
    const latest = transactions.flat().sort((a, b) => b.receivedAt - a.receivedAt || b.id - a.id);
    return { port, clients, latest, findings, servers };
  },
  json: ({ port, clients, latest, findings }, context) => ({
    "interface-id": interfaceIdText(port.interfaceId) || null,
    "remote-id": shownRemoteId(port.remoteId).whole || null,
    "clients": clients.rows.map(clientJson),
    "next": nextJson(context, clients.next),
    "problems": findings.map(findingRow),
    "latest": { ...failuresOf(latest) },
    "latest-transactions": latest.slice(0, SHOWN).map(transactionRow),
  }),
  title: ({ port }) => `${portText({ ...port })} · Port`,
  view: (data, context) => {
    const { clients, latest, findings, servers } = data;
    return h`<h1>Port ${portText(data.port)}</h1>
<p class="lead">${sentence(data)}</p>
${portFacts(data)}
${findingSection(findings, servers, context)}
<h2>Clients</h2>
${clients.rows.length === 0 ? nobody(data.port) : clientTable(clients.rows, context)}
${pager(context, clients)}
${latest.length === 0 ? "" : h`<h2>Latest transactions</h2>${transactionTable(latest.slice(0, SHOWN), context)}`}`;
  },
  async *rows(context: PageContext) {
    const { reader } = context, port = await askedPort(context);
    const fetch = (page: { limit: number; after?: ClientKey }) => reader.clients({ by: "port", port }, page);
    for await (const client of allRows({ fetch, key: CLIENT_LIST.key })) yield clientJson(client);
  },
};

function sentence({ clients, findings }: PortData): Html {
  const { rows, next, isLater } = clients, words = countOf(rows.length, "client");
  const count = isLater ? "More of the clients" : next === undefined ? words : `More than ${words}`;
  const open = findings.filter(({ finding }) => finding.until === undefined);
  if (open.length === 0) return h`${count} on this port.`;
  const isFailing = open.some(({ finding }) => finding.severity === "failing");
  return h`${count} on this port; ${
    toned(isFailing ? "failing" : "degraded", open.length === 1 ? open[0].title : countOf(open.length, "problem"))
  }.`;
}

function portFacts({ port, clients, latest }: PortData): Html {
  const remote = shownRemoteId(port.remoteId);
  const links = Array.from(new Set(clients.rows.map(({ linkAddress }) => addressText(linkAddress)))).filter((text) =>
    text !== ""
  );
  const { counted, unanswered, refused } = failuresOf(latest);
  const of = h` <span class="dim">of the latest ${countOf(latest.length, "transaction")} kept of its clients</span>`;
  const says = remote.says === remote.whole ? "" : h` <span class="dim">${visible(remote.says)}</span>`;
  return facts([
    ["Interface-id", visible(interfaceIdText(port.interfaceId))],
    ["Remote-id", remote.whole === "" ? undefined : h`${visible(remote.whole)}${says}`],
    ["Behind", links.length === 0 ? undefined : h`${links.slice(0, 10).map((text) => h`${relayLink(text)} `)}`],
    ["Not answered", latest.length === 0 ? undefined : h`${failureShare(unanswered, counted)}${of}`],
    ["Refused", latest.length === 0 ? undefined : h`${failureShare(refused, counted)}${of}`],
  ]);
}

function nobody(port: PortKey): Html {
  const search = h`<a href="${portSearch(port)}">Look for a part of its name</a>`;
  return nothing("No client is known on exactly this port.", search);
}
