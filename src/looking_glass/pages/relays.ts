import type { RelayTraffic, StoredPort, StoredServer } from "../../store/mod.ts";
import { toHex } from "../../wire/mod.ts";
import { nothing, table } from "../frame/elements.ts";
import type { ExportRow } from "../frame/export.ts";
import { h, type Html } from "../frame/html.ts";
import { type Page, type PageContext, PageProblem } from "../frame/page.ts";
import { linkTo } from "../frame/view.ts";
import { IPv6Address } from "../../dhcpv6/mod.ts";
import { addressText, interfaceIdText, shownRemoteId } from "../present/identifier.ts";
import { countOf, countText } from "../present/quantity.ts";
import { findingSection } from "./_finding_table.ts";
import { findingsOfRelay, type ToldFinding } from "./_findings.ts";
import { findingRow } from "./problems.ts";
import { EACH, failureShare, MOST_CLIENTS, type PortFailures, portFailures } from "./_port_failures.ts";
import { portLink } from "./_links.ts";
import { allRows, limitOf, nextJson, pager } from "./_listing.ts";
import { portKeyOf, portKeyText } from "./_port_key.ts";
import { type Span, spanOf, spanSwitch } from "./_span.ts";

interface RelaysData {
  readonly span: Span;
  readonly relays: readonly RelayTraffic[];
  /** The link-address whose ports are shown. */
  readonly chosen: Uint8Array | undefined;
  readonly ports: readonly StoredPort[];
  /** What `after` is for more ports; `undefined` at the end. */
  readonly next: string | undefined;
  /** What failed on the first of the ports; empty unless it was asked for, since it takes a look at many transactions. */
  readonly failures: readonly PortFailures[];
  /** What was found of the chosen one. */
  readonly findings: readonly ToldFinding[];
  readonly servers: readonly StoredServer[];
}

/** Ports whose transactions are looked at. */
const MOST_PORTS = 50;

/** Relay agents by link-address: clients, failures, and the ports behind them. */
export const relaysPage: Page<RelaysData> = {
  path: "/relays",
  async load(context) {
    const { reader, query } = context, span = spanOf(context), chosen = chosenOf(context);
    const limit = limitOf(query), after = query.has("after") ? portKeyOf(query.get("after")!) : undefined;
    const [relays, found, findings, servers] = await Promise.all([
      reader.relays(span),
      reader.ports(chosen ?? "all", { limit: limit + 1, ...(after === undefined ? {} : { after }) }),
      chosen === undefined ? [] : findingsOfRelay(reader, chosen),
      chosen === undefined ? [] : reader.servers(),
    ]);
    const ports = found.slice(0, limit), next = found.length > limit ? portKeyText(ports[limit - 1]) : undefined;
    const looked = query.get("shares") === "ports" ? ports.slice(0, MOST_PORTS) : [];
    const failures = looked.map((port) => portFailures(reader, port));
    return { span, relays, chosen, ports, next, findings, servers, failures: await Promise.all(failures) };
  },
  json: ({ span, relays, chosen, ports, next, findings, failures }, context) => ({
    "span": span.name,
    "relays": relays.map(relayJson),
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
<p class="lead">${
      relays.length === 0
        ? `No transactions in ${span.words}.`
        : `Clients were behind ${countOf(relays.length, "link-address", "link-addresses")} in ${span.words}.`
    }</p>
${spanSwitch(span, context)}
${relays.length === 0 ? "" : relayTable(relays, context)}
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
    const of = chosenOf(context) ?? "all",
      fetch = (page: Parameters<typeof context.reader.ports>[1]) => context.reader.ports(of, page);
    for await (const port of allRows({ fetch, key: (one: StoredPort) => one })) yield portJson(port);
  },
};

function chosenOf({ query }: PageContext): Uint8Array | undefined {
  const text = query.get("link");
  if (!text) return undefined;
  try {
    return IPv6Address.parse(text).bytes;
  } catch {
    throw new PageProblem(400, "The link-address is no IPv6 address.");
  }
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
      countText(clients),
      countText(requests),
      failureShare(unanswered, requests),
      failureShare(refused, requests),
    ]),
  );
}

function portTable(ports: readonly StoredPort[], failures: readonly PortFailures[], context: PageContext): Html {
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
      countText(port.clients),
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
