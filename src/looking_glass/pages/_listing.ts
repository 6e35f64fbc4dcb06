import { h, type Html } from "../frame/html.ts";
import { type PageContext, PageProblem } from "../frame/page.ts";
import { linkTo } from "../frame/view.ts";

/** Rows of a page in HTML, and at most in one part of JSON. */
const USUAL = 50, MOST = 1000;
/** The parameter that tells where a list goes on. */
const AFTER = "after";

/** A part of a list. */
export interface Listing<Row> {
  /** The rows. */
  readonly rows: readonly Row[];
  /** What `after` is for the next part; `undefined` at the end. */
  readonly next: string | undefined;
  /** Whether this is not the first part. */
  readonly isLater: boolean;
}

/** What a list is made of. */
export interface ListingInit<Row, Key> {
  /** Rows behind a key. */
  fetch(page: { limit: number; after?: Key }): Promise<readonly Row[]>;
  /** The key of a row. */
  key(row: Row): Key;
  /** How many parts of a number the key has: `time-id` is two. */
  parts(key: Key): readonly number[];
  /** The other way round. */
  fromParts(parts: readonly number[]): Key;
  /** The parameter that tells where it goes on, on pages with several lists. Default: `after`. */
  readonly parameter?: string;
}

/** The part of a list that the parameters `after` and `limit` ask for. Throws `PageProblem` for what they cannot be. */
export async function listing<Row, Key>(context: PageContext, init: ListingInit<Row, Key>): Promise<Listing<Row>> {
  const limit = limitOf(context.query), after = context.query.get(init.parameter ?? AFTER);
  const key = after === null ? undefined : keyOf(after, init);
  const rows = await init.fetch({ limit: limit + 1, ...(key === undefined ? {} : { after: key }) });
  const shown = rows.slice(0, limit), last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? init.parts(init.key(last)).join("-") : undefined;
  return { rows: shown, next, isLater: after !== null };
}

/** All rows of a list, a part at a time. */
export async function* allRows<Row, Key>(init: Pick<ListingInit<Row, Key>, "fetch" | "key">): AsyncGenerator<Row> {
  let after: Key | undefined;
  while (true) {
    const rows = await init.fetch({ limit: MOST, ...(after === undefined ? {} : { after }) });
    yield* rows;
    if (rows.length < MOST) return;
    after = init.key(rows.at(-1)!);
  }
}

/** Links to the first and the next part, where there are any. */
export function pager(
  context: PageContext,
  { next, isLater }: Pick<Listing<unknown>, "next" | "isLater">,
  words = "Earlier ones",
  parameter: string = AFTER,
): Html {
  if (next === undefined && !isLater) return h``;
  return h`<nav class="pager" aria-label="Parts of the list">
${isLater ? h`<a href="${linkTo(context, { [parameter]: undefined })}">From the start</a>` : ""}
${next === undefined ? "" : h`<a href="${linkTo(context, { [parameter]: next })}" rel="next">${words}</a>`}
</nav>`;
}

/** The parameter that says which of several lists of a page is taken whole. */
const LIST = "list";

/**
 * Whether the list called `other` is taken whole, and not the main one of its page. Throws `PageProblem` where neither is.
 */
export function takesOther(query: URLSearchParams, other: string): boolean {
  const name = query.get(LIST);
  if (name === null || name === other) return name === other;
  throw new PageProblem(400, `There is no list=${name.slice(0, 40)} on this page.`, `Leave it out, or say ${other}.`);
}

/** Links to a list as a whole that is not the main one of its page: those at the foot of the page are of that one. */
export function otherForms(context: PageContext, other: string): Html {
  const to = (suffix: string) => linkTo(context, { [LIST]: other }, suffix);
  return h`<p class="dim">All of them as <a href="${to(".csv")}" rel="alternate">CSV</a> <a href="${
    to(".ndjson")
  }" rel="alternate">NDJSON</a></p>`;
}

/** Where the next part of a list is in JSON: `null` at the end. */
export function nextJson(context: PageContext, next: string | undefined, parameter: string = AFTER): string | null {
  return next === undefined ? null : linkTo(context, { [parameter]: next }, ".json");
}

/** How many rows the parameter `limit` asks for. Throws `PageProblem` for what is too many, or no number. */
export function limitOf(query: URLSearchParams): number {
  const text = query.get("limit");
  if (text === null) return USUAL;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  // One more is fetched, to see whether there is more, and stores give a thousand at most.
  if (limit >= 1 && limit < MOST) return limit;
  throw new PageProblem(400, `limit=${text.slice(0, 20)} cannot be: it is a number from 1 to ${MOST - 1}.`);
}

function keyOf<Key>(text: string, { fromParts }: Pick<ListingInit<unknown, Key>, "fromParts">): Key {
  if (/^\d{1,17}(-\d{1,17})?$/.test(text)) return fromParts(text.split("-").map(Number));
  throw new PageProblem(400, "after is not as this page gave it.", "Begin at the start of the list.");
}
