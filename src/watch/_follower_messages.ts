import type { FollowSettings } from "./follow_settings.ts";
import type { FollowStep } from "./follow_step.ts";

/** What the thread is told: which store to read and how, to do a step, to tell what is to be kept, or to end. */
export type ToFollower = { readonly place: string; readonly settings: FollowSettings } | "step" | "save" | "close";

/** What the thread tells: that the store is open, what a step came to, what is to be kept, why it failed, or that it has ended. */
export type FromFollower =
  | "open"
  | "closed"
  | { readonly step: FollowStep }
  | { readonly kept: Uint8Array[] | undefined }
  | { readonly problem: string };
