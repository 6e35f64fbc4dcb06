import { detectorDescriptions, findingJson, subjectKey } from "../../detectors/mod.ts";
import type { FindingFilter, FindingKey, StoredFinding, StoredServer } from "../../store/mod.ts";
import { nothing } from "../frame/elements.ts";
import type { ExportRow } from "../frame/export.ts";
import { h, type Html } from "../frame/html.ts";
import { pageLookUp } from "../frame/look_up.ts";
import { type Page, type PageContext, PageProblem, rowNumber } from "../frame/page.ts";
import { countText } from "../present/quantity.ts";
import { isoTime } from "../present/times.ts";
import { visible } from "../present/visible.ts";
import { type ToldFinding, toldFindings } from "./_findings.ts";
import { findingTable } from "./_finding_table.ts";
import { allRows, limitOf, nextJson, pager } from "./_listing.ts";
import { select } from "./_fields.ts";
import { offeredServers } from "./_transaction_filters.ts";

interface ProblemsData {
  readonly findings: readonly ToldFinding[];
  /** Servers that findings may be about, and those that the form offers. */
  readonly servers: readonly StoredServer[];
  readonly offered: readonly StoredServer[];
  readonly next: string | undefined;
  readonly filter: FindingFilter;
}

const STATES: Readonly<Record<string, string>> = { now: "now", over: "over", all: "now and over" };
const SEVERITIES: Readonly<Record<string, string>> = { failing: "clients go without", warning: "degraded" };
const KINDS: Readonly<Record<string, string>> = {
  "client": "a client",
  "lease": "a lease",
  "port": "a port",
  "relay": "a relay agent",
  "server": "a server",
  "servers": "several servers",
  "server-duid": "an unknown server",
  "network": "the network",
};
const DETECTORS: Readonly<Record<string, string>> = Object.fromEntries(
  detectorDescriptions.map(({ id, title }) => [id, title]),
);

/** What detectors have found, now or before: what, since when, who, and the transactions that show it. */
export const problemsPage: Page<ProblemsData> = {
  path: "/problems",
  lookUp: pageLookUp("problems"),
  async load(context) {
    const { reader, query } = context, limit = limitOf(query), after = afterOf(query.get("after"));
    const [filter, servers, offered] = await Promise.all([
      filterOf(context),
      reader.servers(),
      offeredServers(reader, chosenServer(query)),
    ]);
    const stored = await reader.findings(filter, { limit: limit + 1, ...(after === undefined ? {} : { after }) });
    const last = stored[limit - 1], next = stored.length > limit ? `${last.since}-${last.id}` : undefined;
    return { findings: toldFindings(stored.slice(0, limit)), servers, offered, next, filter };
  },
  json: ({ findings, next }, context) => ({
    findings: findings.map(({ finding }) => findingJson(finding)),
    next: nextJson(context, next),
  }),
  title: () => "Problems",
  view: ({ findings, servers, offered, next, filter }, context) =>
    h`<h1>Problems</h1>
<p class="lead">${sentence(findings, filter, next !== undefined || context.query.has("after"))}</p>
${filterForm(offered, context)}
${findings.length === 0 ? none(filter) : findingTable(findings, servers, context)}
${pager(context, { next, isLater: context.query.has("after") })}`,
  async *rows(context) {
    const filter = await filterOf(context);
    const fetch = (page: { limit: number; after?: FindingKey }) => context.reader.findings(filter, page);
    for await (const stored of allRows({ fetch, key: (one: StoredFinding) => one })) {
      for (const told of toldFindings([stored])) yield findingRow(told);
    }
  },
};

/** A finding as a row of a list. */
export function findingRow({ finding, title, what, who }: ToldFinding): ExportRow {
  const { id, detector, severity, subject, since, lastSeen, until, reopened, count } = finding;
  return {
    ...{ id, detector, severity, "subject": subject.kind, title, who, what },
    "since": isoTime(since) ?? null,
    "last-seen": isoTime(lastSeen) ?? null,
    "until": isoTime(until) ?? null,
    ...{ reopened, "transactions": count },
  };
}

function sentence(findings: readonly ToldFinding[], { open }: FindingFilter, isPart: boolean): string {
  if (isPart) return "A part of the problems, those that began last first.";
  const which = open === undefined ? "" : open ? " now" : " that are over";
  if (findings.length === 0) return `No problems${which}.`;
  const failing = findings.filter(({ finding: { severity, until } }) => severity === "failing" && until === undefined);
  const count = findings.length === 1 ? "1 problem" : `${countText(findings.length)} problems`;
  const worse = failing.length === 0 ? "" : `; in ${countText(failing.length)} of them clients go without`;
  return `${count}${which}${worse}.`;
}

function none({ open, detector, severity, subject, subjectKind }: FindingFilter): Html {
  const isNarrow = [detector, severity, subject, subjectKind].some((one) => one !== undefined);
  if (isNarrow) return nothing("Nothing is like that.", h`<a href="/problems?state=all">All problems</a>`);
  return open === true
    ? nothing("Nothing is known to be wrong.", h`<a href="/problems?state=over">What is over</a>`)
    : nothing("Nothing was found so far.", "Detectors look at what the collector reads; their findings come here.");
}

function filterForm(servers: readonly StoredServer[], { query }: PageContext): Html {
  const value = (name: string) => query.get(name) ?? "";
  return h`<form class="filters">
${select("When", "state", value("state") || "now", Object.entries(STATES))}
${select("Problem", "detector", value("detector"), [["", "all"], ...Object.entries(DETECTORS)])}
${select("How bad", "severity", value("severity"), [["", "all"], ...Object.entries(SEVERITIES)])}
${select("About", "about", value("about"), [["", "all"], ...Object.entries(KINDS)])}
${
    select("Server", "server", value("server"), [
      ["", "all"],
      ...servers.map(({ id, name }) => [String(id), visible(name)] as const),
    ])
  }
<button type="submit">Show</button>
</form>`;
}

async function filterOf({ query, reader }: PageContext): Promise<FindingFilter> {
  const state = oneOf(query, "state", STATES) ?? "now", serverId = chosenServer(query);
  const detector = oneOf(query, "detector", DETECTORS), severity = oneOf(query, "severity", SEVERITIES);
  const subjectKind = oneOf(query, "about", KINDS);
  return {
    ...(state === "all" ? {} : { open: state === "now" }),
    ...(detector === undefined ? {} : { detector }),
    ...(severity === undefined ? {} : { severity }),
    ...(subjectKind === undefined ? {} : { subjectKind }),
    ...(serverId === undefined ? {} : { subject: await serverSubject(reader, serverId) }),
  };
}

function chosenServer(query: URLSearchParams): number | undefined {
  const text = query.get("server");
  return text ? rowNumber(text) : undefined;
}

async function serverSubject(reader: PageContext["reader"], id: number): Promise<string> {
  const server = await reader.server(id);
  if (server === undefined) throw new PageProblem(404, `There is no server ${id}.`, "All servers are under Servers.");
  return subjectKey({ kind: "server", server: server.name });
}

function oneOf(query: URLSearchParams, name: string, known: Readonly<Record<string, string>>): string | undefined {
  const value = query.get(name);
  if (!value) return undefined;
  if (Object.hasOwn(known, value)) return value;
  throw new PageProblem(
    400,
    `${name}=${visible(value.slice(0, 40))} cannot be: it is ${Object.keys(known).join(", ")}.`,
  );
}

function afterOf(text: string | null): FindingKey | undefined {
  if (text === null) return undefined;
  const [, since, id] = /^(\d{1,16})-(.{1,200})$/.exec(text) ?? [];
  if (id !== undefined) return { since: Number(since), id };
  throw new PageProblem(400, "after is not as this page gave it.", "Begin at the start of the list.");
}
