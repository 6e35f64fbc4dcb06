import { StatusCode } from "../../dhcpv6/mod.ts";
import type { LeaseEvent, LeaseKey } from "../../store/mod.ts";
import { countOf } from "../present/quantity.ts";
import type { Tone } from "../present/tone.ts";
import { answersOf, eventsOf, type Exchange, isOf, refusalsIn, serverOf, silentOf } from "./_exchange.ts";
import { type Holdings, sizeOf } from "./_holdings.ts";
import { afterNoAnswer, afterRefusal, afterSilence, NOT_TAKEN } from "./_next_step.ts";
import type { Association, Seen } from "./_seen.ts";
import {
  addressee,
  askedTimes,
  grantText,
  leaseList,
  refusalText,
  repeated,
  serverList,
  statusText,
  type Telling,
  type Telltale,
  type Trouble,
  verb,
  wantedText,
} from "./_telling.ts";
import { capitalized, listed, say, type Sentence } from "./sentence.ts";

/** What came of asking for leases: what is said behind the question. */
export interface Gotten {
  readonly sentence: Sentence;
  readonly tone: Tone;
  readonly trouble?: Trouble;
}

/** Tells of a Solicit, with the Request that took one of the offers, or of a Request alone (RFC 9915 sections 18.2.1, 18.2.2). */
export function tellAsking(telltale: Telltale): Telling {
  const { sentence, tone, trouble } = askingFor(telltale);
  const { chapter, holdings } = telltale,
    isAnew = chapter.solicit?.seen[0].wants.some((association) => holdings.has(association)) && !telltale.wasTold;
  return { kind: "asked", sentence: isAnew ? say`Started over: ${sentence}` : capitalized(sentence), tone, trouble };
}

/** What a client asked for anew, and got or not. */
export function askingFor(telltale: Telltale): Gotten {
  const { solicit, request } = telltale.chapter;
  if (solicit === undefined) {
    return requested(request!, telltale, say`asked ${addressee(request!, telltale.servers)} for`);
  }
  const offering = answersOf(solicit).filter(({ offers }) => offers.length > 0);
  if (eventsOf(solicit, "granted").length > 0) return gaveAtOnce(solicit, telltale.holdings);
  if (offering.length === 0) return nothingOffered(solicit);
  const offers = say`asked all servers${repeated(solicit)}, ${offerList(solicit, offering)}`;
  if (request === undefined) return nothingTaken(offers, offering);
  const server = addressee(request, telltale.servers);
  const isOnly = offering.length === 1 && server.kind === "server" && server.id === offering[0].transaction.serverId;
  return requested(request, telltale, say`${offers}; took ${isOnly ? "it" : say`${server}'s`}`, offering);
}

/** `3 offers (dhcp01, dhcp02, dhcp03)`, and who offers nothing. */
function offerList(solicit: Exchange, offering: readonly Seen[]): Sentence {
  const silent = silentOf(solicit), refusing = answersOf(solicit).filter(({ offers }) => offers.length === 0);
  const others = refusing.length === 0
    ? undefined
    : say`, ${serverList(refusing)} refused with ${statusText(refusalsIn(refusing))}`;
  const quiet = silent.length === 0 ? undefined : say`, no answer from ${serverList(silent)}`;
  return say`${countOf(offering.length, "offer")} (${listed(offering.map(serverOf), ", ")})${others}${quiet}`;
}

function gaveAtOnce(solicit: Exchange, holdings: Holdings): Gotten {
  const giving = answersOf(solicit).filter(({ events }) => events.length > 0);
  const gifts = giving.map((one) => say`${serverOf(one)} gave ${grantText(grantsOf([one]), holdings)}`);
  return {
    sentence: say`asked all servers${repeated(solicit)} for a quick answer (rapid commit); ${
      listed(gifts, ", and ")
    }, at once`,
    tone: giving.length > 1 ? "degraded" : "fine",
  };
}

function nothingOffered(solicit: Exchange): Gotten {
  const answering = answersOf(solicit), silent = silentOf(solicit), heard = answering.length + silent.length;
  const asked = say`asked all servers${repeated(solicit)}`;
  if (answering.length === 0) {
    const now = say`no server answers`, then = say`no server answered`;
    const next = afterSilence(silent);
    return { sentence: say`${asked}, nobody answered`, tone: "failing", trouble: { now, then, since: true, next } };
  }
  const refusals = refusalsIn(answering), wanted = wantedText(solicit.seen[0].wants);
  if (refusals.length === 0) {
    const next = afterRefusal(answering, [{ code: StatusCode.NoAddrsAvail, words: "" }], wanted);
    const now = say`${serverList(answering)} ${verb(answering, "offers", "offer")} nothing`,
      then = say`${serverList(answering)} offered nothing`;
    return { sentence: say`${asked}, ${then}`, tone: "failing", trouble: { now, then, since: true, next } };
  }
  const who = heard === 1 ? serverList(answering) : `${answering.length} of ${heard} servers`;
  const isPlural = heard > 1 && answering.length > 1;
  return {
    sentence: say`${asked}, ${who} refused with ${refusalText(refusals)}`,
    tone: "failing",
    trouble: {
      now: say`${who} ${isPlural ? "answer" : "answers"} ${statusText(refusals)}`,
      then: say`${who} answered ${statusText(refusals)}`,
      since: false,
      next: afterRefusal(answering, refusals, wanted),
    },
  };
}

function nothingTaken(offers: Sentence, offering: readonly Seen[]): Gotten {
  const who = countOf(offering.length, "server"), isOne = offering.length === 1;
  const what = leaseList(offering.flatMap((one) => one.offers));
  return {
    sentence: say`${offers}, and took none`,
    tone: "failing",
    trouble: {
      now: say`${who} ${isOne ? "offers" : "offer"} ${what}, and it ${isOne ? "does not take it" : "takes none"}`,
      then: say`${who} offered ${what}, and it ${isOne ? "did not take it" : "took none"}`,
      since: true,
      next: NOT_TAKEN,
    },
  };
}

/** What a Request got, behind what is said of its beginning. */
function requested(
  request: Exchange,
  { holdings, servers }: Telltale,
  asked: Sentence,
  offering: readonly Seen[] = [],
): Gotten {
  const answers = answersOf(request), grants = eventsOf(request, "granted"), server = addressee(request, servers);
  const isAlone = offering.length === 0, named = leaseList(request.seen.flatMap((one) => one.named));
  const what = isAlone ? say`${asked} ${named.length > 0 ? named : wantedText(request.seen[0].wants)}` : asked;
  if (answers.length === 0) {
    const now = say`${server} does not answer its Request`, then = say`${server} did not answer its Request`;
    const hasHeard = silentOf(request).some((one) => isOf(one, server));
    const sentence = say`${what}, but ${server} did not answer${askedTimes(request)}`;
    return {
      sentence,
      tone: "failing",
      trouble: { now, then, since: true, next: afterNoAnswer(server, { hasHeard }) },
    };
  }
  const refusals = refusalsIn(answers), wanted = wantedText(request.seen[0].wants);
  if (grants.length === 0) {
    const answered = refusals.length === 0 ? say`gave nothing` : say`refused with ${refusalText(refusals)}`;
    const now = say`${server} ${refusals.length === 0 ? "gives nothing" : say`answers ${statusText(refusals)}`}`;
    const then = say`${server} ${refusals.length === 0 ? "gave nothing" : say`answered ${statusText(refusals)}`}`;
    return {
      sentence: say`${what}, but ${server} ${answered}`,
      tone: "failing",
      trouble: { now, then, since: false, next: afterRefusal(answers, refusals, wanted) },
    };
  }
  const missing = missingOf(request),
    change = changeOf(grants, holdings),
    differs = differsFrom(offering, answers, grants);
  const got = say`${change.sentence}${grantText(grants, holdings)}${
    differs ? ", which is not what it had offered" : undefined
  }`;
  const without = missing.length === 0
    ? undefined
    : refusals.length === 0
    ? say`; no ${wantedText(missing)}`
    : say`; no ${wantedText(missing)}: ${refusalText(refusals)}`;
  return {
    sentence: isAlone ? say`${what}; ${serverList(answers)} gave ${got}${without}` : say`${what}: ${got}${without}`,
    tone: missing.length > 0 || change.isUntimely || differs ? "degraded" : "fine",
    trouble: missing.length === 0 ? undefined : partial(missing, answers, refusals),
  };
}

/** What a client that got something else has not got. */
function partial(
  missing: readonly Association[],
  answers: readonly Seen[],
  refusals: ReturnType<typeof refusalsIn>,
): Trouble {
  const wanted = wantedText(missing), who = serverList(answers), why = refusals.length > 0;
  return {
    now: say`no ${wanted}: ${who} ${
      why
        ? say`${verb(answers, "answers", "answer")} ${statusText(refusals)}`
        : verb(answers, "gives none", "give none")
    }`,
    then: say`no ${wanted}: ${who} ${why ? say`answered ${statusText(refusals)}` : "gave none"}`,
    since: false,
    next: afterRefusal(answers, [...refusals, { code: StatusCode.NoPrefixAvail, words: "" }], wanted),
  };
}

/** What was asked for and not given. */
export function missingOf(exchange: Exchange): Association[] {
  const given = new Set(eventsOf(exchange, "granted").map(({ association }) => association));
  return exchange.seen[0].wants.filter((association) => !given.has(association));
}

/** Whether the client gets another lease than it had; untimely where it still had that. */
export function changeOf(
  grants: readonly LeaseEvent[],
  holdings: Holdings,
): { readonly sentence: Sentence; readonly isUntimely: boolean } {
  const isNew = (lease: LeaseKey) => holdings.grantOf(lease) === undefined;
  const changed = grants.find(({ lease, association }) => isNew(lease) && holdings.latest(association) !== undefined);
  if (changed === undefined) return { sentence: [], isUntimely: false };
  const isUntimely = holdings.held.some(({ association }) => association === changed.association);
  return { sentence: say`a different ${sizeOf(changed.lease)}, `, isUntimely };
}

function differsFrom(offering: readonly Seen[], answers: readonly Seen[], grants: readonly LeaseEvent[]): boolean {
  const offered = new Set(
    offering.filter(({ fromServer }) => answers.some((one) => one.fromServer === fromServer)).flatMap(({ offers }) =>
      offers
    ),
  );
  return offered.size > 0 && grants.some(({ lease }) => !offered.has(lease));
}

function grantsOf(seen: readonly Seen[]): LeaseEvent[] {
  return seen.flatMap(({ events }) => events).filter(({ kind }) => kind === "granted");
}
