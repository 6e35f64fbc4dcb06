import { MessageType, StatusCode } from "../../dhcpv6/mod.ts";
import type { Microseconds } from "../../store/mod.ts";
import { answersOf, endOf, type Exchange, refusalsIn, startOf, together } from "./_exchange.ts";

/** What follows within this time is the client's next step, not a new beginning. */
const NEXT_STEP: Microseconds = 120e6;
/** Tries of a client that are further apart are told apart. */
const SAME_TRY: Microseconds = 3 * 3600e6;
/** How many chapters back the Solicit of a Request may be: clients ask for addresses and prefixes apart at the same time. */
const ASIDE = 4;

/** Exchanges that belong together and are told in one sentence: each of them is there or not. */
export interface Chapter {
  renew?: Exchange;
  rebind?: Exchange;
  solicit?: Exchange;
  request?: Exchange;
  /** An exchange of another type; then it is alone. */
  other?: Exchange;
}

/** Puts exchanges together to chapters, both the earliest first. */
export function chaptersOf(exchanges: readonly Exchange[]): Chapter[] {
  const chapters: Chapter[] = [];
  for (const exchange of exchanges) if (!continues(chapters, exchange)) chapters.push(begun(exchange));
  return chapters;
}

/** The exchanges of a chapter, in the order of the protocol. */
export function exchangesIn({ renew, rebind, solicit, request, other }: Chapter): Exchange[] {
  return [renew, rebind, solicit, request, other].filter((exchange) => exchange !== undefined);
}

/** Whether a request of this client to extend a lease got no word of that lease. */
export function isUnanswered(exchange: Exchange): boolean {
  return answersOf(exchange).length === 0;
}

/** Whether a server knows nothing of what the client has. */
export function isUnbound(exchange: Exchange): boolean {
  return refusalsIn(answersOf(exchange)).some(({ code }) => code === StatusCode.NoBinding);
}

function begun(exchange: Exchange): Chapter {
  switch (exchange.type) {
    case MessageType.Solicit:
      return { solicit: exchange };
    case MessageType.Request:
      return { request: exchange };
    case MessageType.Renew:
      return { renew: exchange };
    case MessageType.Rebind:
      return { rebind: exchange };
    default:
      return { other: exchange };
  }
}

/** Adds an exchange to a chapter that is there, if it is a part of one. */
function continues(chapters: readonly Chapter[], exchange: Exchange): boolean {
  const last = chapters.at(-1);
  if (last === undefined) return false;
  switch (exchange.type) {
    case MessageType.Solicit:
      return afterNoBinding(last, exchange, "solicit") || triesAgain(last, exchange, "solicit");
    case MessageType.Request:
      return takesAnOffer(chapters, exchange) || afterNoBinding(last, exchange, "request");
    case MessageType.Renew:
      return triesAgain(last, exchange, "renew");
    case MessageType.Rebind:
      return asksAnybody(last, exchange) || triesAgain(last, exchange, "rebind");
    default:
      return triesAgain(last, exchange, "other");
  }
}

/** A client that a server knows nothing of asks anew (RFC 9915 section 18.2.10.1). */
function afterNoBinding(chapter: Chapter, exchange: Exchange, part: "solicit" | "request"): boolean {
  const extension = chapter.rebind ?? chapter.renew;
  if (extension === undefined || chapter.solicit !== undefined || chapter.request !== undefined) return false;
  if (!isUnbound(extension) || startOf(exchange) - endOf(extension) > NEXT_STEP) return false;
  chapter[part] = exchange;
  return true;
}

function takesAnOffer(chapters: readonly Chapter[], request: Exchange): boolean {
  const open = chapters.slice(-ASIDE).reverse().filter(({ solicit, request: taken }) =>
    solicit !== undefined && taken === undefined && startOf(request) - endOf(solicit) <= NEXT_STEP &&
    solicit.seen.some(({ offers }) => offers.length > 0)
  );
  const chapter = open.find(({ solicit }) => wantsOf(solicit!) === wantsOf(request)) ?? open[0];
  if (chapter === undefined) return false;
  chapter.request = request;
  return true;
}

function asksAnybody(chapter: Chapter, rebind: Exchange): boolean {
  const { renew, solicit, request } = chapter;
  if (renew === undefined || chapter.rebind !== undefined || solicit !== undefined || request !== undefined) {
    return false;
  }
  if (!isUnanswered(renew)) return false;
  chapter.rebind = rebind;
  return true;
}

/** The same request once more, with the same result: nothing has come of it, or it is about settings. */
function triesAgain(chapter: Chapter, exchange: Exchange, part: keyof Chapter): boolean {
  const before = chapter[part], last = exchangesIn(chapter).at(-1);
  if (before === undefined || before !== last || before.type !== exchange.type) return false;
  if (startOf(exchange) - endOf(before) > SAME_TRY || wantsOf(before) !== wantsOf(exchange)) return false;
  const result = resultOf(exchange);
  if (result === undefined || result !== resultOf(before)) return false;
  chapter[part] = together(before, exchange);
  return true;
}

/** What came of an exchange, for comparison; `undefined` for what is worth to be told each time. */
function resultOf(exchange: Exchange): string | undefined {
  const answers = answersOf(exchange);
  if (answers.length === 0) return "unanswered";
  if (exchange.type === MessageType.InformationRequest) {
    return answers.map(({ transaction }) => transaction.serverId).join();
  }
  if (exchange.type !== MessageType.Solicit || exchange.seen.some(({ events }) => events.length > 0)) return undefined;
  const offers = answers.filter((one) => one.offers.length > 0).length;
  return offers > 0 ? "offered" : `refused ${refusalsIn(answers).map(({ code }) => code).sort().join()}`;
}

function wantsOf({ seen }: Exchange): string {
  return seen[0].wants.join();
}
