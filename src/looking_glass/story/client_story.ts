import { tell, type Told } from "./_tell.ts";
import type { ClientFacts, StoryEvent, StoryView } from "./story_event.ts";

/**
 * What happened to a client, the latest first: transactions that belong together are one event, told in a sentence. A Solicit with the
 * offers of all servers, the Request and its Reply are one; so is a Renew that a server knew nothing of, and what the client got
 * instead; what a client sent again and again is told once.
 *
 * Never throws: what cannot be read of a packet is not told. Takes time in proportion to the transactions.
 *
 * @example
 * ```ts
 * import { clientStory } from "./client_story.ts";
 * import { sentenceText } from "./sentence.ts";
 * import { timesIn } from "../present/times.ts";
 * import { fromHex } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const solicit = {
 *   id: 1, serverId: 1, clientId: 1, server: "dhcp01", place: { topic: "dhcpkit.messages", partition: 0, offset: 0n },
 *   receivedAt: 0, recordedAt: 0, duration: 0, digest: 0,
 *   requestType: 1, responseType: 0, transactionId: 0xf350d6, outcome: "unanswered", reason: "",
 *   request: fromHex("01f350d6 0001000a 000300013431c43cb2f1"), response: undefined,
 * } as const;
 * const [event] = clientStory({ transactions: [solicit], leases: [] }, { now: 60e6, times: timesIn("UTC") });
 * assertEquals(sentenceText(event.sentence), "Asked all servers, nobody answered");
 * ```
 */
export function clientStory(facts: ClientFacts, view: StoryView): StoryEvent[] {
  return storyOf(tell(facts, view));
}

/** The same of what was told already, the earliest first. */
export function storyOf(told: readonly Told[]): StoryEvent[] {
  return told.toReversed().map(({ kind, at, until, sentence, tone, transactions }) => ({
    kind,
    at,
    until,
    sentence,
    tone,
    transactions,
  }));
}
