import type { LeaseInterval } from "../lease_interval.ts";
import type { Outcome } from "../new_transaction.ts";

/** Words that columns hold as numbers, their places here; only ever added to. */
export const OUTCOMES: readonly Outcome[] = ["answered", "refused", "unanswered", "no-request"];
/** See {@linkcode OUTCOMES}. */
export const ASSOCIATIONS: readonly LeaseInterval["association"][] = ["na", "ta", "pd"];
/** See {@linkcode OUTCOMES}. */
export const ENDINGS: readonly NonNullable<LeaseInterval["ending"]>[] = [
  "withdrawn",
  "released",
  "declined",
  "unbound",
];
