import { type BasicSearch, basicSearch } from "../pages/_transaction_filters.ts";

/** What a browser wants of what comes in. Everything that is given has to hold. */
export interface LiveFilter extends BasicSearch {
  /** A part of what is known of the client, in lower case. */
  readonly client?: string;
}

/** Characters of what is looked for: as many as an identifier may sensibly have. */
const MOST_CHARACTERS = 130;

/** Reads the fields `server`, `request`, `outcome` and `client`. Throws `PageProblem` for what they cannot be. */
export function liveFilter(query: URLSearchParams): LiveFilter {
  const client = (query.get("client") ?? "").trim().toLowerCase().slice(0, MOST_CHARACTERS);
  return { ...basicSearch(query), ...(client === "" ? {} : { client }) };
}

/** A filter as the parameters of an address: the same for filters that want the same. */
export function liveQuery({ serverId, requestType, outcome, client }: LiveFilter): string {
  const fields = { server: serverId, request: requestType, outcome, client };
  const given = Object.entries(fields).flatMap(([name, value]) => value === undefined ? [] : [[name, String(value)]]);
  return new URLSearchParams(given).toString();
}
