import { MessageType } from "../../dhcpv6/mod.ts";
import { type LeaseInterval, type Microseconds, NEVER } from "../../store/mod.ts";
import { type Chapter, chaptersOf, exchangesIn } from "./_chapters.ts";
import { exchangesOf } from "./_exchange.ts";
import { type Grant, Holdings } from "./_holdings.ts";
import { type Association, type Seen, seen } from "./_seen.ts";
import { tellAsking } from "./_tell_asking.ts";
import { tellExtending } from "./_tell_extending.ts";
import { tellOther } from "./_tell_other.ts";
import { serversByDuid, type Telling } from "./_telling.ts";
import { leasePart, say, type Sentence } from "./sentence.ts";
import type { ClientFacts, StoryEvent, StoryView } from "./story_event.ts";

/** A Renew so shortly after a Reconfigure is its answer. */
const TOLD_FOR: Microseconds = 60e6;

/** An event with what the headline makes use of. */
export interface Told extends StoryEvent, Telling {
  /** What the client asked for. */
  readonly wants: readonly Association[];
}

/** Tells everything that happened, the earliest first. */
export function tell(
  { transactions, leases, gaps = [], servers = [] }: ClientFacts,
  { now, times }: StoryView,
): Told[] {
  const all = transactions.toSorted((a, b) => a.receivedAt - b.receivedAt || a.id - b.id).map(seen);
  const names = new Map([
    ...servers.map(({ id, name }) => [id, name] as const),
    ...all.map(({ transaction: { serverId, server } }) => [serverId, server] as const),
  ]);
  const holdings = new Holdings(leases, all[0]?.at ?? NEVER, names), byDuid = serversByDuid(all), told: Told[] = [];
  let toldAt = -Infinity;
  for (const chapter of chaptersOf(exchangesOf(all))) {
    const within = seenIn(chapter), start = within[0].at;
    told.push(...holdings.runOut(start).flatMap((grant) => ranOut(grant, { holdings, all, leases })));
    const telling = tellChapter({ chapter, holdings, servers: byDuid, wasTold: start - toldAt <= TOLD_FOR });
    const transactions = within.map(({ transaction }) => transaction), wants = within[0].wants;
    told.push({ ...telling, at: start, until: within.at(-1)!.at, transactions, wants });
    if (within[0].transaction.responseType === MessageType.Reconfigure) toldAt = start;
    holdings.apply(within);
  }
  told.push(...holdings.runOut(now).flatMap((grant) => ranOut(grant, { holdings, all, leases })));
  told.push(
    ...gaps.map(({ from, to, fromOffset, toOffset }): Told => {
      const sentence = say`Records are missing until ${times.short(to, now)}: what happened meanwhile is not known`;
      const count = toOffset - fromOffset;
      return {
        kind: "records-missing",
        at: from,
        until: to,
        sentence: count > 0n ? sentence : [],
        tone: "degraded",
        transactions: [],
        wants: [],
      };
    }).filter(({ sentence }) => sentence.length > 0),
  );
  return routineTogether(told.sort((a, b) => a.at - b.at));
}

function tellChapter(telltale: Parameters<typeof tellOther>[0]): Telling {
  const { renew, rebind, other } = telltale.chapter;
  if (other !== undefined) return tellOther(telltale);
  return renew === undefined && rebind === undefined ? tellAsking(telltale) : tellExtending(telltale);
}

function seenIn(chapter: Chapter): Seen[] {
  return exchangesIn(chapter).flatMap(({ seen }) => seen).sort((a, b) =>
    a.at - b.at || a.transaction.id - b.transaction.id
  );
}

/** A lease that nobody extended; not told where the client has another one, or where a record that is not here extended it. */
function ranOut(
  { lease, association, validUntil }: Grant,
  { holdings, all, leases }: { holdings: Holdings; all: readonly Seen[]; leases: readonly LeaseInterval[] },
): Told[] {
  const isElsewhere = leases.some((one) =>
    one.lease === lease && one.startedAt <= validUntil && one.validUntil > validUntil
  );
  if (isElsewhere || holdings.has(association)) return [];
  const last = all.findLast(({ at }) => at <= validUntil);
  const tried = last !== undefined &&
    [MessageType.Renew, MessageType.Rebind].some((type) => type === last.transaction.requestType);
  const sentence = say`${leasePart(lease)} ran out${
    tried ? ", and no server had extended it" : ", and the client had not asked to extend it"
  }`;
  return [{
    kind: "ran-out",
    at: validUntil,
    until: validUntil,
    sentence,
    tone: tried ? "failing" : "degraded",
    transactions: [],
    wants: [],
  }];
}

/** Renewals of which there is nothing to be said are told once. */
function routineTogether(told: readonly Told[]): Told[] {
  const together: (Told & { count: number })[] = [];
  for (const one of told) {
    const last = together.at(-1);
    if (last === undefined || last.routine === undefined || !isSame(last.routine, one.routine)) {
      together.push({ ...one, count: 1 });
      continue;
    }
    const count = last.count + 1, { beginning, server, result } = last.routine;
    const sentence: Sentence = say`${beginning} ${String(count)} times; ${server} ${result}, each time`;
    together[together.length - 1] = {
      ...one,
      count,
      sentence,
      at: last.at,
      transactions: [...last.transactions, ...one.transactions],
    };
  }
  return together;
}

function isSame(a: NonNullable<Telling["routine"]>, b: Telling["routine"]): boolean {
  return b !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
