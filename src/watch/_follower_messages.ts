import type { FollowSettings, FollowStep } from "./follower.ts";

/** What the thread is told: which store to read and how, to do a step, or to end. */
export type ToFollower = { readonly place: string; readonly settings: FollowSettings } | "step" | "close";

/** What the thread tells: that the store is open, what a step came to, why it failed, or that it has ended. */
export type FromFollower = "open" | "closed" | { readonly step: FollowStep } | { readonly problem: string };
