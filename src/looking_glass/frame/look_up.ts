import type { PageContext } from "./page.ts";

/** A look at something of clients, for the audit. */
export interface LookUp {
  /** What kind of look: `search`, `client`. */
  readonly what: string;
  /** Who or what was asked for; empty where all are shown. */
  readonly detail: string;
}

/** Characters of what was asked that are kept. */
const LONGEST = 300;

/** A look-up of so many characters at most: what is asked for may be as long as an address. */
export function lookUp(what: string, detail: string): LookUp {
  return { what, detail: detail.length > LONGEST ? `${detail.slice(0, LONGEST)}…` : detail };
}

/** A look at a list: what its address asks for, but for how it is to be shown. */
export function listLookUp(what: string, query: URLSearchParams): LookUp {
  const asked = Array.from(query).filter(([name, value]) => name !== "zone" && value !== "");
  return lookUp(what, asked.map(([name, value]) => `${name}=${value}`).join(" "));
}

/** The same as what a page asks for. */
export function pageLookUp(what: string): (context: Pick<PageContext, "query">) => LookUp {
  return ({ query }) => listLookUp(what, query);
}
