import { leaseEnd, type LeaseInterval, type Microseconds, NEVER } from "../../store/mod.ts";
import type { Tone } from "../present/tone.ts";
import { NOT_HEARD } from "./_next_step.ts";
import type { Association } from "./_seen.ts";
import { tell, type Told } from "./_tell.ts";
import { leaseList, wantedText } from "./_telling.ts";
import { capitalized, leasePart, listed, type Part, say, type Sentence, serverPart } from "./sentence.ts";
import type { ClientFacts, StoryView } from "./story_event.ts";

/** Clients that ask in vain ask at least every hour (SOL_MAX_RT, RFC 9915 section 7.6): one not heard for so long has given up. */
const STILL_ASKING: Microseconds = 2 * 3600e6;
/** After T1, a Renew may take so long to come. */
const TOLERATED: Microseconds = 60e6;

/** What is to be said of a client in one sentence. */
export interface Headline {
  /** How it is, with a full stop. */
  readonly sentence: Sentence;
  /** How it goes. */
  readonly tone: Tone;
  /** What somebody should look at who knows nothing of this client, where that is clear. */
  readonly next: Sentence | undefined;
}

/**
 * The sentence at the top of a client's page: what it has and until when, or what it lacks and why; and what to do about it.
 *
 * Never throws: see `clientStory`.
 *
 * @example
 * ```ts
 * import { clientHeadline } from "./client_headline.ts";
 * import { sentenceText } from "./sentence.ts";
 * import { timesIn } from "../present/times.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { sentence } = clientHeadline({ transactions: [], leases: [] }, { now: 0, times: timesIn("UTC") });
 * assertEquals(sentenceText(sentence), "Nothing is known of this client.");
 * ```
 */
export function clientHeadline(facts: ClientFacts, view: StoryView): Headline {
  return headlineOf(tell(facts, view), facts, view);
}

/** The same of what was told already. */
export function headlineOf(told: readonly Told[], facts: ClientFacts, view: StoryView): Headline {
  const names = namesOf(facts);
  const held = facts.leases.filter((lease) => lease.startedAt <= view.now && leaseEnd(lease) > view.now);
  const last = decisive(told, held, view);
  const { sentence, ...rest } = held.length > 0 ? having(held, last, names, view) : lacking(facts, told, last, view);
  return { ...rest, sentence: say`${sentence}.` };
}

const ABOUT_LEASES: ReadonlySet<Told["kind"]> = new Set<Told["kind"]>(
  ["asked", "renewed", "rebound", "confirmed", "released", "declined"],
);

/** What the headline is made of: the last time that the client did not get what it has not, otherwise what happened last. */
function decisive(told: readonly Told[], held: readonly LeaseInterval[], view: StoryView): Told | undefined {
  const latestFirst = told.filter(({ kind }) => ABOUT_LEASES.has(kind)).reverse();
  for (const association of ["pd", "na"] as const) {
    if (held.some((lease) => lease.association === association)) continue;
    const latest = latestFirst.find(({ wants }) => wants.includes(association));
    if (latest?.trouble !== undefined && !isStale(latest, view)) return latest;
  }
  return latestFirst[0];
}

/** `Has 2001:db8:1::/56 from dhcp01 until 15:20; renews on time`. */
function having(
  held: readonly LeaseInterval[],
  last: Told | undefined,
  names: ReadonlyMap<number, string>,
  view: StoryView,
): Headline {
  const has = say`Has ${heldText(held, names, view)}`, trouble = last && troubleText(last, view);
  if (last !== undefined && trouble !== undefined) {
    const isPartial = last.tone === "degraded" && last.trouble?.since === false;
    return { sentence: say`${has}${isPartial ? ", but " : "; "}${trouble}`, tone: last.tone, next: last.trouble?.next };
  }
  const due = Math.min(...held.map(({ renewAt }) => renewAt === 0 ? NEVER : renewAt));
  if (due < view.now - TOLERATED) {
    const sentence = say`${has}; was to renew ${moment(due, view)}, and has not`;
    return { sentence, tone: "degraded", next: NOT_HEARD };
  }
  const manner = last?.manner ?? (due < NEVER ? say`is to renew ${moment(due, view)}` : undefined);
  return {
    sentence: manner === undefined ? has : say`${has}; ${manner}`,
    tone: last?.tone ?? "fine",
    next: last?.next,
  };
}

/** Leases by who gave them and until when. */
function heldText(held: readonly LeaseInterval[], names: ReadonlyMap<number, string>, view: StoryView): Sentence {
  const sorted = held.toSorted((a, b) => a.association < b.association ? -1 : 1);
  const groups = Map.groupBy(sorted, ({ serverId, validUntil }) => `${serverId} ${Math.round(validUntil / 60e6)}`);
  return listed(
    [...groups.values()].map((some) => {
      const [{ serverId, validUntil }] = some, server = serverPart(names.get(serverId) ?? "", serverId);
      const until = validUntil >= NEVER ? "for ever" : say`until ${time(validUntil, view)}`;
      return say`${leaseList(some.map(({ lease }) => lease))} from ${server} ${until}`;
    }),
    ", and ",
  );
}

/** What a client without leases lacks, since when and why. */
function lacking(facts: ClientFacts, told: readonly Told[], last: Told | undefined, view: StoryView): Headline {
  const before = facts.leases.filter((lease) => leaseEnd(lease) <= view.now);
  const ended = before.toSorted((a, b) => leaseEnd(b) - leaseEnd(a))[0];
  const trouble = last && troubleText(last, view);
  if (last !== undefined && trouble !== undefined) {
    const sentence = ended === undefined || last.at > leaseEnd(ended) + NEXT_DAY
      ? withoutPast(last, trouble, view)
      : say`Has had no ${wantedOf(last, ended)} since ${time(leaseEnd(ended), view)}; ${trouble}`;
    return { sentence, tone: "failing", next: last.trouble?.next };
  }
  if (ended !== undefined) return afterAll(ended, told, view);
  return neverHad(told, last, view);
}

/** What ended longer before the first try has nothing to do with it. */
const NEXT_DAY: Microseconds = 24 * 3600e6;

function withoutPast(last: Told, trouble: Sentence, view: StoryView): Sentence {
  if (last.trouble!.since) return capitalized(trouble);
  const wanted = wantedText(last.wants.length > 0 ? last.wants : ["na", "pd"]);
  return isStale(last, view)
    ? say`Has no ${wanted}; ${trouble}`
    : say`Asks for ${article(wanted)} since ${time(last.at, view)}; ${trouble}`;
}

/** How a client came to have nothing that does not ask for anything now. */
function afterAll(ended: LeaseInterval, told: readonly Told[], view: StoryView): Headline {
  const at = leaseEnd(ended),
    kind = wantedText([ended.association]),
    lease = leasePart(ended.lease),
    heard = told.findLast(({ transactions }) => transactions.length > 0);
  const since = say`Has had no ${kind} since ${time(at, view)}`;
  switch (ended.ending) {
    case "released":
      return {
        sentence: say`Gave back ${lease} ${moment(at, view)}, and has asked for nothing since`,
        tone: "fine",
        next: undefined,
      };
    case "withdrawn":
      return { sentence: say`${since}, when its server took ${lease} away`, tone: "failing", next: undefined };
    case "unbound":
      return {
        sentence: say`${since}, when its server knew nothing of ${lease} any more`,
        tone: "failing",
        next: undefined,
      };
    case "declined":
      return { sentence: say`${since}: another device uses ${lease} already`, tone: "failing", next: undefined };
    case undefined: {
      const last = heard === undefined
        ? undefined
        : say`, and nothing was heard of the client since ${time(heard.until, view)}`;
      return { sentence: say`${since}: ${lease} ran out${last}`, tone: "degraded", next: NOT_HEARD };
    }
  }
}

/** A client that never had a lease and does not ask for one in vain. */
function neverHad(told: readonly Told[], last: Told | undefined, view: StoryView): Headline {
  const informed = told.findLast(({ kind }) => kind === "informed");
  if (last === undefined && informed !== undefined) {
    const isAnswered = informed.tone === "fine",
      server = informed.transactions.findLast(({ responseType }) => responseType > 0);
    const from: Part | undefined = server && serverPart(server.server, server.serverId);
    const came = isAnswered ? say`gets them from ${from}` : say`no server answers`;
    return { sentence: say`Asks for settings only, and ${came}`, tone: informed.tone, next: undefined };
  }
  const heard = told.at(-1);
  if (heard === undefined) return { sentence: say`Nothing is known of this client`, tone: "fine", next: undefined };
  return { sentence: say`Has no lease; it was heard last ${moment(heard.until, view)}`, tone: "fine", next: undefined };
}

/** What stands in a client's way, as it is or was; `undefined` where nothing does. */
function troubleText(last: Told, view: StoryView): Sentence | undefined {
  const { trouble, at, until } = last;
  if (trouble === undefined) return undefined;
  if (!isStale(last, view)) return trouble.since ? say`asks since ${time(at, view)}, and ${trouble.now}` : trouble.now;
  const silence = say`nothing was heard of it since ${time(until, view)}`;
  return trouble.since
    ? say`asked ${moment(at, view)}, and ${trouble.then}; ${silence}`
    : say`${trouble.then}; ${silence}`;
}

/** Whether the client has stopped to ask. */
function isStale({ until }: Told, { now }: StoryView): boolean {
  return now - until > STILL_ASKING;
}

function wantedOf(last: Told, ended: LeaseInterval): string {
  const wants: readonly Association[] = last.wants.length > 0 ? last.wants : [ended.association];
  return wantedText(wants);
}

function article(noun: string): string {
  return noun.startsWith("a") ? `an ${noun}` : `a ${noun}`;
}

/** `at 14:05`. */
function moment(at: Microseconds, view: StoryView): Sentence {
  return say`at ${time(at, view)}`;
}

function time(at: Microseconds, { times, now }: StoryView): Part {
  return { kind: "time", text: times.short(at, now), at };
}

function namesOf({ transactions, servers = [] }: ClientFacts): Map<number, string> {
  return new Map([
    ...servers.map(({ id, name }) => [id, name] as const),
    ...transactions.map(({ serverId, server }) => [serverId, server] as const),
  ]);
}
