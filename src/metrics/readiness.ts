import type { SourceHealth } from "../collector/consumer_source.ts";
import type { PublisherStats } from "../publisher/status.ts";
import type { MeasuredPublisher } from "./publisher_metrics.ts";
import type { Verdict } from "./verdict.ts";

/** How a store is. */
export interface StoreHealth {
  /** What the last write failed with, for people; `undefined` when it did not fail, and before the first. */
  readonly problem: string | undefined;
}

/** How long a source may be silent, in seconds, unless told otherwise. */
const SILENCE = 30;

/**
 * Whether a collector does its work: it has become a member of its group, has fetched from the partitions that it has, if any, and
 * the group has taken heartbeats, both within `silenceSeconds` (default 30), and the store took what was written last.
 *
 * A member without partitions is ready: there are more members than partitions. So is one that is waiting for the group to give out
 * its partitions anew, if that does not take long. Before it is a member for the first time it is not.
 *
 * `now` is that of `performance.now()`.
 *
 * @example
 * ```ts
 * import { collectorReadiness } from "@dhcpkit/kafka/metrics";
 * import { assertEquals } from "@std/assert";
 *
 * const health = { state: "reading", fetchedAt: 1000, heartbeatAt: 40_000, assigned: [0] } as const;
 * assertEquals(collectorReadiness(health, { problem: undefined }, 41_000), {
 *   ok: false,
 *   problems: ["nothing was fetched for 40 s"],
 * });
 * ```
 */
export function collectorReadiness(
  health: SourceHealth,
  store: StoreHealth,
  now: number,
  { silenceSeconds = SILENCE }: { silenceSeconds?: number } = {},
): Verdict {
  const problems = sourceProblems(health, now, silenceSeconds);
  if (store.problem !== undefined) problems.push(`the last write to the store failed: ${store.problem}`);
  return { ok: problems.length === 0, problems };
}

function sourceProblems({ state, fetchedAt, heartbeatAt, assigned }: SourceHealth, now: number, limit: number) {
  const silence = (since: number | undefined) => {
    const seconds = since === undefined ? 0 : (now - since) / 1000;
    return seconds > limit ? `for ${Math.round(seconds)} s` : undefined;
  };
  const heartbeats = silence(heartbeatAt), problems: string[] = [];
  if (state === "idle") return ["nothing is being read"];
  if (state === "joining" && fetchedAt === undefined && heartbeatAt === undefined) {
    return ["this is no member of the consumer group yet"];
  }
  if (heartbeats !== undefined) problems.push(`the consumer group took no heartbeat ${heartbeats}`);
  if (state === "joining") {
    const joining = silence(Math.max(fetchedAt ?? 0, heartbeatAt ?? 0));
    if (joining !== undefined) problems.push(`the consumer group has given out no partitions ${joining}`);
  } else if (assigned.length > 0) {
    const fetches = silence(fetchedAt);
    if (fetchedAt === undefined) problems.push("nothing was fetched yet");
    if (fetches !== undefined) problems.push(`nothing was fetched ${fetches}`);
  }
  return problems;
}

/**
 * Whether a server that publishes does its work: always, since it answers clients with Kafka or without. What is wrong with
 * publishing is told all the same.
 */
export function publisherReadiness(publishers: readonly MeasuredPublisher[]): Verdict {
  return {
    ok: true,
    problems: publishers.flatMap(({ topicName, stats }) =>
      publishingProblems(stats).map((problem) => topicName === undefined ? problem : `${topicName}: ${problem}`)
    ),
  };
}

function publishingProblems({ state, queued, spooled, problems }: PublisherStats): string[] {
  const waiting = queued + spooled;
  const connection = state === "connected" ? [] : [`${state}, ${waiting} records wait`];
  return [...connection, ...Object.values(problems)];
}
