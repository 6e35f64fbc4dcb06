import { DhcpClient } from "./dhcp_client.ts";
import type { Exchanges } from "./exchanges.ts";
import { lifeOf } from "./faults.ts";
import type { Provider } from "./provider.ts";
import { randomNumbers } from "./random_numbers.ts";
import type { Timeline } from "./timeline.ts";

/** What clients live with. */
export interface PopulationInit {
  readonly exchanges: Exchanges;
  readonly timeline: Timeline;
  /** Ends all lives. */
  readonly signal: AbortSignal;
}

/** Streams of random numbers of what clients do, apart from those of what they are. */
const LIFE_STREAMS = 1_000_000;

/** All customers live until the signal aborts. */
export async function populate(provider: Provider, init: PopulationInit): Promise<void> {
  await Promise.all(provider.subscribers.map(async (subscriber) => {
    const random = randomNumbers(provider.seed, LIFE_STREAMS + subscriber.number);
    const client = new DhcpClient({ subscriber, random, ...init });
    await client.rest(subscriber.appearsAfter);
    await lifeOf(subscriber)(client);
  }));
}
