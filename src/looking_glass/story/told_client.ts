import { tell } from "./_tell.ts";
import { type Headline, headlineOf } from "./client_headline.ts";
import { storyOf } from "./client_story.ts";
import type { ClientFacts, StoryEvent, StoryView } from "./story_event.ts";

/** What a page tells of a client. */
export interface ToldClient {
  /** See `clientHeadline`. */
  readonly headline: Headline;
  /** See `clientStory`. */
  readonly events: readonly StoryEvent[];
}

/** Headline and story in one go: every packet is read once. Never throws. */
export function toldClient(facts: ClientFacts, view: StoryView): ToldClient {
  const told = tell(facts, view);
  return { headline: headlineOf(told, facts, view), events: storyOf(told) };
}
