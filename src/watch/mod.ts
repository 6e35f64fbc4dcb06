/**
 * Detection beside a collector: what the collector stores is looked at as it comes, findings are kept in the store, and somebody is told.
 *
 * @example
 * ```ts ignore
 * import { followInThread, Watch } from "@dhcpkit/kafka/watch";
 * import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
 *
 * await using store = await sqliteStore("dhcp.sqlite");
 * const watch = new Watch({ store, follow: () => followInThread("dhcp.sqlite") });
 * await watch.run({ signal: AbortSignal.timeout(60_000) });
 * ```
 *
 * @module
 */
export { Watch } from "./watch.ts";
export type { WatchInit, WatchObserver, WatchStats } from "./watch_init.ts";
export { followBeside, followHere, type Following, followInThread } from "./following.ts";
export { Follower } from "./follower.ts";
export type { FollowedStore, FollowSettings } from "./follow_settings.ts";
export type { FollowStep, WatchProgress } from "./follow_step.ts";
export type { FindingsOpen } from "./finding_counts.ts";
export { History, type HistoryPart } from "./history.ts";
