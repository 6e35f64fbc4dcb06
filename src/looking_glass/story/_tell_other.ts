import { MessageType, StatusCode } from "../../dhcpv6/mod.ts";
import { messageMeaning, messageName } from "../present/meaning.ts";
import { IN_USE } from "./_next_step.ts";
import { answersOf, type Exchange, refusalsIn, serverOf } from "./_exchange.ts";
import {
  addressee,
  askedTimes,
  leaseList,
  refusalText,
  repeated,
  serverList,
  type Telling,
  type Telltale,
  verb,
} from "./_telling.ts";
import { capitalized, say, type Sentence } from "./sentence.ts";

/** Tells of everything but asking for leases and extending them. */
export function tellOther(telltale: Telltale): Telling {
  const exchange = telltale.chapter.other!;
  switch (exchange.type) {
    case MessageType.Confirm:
      return tellConfirm(exchange, telltale);
    case MessageType.Release:
      return tellRelease(exchange, telltale);
    case MessageType.Decline:
      return tellDecline(exchange, telltale);
    case MessageType.InformationRequest:
      return tellInformation(exchange);
    case 0:
      return tellUnasked(exchange);
    default:
      return tellAnyOther(exchange);
  }
}

/** RFC 9915 section 18.2.3: a server answers only if it knows the link. */
function tellConfirm(exchange: Exchange, { holdings }: Telltale): Telling {
  const answers = answersOf(exchange), refusals = refusalsIn(answers);
  const what = namedOr(exchange, leaseList(holdings.held.map(({ lease }) => lease)), "its address");
  const came = say`Came back to its link (Confirm)`, kind = "confirmed";
  if (answers.length === 0) {
    return {
      kind,
      sentence: say`${came}; nobody says whether ${what} still fits${askedTimes(exchange)}`,
      tone: "degraded",
    };
  }
  if (refusals.length === 0) {
    return {
      kind,
      sentence: say`${came}; ${serverList(answers)} ${verb(answers, "says", "say")} that ${what} still fits`,
      tone: "fine",
    };
  }
  const sentence = say`${came}; ${serverList(answers)} ${verb(answers, "says", "say")} that ${what} does not fit: ${
    refusalText(refusals)
  }`;
  return { kind, sentence, tone: "degraded" };
}

/** RFC 9915 section 18.2.7. */
function tellRelease(exchange: Exchange, { servers }: Telltale): Telling {
  const gave = say`Gave back ${named(exchange)}`,
    answers = answersOf(exchange),
    refusals = refusalsIn(answers),
    kind = "released";
  if (answers.length === 0) {
    const server = addressee(exchange, servers);
    return { kind, sentence: say`${gave}; ${server} did not answer${askedTimes(exchange)}`, tone: "degraded" };
  }
  const who = serverList(answers);
  if (refusals.length === 0) return { kind, sentence: say`${gave}; ${who} took it back`, tone: "fine" };
  const isUnbound = refusals.every(({ code }) => code === StatusCode.NoBinding);
  const knew = isUnbound ? say`knew nothing of it` : say`refused`;
  return { kind, sentence: say`${gave}; ${who} ${knew}: ${refusalText(refusals)}`, tone: "degraded" };
}

/** RFC 9915 section 18.2.8. */
function tellDecline(exchange: Exchange, { servers }: Telltale): Telling {
  const answers = answersOf(exchange), what = named(exchange), server = addressee(exchange, servers);
  const noted = answers.length === 0
    ? say`${server} did not answer${askedTimes(exchange)}`
    : say`${serverList(answers)} noted it`;
  const now = say`another device uses ${what} already`;
  return {
    kind: "declined",
    sentence: say`Refused ${what}, since another device uses it already (Decline); ${noted}`,
    tone: "failing",
    trouble: { now, then: now, since: false, next: IN_USE },
  };
}

/** RFC 9915 section 18.2.6. */
function tellInformation(exchange: Exchange): Telling {
  const answers = answersOf(exchange), asked = say`Asked for settings only (Information-request)${repeated(exchange)}`;
  if (answers.length === 0) return { kind: "informed", sentence: say`${asked}, nobody answered`, tone: "degraded" };
  return { kind: "informed", sentence: say`${asked}; ${serverList(answers)} answered`, tone: "fine" };
}

/** Answers without a request: a Reconfigure is one by its nature (RFC 9915 section 18.3.11). */
function tellUnasked(exchange: Exchange): Telling {
  const [one] = exchange.seen, { responseType } = one.transaction, server = serverOf(one);
  if (responseType === MessageType.Reconfigure) {
    const what =
      { 5: "to renew", 6: "to ask any server to extend what it has", 11: "to ask for settings" }[one.reconfigures ?? 0];
    return {
      kind: "reconfigured",
      sentence: say`${server} told it ${what ?? "to ask again"} (Reconfigure)`,
      tone: "fine",
    };
  }
  const what = responseType === 0
    ? "recorded nothing"
    : `sent a message (${messageName(responseType)}), and what it answers is not in the record`;
  return { kind: "other", sentence: say`${server} ${what}`, tone: "fine" };
}

function tellAnyOther(exchange: Exchange): Telling {
  const { name, phrase } = messageMeaning(exchange.type), answers = answersOf(exchange), refusals = refusalsIn(answers);
  const asked = say`${name}${repeated(exchange)} (${phrase})`;
  if (answers.length === 0) {
    return { kind: "other", sentence: capitalized(say`${asked}, nobody answered`), tone: "degraded" };
  }
  const how = refusals.length === 0 ? say`answered` : say`refused with ${refusalText(refusals)}`;
  const tone = refusals.length === 0 ? "fine" : "degraded";
  return { kind: "other", sentence: capitalized(say`${asked}; ${serverList(answers)} ${how}`), tone };
}

function named(exchange: Exchange): Sentence {
  return namedOr(exchange, [], "what it had");
}

function namedOr(exchange: Exchange, otherwise: Sentence, atLast: string): Sentence {
  const leases = leaseList(exchange.seen.flatMap((one) => one.named));
  return leases.length > 0 ? leases : otherwise.length > 0 ? otherwise : say`${atLast}`;
}
