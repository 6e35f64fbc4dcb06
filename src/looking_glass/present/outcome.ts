import { MessageType, StatusCode } from "../../dhcpv6/mod.ts";
import type { StoredTransaction } from "../../store/mod.ts";
import { messageName, statusMeaning } from "./meaning.ts";
import type { Tone } from "./tone.ts";
import { visible } from "./visible.ts";

/** What came of a transaction, in words. */
export interface OutcomeText {
  /** In a few words: `Reply`, `NoPrefixAvail`, `no answer`. */
  readonly short: string;
  /** In a phrase: `refused with NoPrefixAvail: the server has no prefix for this client`. */
  readonly phrase: string;
  /** The server's own words, made visible; empty where it gave none. */
  readonly serverSays: string;
  /** How it went. */
  readonly tone: Tone;
}

/**
 * What came of a transaction. A server that stays silent is no fault where another is meant, or none is bound to answer: then the
 * tone is `degraded` only, and the client's story tells what came of it.
 *
 * @example
 * ```ts
 * import { outcomeText } from "./outcome.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { short, phrase } = outcomeText({ outcome: "refused", reason: "NoPrefixAvail: all in use", requestType: 1, responseType: 2 });
 * assertEquals(short, "NoPrefixAvail");
 * assertEquals(phrase, "refused with NoPrefixAvail: the server has no prefix for this client");
 * ```
 */
export function outcomeText(
  { outcome, reason, requestType, responseType }: Pick<
    StoredTransaction,
    "outcome" | "reason" | "requestType" | "responseType"
  >,
): OutcomeText {
  switch (outcome) {
    case "answered": {
      const name = messageName(responseType);
      return { short: name, phrase: `answered with ${name}`, serverSays: "", tone: "fine" };
    }
    case "refused": {
      const { status, words } = reasonParts(reason), code = codeOf(status);
      const phrase = code === undefined ? status : `${status}: ${statusMeaning(code).phrase}`;
      return { short: status, phrase: `refused with ${phrase}`, serverSays: visible(words), tone: "failing" };
    }
    case "unanswered": {
      const phrase = `the server did not answer this ${messageName(requestType)}`;
      return { short: "no answer", phrase, serverSays: "", tone: "degraded" };
    }
    case "no-request": {
      if (responseType === 0) {
        return { short: "nothing", phrase: "a record without packets", serverSays: "", tone: "fine" };
      }
      const name = messageName(responseType), isAsked = responseType !== MessageType.Reconfigure;
      const phrase = isAsked ? `${name}, and the request is not in the record` : `${name}, unasked`;
      return { short: name, phrase, serverSays: visible(reasonParts(reason).words), tone: "fine" };
    }
  }
}

/** A transaction's reason, `NoPrefixAvail: all in use`, in its two parts: the status and the server's own words. */
export function reasonParts(reason: string): { status: string; words: string } {
  const at = reason.indexOf(": ");
  return at < 0 ? { status: reason, words: "" } : { status: reason.slice(0, at), words: reason.slice(at + 2) };
}

function codeOf(status: string): number | undefined {
  if (/^\d{1,5}$/.test(status)) return Number(status);
  return Object.hasOwn(StatusCode, status) ? StatusCode[status as keyof typeof StatusCode] : undefined;
}
