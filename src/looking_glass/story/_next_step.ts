import { StatusCode } from "../../dhcpv6/mod.ts";
import type { Refusal, Seen } from "./_seen.ts";
import { serverList, verb } from "./_telling.ts";
import { type Part, say, type Sentence } from "./sentence.ts";

/** What to look at where servers hear a client and say nothing. */
export function afterSilence(silent: readonly Seen[]): Sentence {
  return say`${serverList(silent)} ${
    verb(silent, "hears it and stays", "hear it and stay")
  } silent: look there for ${HUSHED}.`;
}

const HUSHED = "rate limits, rules that ignore clients, and a link that is not configured";

/** What to look at where servers refuse, by what they say. `wanted` is what the client asked for. */
export function afterRefusal(answering: readonly Seen[], refusals: readonly Refusal[], wanted: string): Sentence {
  const who = serverList(answering), codes = new Set(refusals.map(({ code }) => code));
  if (codes.has(StatusCode.NoPrefixAvail) || codes.has(StatusCode.NoAddrsAvail)) {
    return say`See whether ${who} ${
      verb(answering, "has", "have")
    } any ${wanted} left for this link, or none configured.`;
  }
  if (codes.has(StatusCode.NoBinding)) {
    return say`${who} ${
      verb(answering, "has", "have")
    } lost the lease or never had it: look at the lease database, and at what servers share.`;
  }
  if (codes.has(StatusCode.NotOnLink)) {
    return say`See whether the client was moved, and whether ${who} ${
      verb(answering, "knows", "know")
    } the link-address of its relay agent.`;
  }
  if (codes.has(StatusCode.UseMulticast)) {
    return say`The client sends to the server's own address without leave: it is at fault, or got a Server Unicast option before.`;
  }
  return lookAtLog(who);
}

/** What to look at where offers are not taken. */
export const NOT_TAKEN: Sentence =
  say`The offers may not reach the client: look at the way back through its relay agent, and at filters for UDP port 546.`;

/** What to look at where the server that was asked stays silent; `hasHeard` where it has a record of it. */
export function afterNoAnswer(server: Part, { hasHeard }: { hasHeard: boolean }): Sentence {
  return hasHeard
    ? say`${server} hears it and stays silent: look at its log.`
    : say`Nothing shows that ${server} got it: see whether it is up, and whether it can be reached from the client's link.`;
}

/** What to look at where a server gives something without a reason. */
function lookAtLog(server: Part | Sentence): Sentence {
  return say`Look at the log of ${server} at that time.`;
}

/** What to look at where a client does not ask. */
export const NOT_HEARD: Sentence = say`See whether the client is up: it has to ask, and no server has heard it.`;

/** What to look at where a server takes a lease away. */
export const TAKEN_AWAY: Sentence =
  say`The server wants the client off this lease: see whether its pool was changed there, and why it gives no other.`;

/** What to look at where an address is in use already. */
export const IN_USE: Sentence =
  say`Find the other device by the neighbour tables of the link's routers, and see whether two servers give from one pool.`;
