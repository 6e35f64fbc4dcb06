import { StatusCode } from "../../dhcpv6/mod.ts";
import type { LeaseKey, Microseconds } from "../../store/mod.ts";
import { durationWords } from "../present/duration.ts";
import type { Tone } from "../present/tone.ts";
import { isUnanswered } from "./_chapters.ts";
import { answersOf, eventsOf, type Exchange, isOf, refusalsIn, serverOf, silentOf, startOf } from "./_exchange.ts";
import type { Grant, Holdings } from "./_holdings.ts";
import { afterNoAnswer, afterRefusal, afterSilence, TAKEN_AWAY } from "./_next_step.ts";
import { askingFor, changeOf, type Gotten, missingOf } from "./_tell_asking.ts";
import {
  addressee,
  askedTimes,
  grantText,
  leaseList,
  refusalText,
  serverList,
  statusText,
  type Telling,
  type Telltale,
  verb,
  wantedText,
} from "./_telling.ts";
import { durationPart, type Part, say, type Sentence } from "./sentence.ts";

/** Clients renew at T1 by their own clocks: so much of T1, and so many microseconds, is no matter. */
const TOLERATED_SHARE = 0.1, TOLERATED: Microseconds = 30e6;

/** When a client asked to extend a lease, against T1. */
interface Timing {
  readonly sentence: Sentence;
  /** For the headline. */
  readonly manner: Sentence;
  readonly isOnTime: boolean;
}

/** Tells of a Renew, a Rebind that followed it, and what the client asked for anew (RFC 9915 sections 18.2.4, 18.2.5). */
export function tellExtending(telltale: Telltale): Telling {
  const { chapter: { renew, rebind }, holdings } = telltale;
  const timing = renew === undefined ? undefined : timingOf(renew, telltale);
  const beginning = renew === undefined ? rebindBeginning(rebind!, holdings) : timing!.sentence;
  const first = renew === undefined ? undefined : extended(renew, telltale);
  const kind = rebind === undefined ? "renewed" : "rebound";
  if (rebind !== undefined) {
    const second = extended(rebind, telltale);
    const server = renew && addressee(renew, telltale.servers);
    const before = server && say`; ${server} did not answer${askedTimes(renew!)}; asked any server (Rebind)`;
    const tone = second.tone === "fine" && renew !== undefined ? "degraded" : second.tone;
    const manner = second.trouble === undefined && renew !== undefined
      ? say`its server did not answer the last Renew`
      : undefined;
    return { ...second, kind, sentence: say`${beginning}${before}; ${second.sentence}`, tone, manner };
  }
  const sentence = say`${beginning}; ${first!.sentence}`, isFine = first!.tone === "fine";
  const isRoutine = isFine && timing!.isOnTime && !telltale.wasTold;
  const routine = isRoutine && first!.routine ? { ...first!.routine, beginning } : undefined;
  return {
    ...first!,
    kind,
    sentence,
    tone: isFine && !timing!.isOnTime ? "degraded" : first!.tone,
    manner: mannerOf(first!, timing!),
    routine,
  };
}

/** `Renewed 40 minutes late`. */
function timingOf(renew: Exchange, { holdings, wasTold }: Telltale): Timing {
  const at = startOf(renew) - renew.seen[0].elapsed, grant = dueFirst(renew, holdings);
  const did = isUnanswered(renew) ? "Tried to renew" : "Renewed";
  if (wasTold) return { sentence: say`${did} as it was told`, manner: say`renewed as it was told`, isOnTime: true };
  if (grant === undefined || grant.renewAt === 0) {
    return { sentence: say`${did}`, manner: say`renews`, isOnTime: true };
  }
  const late = at - grant.renewAt, tolerated = Math.max((grant.renewAt - grant.at) * TOLERATED_SHARE, TOLERATED);
  if (Math.abs(late) <= tolerated) {
    return { sentence: say`${did} on time`, manner: say`renews on time`, isOnTime: true };
  }
  const off = say`${durationPart(late, durationWords(late))} ${late < 0 ? "early" : "late"}`;
  const over = at > grant.validUntil ? say`, when its lease had run out` : undefined;
  return { sentence: say`${did} ${off}${over}`, manner: say`renewed ${off} last time`, isOnTime: false };
}

/** The lease that had to be renewed first, of those that a request names. */
function dueFirst(exchange: Exchange, holdings: Holdings): Grant | undefined {
  const named = exchange.seen.flatMap((one) => one.named).map((lease) => holdings.grantOf(lease));
  return named.filter((grant) => grant !== undefined).sort((a, b) => a.renewAt - b.renewAt)[0];
}

/** Before T2 a Rebind asks whether a prefix still fits, as Confirm does for addresses (RFC 9915 section 18.2.12). */
function rebindBeginning(rebind: Exchange, holdings: Holdings): Sentence {
  const grant = dueFirst(rebind, holdings);
  const isEarly = grant !== undefined && startOf(rebind) - rebind.seen[0].elapsed < grant.renewAt;
  return isEarly ? say`Came back to its link (Rebind)` : say`Asked any server to extend what it has (Rebind)`;
}

/** What came of a Renew or Rebind; with what is to be said of it in the headline. */
type Extended = Gotten & Pick<Telling, "routine" | "manner" | "next">;

/** How the client renews, and what its server made of it. */
function mannerOf({ trouble, manner }: Extended, timing: Timing): Sentence | undefined {
  if (trouble !== undefined) return undefined;
  if (manner === undefined) return timing.manner;
  return timing.isOnTime ? manner : say`${timing.manner}, and ${manner}`;
}

/** What came of a Renew or Rebind. */
function extended(exchange: Exchange, telltale: Telltale): Extended {
  if (isUnanswered(exchange)) return unanswered(exchange, telltale);
  const { holdings } = telltale,
    answers = answersOf(exchange),
    refusals = refusalsIn(answers),
    who = serverList(answers);
  const isUnbound = refusals.some(({ code }) => code === StatusCode.NoBinding);
  const grants = eventsOf(exchange, "granted"), withdrawn = eventsOf(exchange, "withdrawn");
  if (isUnbound) return unbound(exchange, telltale);
  const taken = leaseList(withdrawn.map(({ lease }) => lease));
  const missing = missingOf(exchange).filter((association) =>
    !withdrawn.some((one) => one.association === association)
  );
  if (grants.length === 0 && withdrawn.length > 0) {
    return {
      sentence: say`${who} took ${taken} away (lifetime 0)`,
      tone: "failing",
      trouble: {
        now: say`${who} took ${taken} away`,
        then: say`${who} took ${taken} away`,
        since: false,
        next: TAKEN_AWAY,
      },
    };
  }
  if (grants.length === 0) {
    const sentence = refusals.length > 0
      ? say`${who} refused with ${refusalText(refusals)}`
      : say`${who} answered without a word of ${named(exchange)}`;
    const now = refusals.length > 0
      ? say`${who} ${verb(answers, "answers", "answer")} ${statusText(refusals)}`
      : say`${who} ${verb(answers, "does", "do")} not extend it`;
    const then = refusals.length > 0 ? say`${who} answered ${statusText(refusals)}` : say`${who} did not extend it`;
    return {
      sentence,
      tone: "failing",
      trouble: { now, then, since: false, next: afterRefusal(answers, refusals, wantedText(exchange.seen[0].wants)) },
    };
  }
  if (withdrawn.length > 0) {
    const sentence = say`${who} took ${taken} away (lifetime 0) and gave ${grantText(grants, holdings)}, instead`;
    return { sentence, tone: "degraded" };
  }
  const kept = grants.filter(({ lease }) => holdings.grantOf(lease) !== undefined),
    isKept = kept.length === grants.length;
  const result = isKept
    ? say`${extension(exchange)}`
    : say`gave ${changeOf(grants, holdings).sentence}${grantText(grants, holdings)}`;
  const without = missing.length === 0
    ? undefined
    : say`; no ${wantedText(missing)}${refusals.length > 0 ? say`: ${refusalText(refusals)}` : undefined}`;
  const old = eventsOf(exchange, "granted").some(({ lease }) =>
    exchange.seen.some(({ deprecated }) => deprecated.has(lease))
  );
  const use = old ? say`, for what is under way only (preferred lifetime 0)` : undefined;
  const tone: Tone = missing.length > 0 || !isKept ? "degraded" : "fine";
  return {
    sentence: say`${who} ${result}${use}${without}`,
    tone,
    routine: tone === "fine" && answers.length === 1 && !old
      ? { beginning: [], server: serverOf(answers[0]), result }
      : undefined,
  };
}

/** `extended 2001:db8:1::/56, valid 2 h`. */
function extension(exchange: Exchange): Sentence {
  return say`extended ${grantText(eventsOf(exchange, "granted"), NOTHING_BEFORE)}`;
}

/** What is extended is nothing that the client gets again. */
const NOTHING_BEFORE = { grantOf: () => undefined } as unknown as Holdings;

function unanswered(exchange: Exchange, { servers }: Telltale): Gotten {
  const server = addressee(exchange, servers), silent = silentOf(exchange);
  const isAny = server.kind === "text" && exchange.seen.every(({ toServer }) => toServer === undefined);
  if (isAny) {
    const next = afterSilence(silent);
    const trouble = {
      now: say`no server extends what it has`,
      then: say`no server extended what it had`,
      since: true,
      next,
    };
    return { sentence: say`nobody answered${askedTimes(exchange)}`, tone: "failing", trouble };
  }
  const hasHeard = silent.some((one) => isOf(one, server));
  const next = afterNoAnswer(server, { hasHeard });
  const now = say`${server} does not answer its Renew`, then = say`${server} did not answer its Renew`;
  const sentence = say`${server} ${hasHeard ? "did not answer" : "has no record of it"}${askedTimes(exchange)}`;
  return { sentence, tone: "failing", trouble: { now, then, since: true, next } };
}

/** The server knows nothing of it: what the client then asked for and got. */
function unbound(exchange: Exchange, telltale: Telltale): Extended {
  const { chapter, holdings } = telltale, answers = answersOf(exchange), who = serverList(answers);
  const refusals = refusalsIn(answers), isPartly = eventsOf(exchange, "granted").length > 0;
  const lost = leaseList(eventsOf(exchange, "unbound").map(({ lease }) => lease));
  const answered = isPartly
    ? say`${who} ${extension(exchange)}, and answered ${refusalText(refusals)} for ${lost}`
    : say`${who} answered ${refusalText(refusals)}`;
  const next = afterRefusal(answers, refusals, "lease");
  if (chapter.solicit === undefined && chapter.request === undefined) {
    const trouble = {
      now: say`${who} ${verb(answers, "answers", "answer")} ${statusText(refusals)}`,
      then: say`${who} answered ${statusText(refusals)}`,
      since: false,
      next,
    };
    return { sentence: answered, tone: "failing", trouble };
  }
  const { solicit, request } = chapter, last = request ?? solicit!;
  const grants = eventsOf(last, "granted");
  if (grants.length === 0) {
    const gotten = askingFor(telltale);
    return { ...gotten, sentence: say`${answered}; ${gotten.sentence}` };
  }
  const sizes = changeOf(grants, holdings).sentence,
    from = serverList(answersOf(last).filter(({ events }) => events.length > 0));
  return {
    sentence: say`${answered}; got ${sizes}${grantText(grants, holdings)}, from ${from}`,
    tone: "degraded",
    manner: say`${who} knew nothing of what it had`,
    next,
  };
}

/** What a request names, or what it has. */
function named(exchange: Exchange): Sentence | Part {
  const leases: LeaseKey[] = exchange.seen.flatMap((one) => one.named);
  return leases.length > 0 ? leaseList(leases) : say`what it has`;
}
