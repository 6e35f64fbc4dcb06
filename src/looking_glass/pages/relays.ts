import type { RelayTraffic, StoredPort, StoredServer } from "../../store/mod.ts";
import { toHex } from "../../wire/mod.ts";
import { nothing, table } from "../frame/elements.ts";
import type { ExportRow } from "../frame/export.ts";
import { h, type Html } from "../frame/html.ts";
import { pageLookUp } from "../frame/look_up.ts";
import type { Page, PageContext } from "../frame/page.ts";
import { linkTo } from "../frame/view.ts";
import { addressText, interfaceIdText, shownRemoteId } from "../present/identifier.ts";
import { countOf, countText } from "../present/quantity.ts";
import { findingSection } from "./_finding_table.ts";
import { findingsOfRelay, type ToldFinding } from "./_findings.ts";
import { findingRow } from "./problems.ts";
import { EACH, failureShare, MOST_CLIENTS, type PortFailures, portFailures } from "./_port_failures.ts";
import { clientsBehind, linkAddressOf } from "./_link_address.ts";
import { portLink } from "./_links.ts";
import { allRows, limitOf, type Listing, listing, nextJson, otherForms, pager, takesOther } from "./_listing.ts";
import { type KnownPort, knownPorts, portKeyOf, portKeyText } from "./_port_key.ts";
import { type Span, spanOf, spanSwitch } from "./_span.ts";

interface RelaysData {
  readonly span: Span;
  readonly relays: Listing<RelayTraffic>;
  /** The link-address whose ports are shown. */
  readonly chosen: Uint8Array | undefined;
  readonly ports: readonly (StoredPort & KnownPort)[];
  /** What `after` is for more ports; `undefined` at the end. */
  readonly next: string | undefined;
  /** What failed on the first of the ports; empty unless it was asked for, since it takes a look at many transactions. */
  readonly failures: readonly PortFailures[];
  /** What was found of the chosen one. */
  readonly findings: readonly ToldFinding[];
  readonly servers: readonly StoredServer[];
}

type RelayKey = Pick<RelayTraffic, "requests" | "id">;

/** The parameter that tells where the list of link-addresses goes on; that of ports is the usual one. */
const RELAYS_AFTER = "relays-after";
/** What the list of link-addresses is called where it is taken whole; that of ports has no name. */
const LINK_ADDRESSES = "link-addresses";
/** Ports whose transactions are looked at. */
const MOST_PORTS = 50;

/** Relay agents by link-address: clients, failures, and the ports behind them. */
export const relaysPage: Page<RelaysData> = {
  path: "/relays",
  lookUp: pageLookUp("relays"),
  async load(context) {
    const { reader, query } = context, span = spanOf(context), chosen = linkAddressOf(query);
    const limit = limitOf(query), after = query.has("after") ? await portKeyOf(query.get("after")!, reader) : undefined;
    const [relays, found, findings, servers] = await Promise.all([
      listing(context, {
        fetch: (page: { limit: number; after?: RelayKey }) => reader.relays({ from: span.from, to: span.to, ...page }),
        key: relayKey,
        parts: ({ requests, id }) => [requests, id],
        fromParts: ([requests, id = 0]) => ({ requests, id }),
        parameter: RELAYS_AFTER,
      }),
      reader.ports(chosen ?? "all", { limit: limit + 1, ...(after === undefined ? {} : { after }) }),
      chosen === undefined ? [] : findingsOfRelay(reader, chosen),
      chosen === undefined ? [] : reader.servers(),
    ]);
    const ports = await knownPorts(reader, found.slice(0, limit));
    const next = found.length > limit ? portKeyText(ports[limit - 1]) : undefined;
    const looked = query.get("shares") === "ports" ? ports.slice(0, MOST_PORTS) : [];
    const failures = looked.map((port) => portFailures(reader, port));
    return { span, relays, chosen, ports, next, findings, servers, failures: await Promise.all(failures) };
  },
  json: ({ span, relays, chosen, ports, next, findings, failures }, context) => ({
    "span": span.name,
    "relays": relays.rows.map(relayJson),
    "relays-next": nextJson(context, relays.next, RELAYS_AFTER),
    "ports-of": chosen === undefined ? "all" : addressText(chosen),
    "ports": ports.map((port, i) => ({
      ...portJson(port),
      ...(i in failures ? { "latest": { ...failures[i] } } : {}),
    })),
    "next": nextJson(context, next),
    ...(chosen === undefined ? {} : { "problems": findings.map(findingRow) }),
  }),
  title: () => "Relays",
  view: ({ span, relays, chosen, ports, next, findings, servers, failures }, context) =>
    h`<h1>Relays</h1>
<p class="lead">${sentence(relays, span)}</p>
${spanSwitch(span, context)}
${relays.rows.length === 0 ? "" : h`${relayTable(relays.rows, context)}${otherForms(context, LINK_ADDRESSES)}`}
${pager(context, relays, "Less busy ones", RELAYS_AFTER)}
${findingSection(findings, servers, context)}
<h2>Ports${
      chosen === undefined
        ? ""
        : h` behind <span class="mono">${addressText(chosen)}</span> <a href="${
          linkTo(context, { link: undefined, after: undefined })
        }">all</a>`
    }</h2>
${ports.length === 0 ? nothing("No relay agent has told a port.") : portTable(ports, failures, context)}
${pager(context, { next, isLater: context.query.has("after") }, "More ports")}`,
  async *rows(context) {
    if (takesOther(context.query, LINK_ADDRESSES)) return yield* relayRows(context);
    const of = linkAddressOf(context.query) ?? "all",
      fetch = (page: Parameters<typeof context.reader.ports>[1]) => context.reader.ports(of, page);
    for await (const port of allRows({ fetch, key: (one: StoredPort) => one })) yield portJson(port);
  },
};

async function* relayRows(context: PageContext): AsyncGenerator<ExportRow> {
  const { from, to } = spanOf(context);
  const fetch = (page: { limit: number; after?: RelayKey }) => context.reader.relays({ from, to, ...page });
  for await (const relay of allRows({ fetch, key: relayKey })) yield relayJson(relay);
}

function relayKey({ requests, id }: RelayTraffic): RelayKey {
  return { requests, id };
}

/** How many link-addresses there were, as far as a part of the list tells it. */
function sentence({ rows, next, isLater }: Listing<RelayTraffic>, { words }: Span): string {
  if (isLater) return `A part of the link-addresses that clients were behind in ${words}, the busiest first.`;
  if (rows.length === 0) return `No transactions in ${words}.`;
  const count = `${next === undefined ? "" : "more than "}${countOf(rows.length, "link-address", "link-addresses")}`;
  return `Clients were behind ${count} in ${words}.`;
}

function relayTable(relays: readonly RelayTraffic[], context: PageContext): Html {
  const columns = [
    { head: "Link-address" },
    { head: "Clients", isNumber: true },
    { head: "Requests", isNumber: true },
    { head: "Not answered", isNumber: true },
    { head: "Refused", isNumber: true, isWide: true },
  ];
  return table(
    "Relay agents, the busiest first",
    columns,
    relays.map(({ linkAddress, clients, requests, unanswered, refused }) => [
      linkAddress === undefined
        ? "without a relay agent"
        : h`<a class="mono" href="${linkTo(context, { link: addressText(linkAddress), after: undefined })}">${
          addressText(linkAddress)
        }</a>`,
      linkAddress === undefined || clients === 0
        ? countText(clients)
        : h`<a href="${clientsBehind(linkAddress)}">${countText(clients)}</a>`,
      countText(requests),
      failureShare(unanswered, requests),
      failureShare(refused, requests),
    ]),
  );
}

function portTable(
  ports: readonly (StoredPort & KnownPort)[],
  failures: readonly PortFailures[],
  context: PageContext,
): Html {
  const isAll = !context.query.get("link");
  const failed = failures.length === 0
    ? []
    : [{ head: "Not answered", isNumber: true }, { head: "Refused", isNumber: true }];
  const columns = [
    { head: "Interface-id" },
    { head: "Remote-id" },
    { head: "Clients", isNumber: true },
    ...failed,
    { head: "Link-addresses", isNumber: true, isWide: true },
  ];
  const rows = ports.map((port, i) => {
    const remote = shownRemoteId(port.remoteId).whole, interfaceId = interfaceIdText(port.interfaceId);
    return [
      interfaceId === "" ? "–" : portLink(port, interfaceId),
      remote === "" ? "–" : portLink(port, remote),
      // On the page of a port are all of its clients; of a relay agent's, some may be behind others now.
      isAll ? portLink(port, countText(port.clients)) : countText(port.clients),
      ...(failures.length === 0 ? [] : shares(failures[i])),
      countText(port.linkAddresses),
    ];
  });
  const note = failures.length === 0
    ? h`<p><a href="${linkTo(context, { shares: "ports" })}">Show what failed on each</a></p>`
    : h`<p class="dim">Shares are of the latest ${EACH} transactions kept of each of the ${MOST_CLIENTS} clients seen last on a port.</p>`;
  return h`${table("Ports", columns, rows)}
${note}`;
}

function shares(failures: PortFailures | undefined): Html[] {
  const { counted, unanswered, refused } = failures ?? { counted: 0, unanswered: 0, refused: 0 };
  return [failureShare(unanswered, counted), failureShare(refused, counted)];
}

/** A link-address in JSON. */
export function relayJson({ linkAddress, clients, requests, unanswered, refused }: RelayTraffic): ExportRow {
  return {
    "link-address": linkAddress === undefined ? null : addressText(linkAddress),
    clients,
    requests,
    unanswered,
    refused,
  };
}

function portJson({ interfaceId, remoteId, clients, linkAddresses }: StoredPort): ExportRow {
  return {
    "interface-id": interfaceIdText(interfaceId) || null,
    "remote-id": shownRemoteId(remoteId).whole || null,
    "interface-id-bytes": toHex(interfaceId),
    "remote-id-bytes": toHex(remoteId),
    clients,
    "link-addresses": linkAddresses,
  };
}
