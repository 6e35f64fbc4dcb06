import { MessageType } from "../../dhcpv6/mod.ts";
import type { Outcome, StoredServer, TransactionReader, TransactionSearch } from "../../store/mod.ts";
import { h, type Html } from "../frame/html.ts";
import { PageProblem, rowNumber } from "../frame/page.ts";
import { messageName } from "../present/meaning.ts";
import { visible } from "../present/visible.ts";
import { select } from "./_fields.ts";

/** What the fields for server, request and outcome say. */
export type BasicSearch = Pick<TransactionSearch, "serverId" | "requestType" | "outcome">;

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  "answered": "answered",
  "refused": "refused",
  "unanswered": "not answered",
  "no-request": "without a request",
};
const ASKED: readonly number[] = [
  ...[MessageType.Solicit, MessageType.Request, MessageType.Renew, MessageType.Rebind, MessageType.Confirm],
  ...[MessageType.Release, MessageType.Decline, MessageType.InformationRequest, MessageType.Leasequery],
];

/** Reads the fields `server`, `request` and `outcome`. Throws `PageProblem` for what they cannot be. */
export function basicSearch(query: URLSearchParams): BasicSearch {
  const number = (name: string) => query.get(name) ? rowNumber(query.get(name)!) : undefined;
  const serverId = number("server"), requestType = number("request"), outcome = query.get("outcome");
  if (outcome && !Object.hasOwn(OUTCOMES, outcome)) {
    throw new PageProblem(400, `“${visible(outcome.slice(0, 40))}” is nothing that comes of a request.`);
  }
  return {
    ...(serverId === undefined ? {} : { serverId }),
    ...(requestType === undefined ? {} : { requestType }),
    ...(outcome ? { outcome: outcome as Outcome } : {}),
  };
}

/** Servers that a field offers: names come from the topic, so there may be any number. */
const MOST_OFFERED = 200;

/** The servers that a field offers, by name, and the one that is chosen already. */
export async function offeredServers(
  reader: Pick<TransactionReader, "server" | "servers">,
  chosen: number | undefined,
): Promise<StoredServer[]> {
  const [first, one] = await Promise.all([
    reader.servers({ limit: MOST_OFFERED }),
    chosen === undefined ? undefined : reader.server(chosen),
  ]);
  return one === undefined || first.some(({ id }) => id === one.id) ? first : [...first, one];
}

/** The fields `server`, `request` and `outcome` of a form. */
export function basicFields(servers: readonly StoredServer[], search: BasicSearch): Html {
  const { serverId, requestType, outcome = "" } = search, all = ["", "all"] as const;
  const names = servers.map(({ id, name }) => [String(id), visible(name) || "(no name)"] as const);
  const asked = requestType === undefined || ASKED.includes(requestType) ? ASKED : [...ASKED, requestType];
  const types = asked.map((type) => [String(type), messageName(type)] as const);
  return h`${select("Server", "server", String(serverId ?? ""), [all, ...names])}
${select("Request", "request", String(requestType ?? ""), [all, ...types])}
${select("What came of it", "outcome", outcome, [all, ...Object.entries(OUTCOMES)])}`;
}
