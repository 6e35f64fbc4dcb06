import { tell } from "./_tell.ts";
import type { ClientFacts, StoryEvent, StoryView } from "./story_event.ts";

/**
 * What happened to a client, the latest first: transactions that belong together are one event, told in a sentence. A Solicit with the
 * offers of all servers, the Request and its Reply are one; so is a Renew that a server knew nothing of, and what the client got
 * instead; what a client sent again and again is told once.
 *
 * Never throws: what cannot be read of a packet is not told. Takes time in proportion to the transactions.
 */
export function clientStory(facts: ClientFacts, view: StoryView): StoryEvent[] {
  return tell(facts, view).reverse().map(({ kind, at, until, sentence, tone, transactions }) => ({
    kind,
    at,
    until,
    sentence,
    tone,
    transactions,
  }));
}
