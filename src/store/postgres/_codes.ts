import type { LeaseEvent, LeaseEventKind } from "../lease_event.ts";
import type { Outcome } from "../new_transaction.ts";

/** Outcomes by their number in the database. */
export const OUTCOMES: readonly Outcome[] = ["answered", "refused", "unanswered", "no-request"];
/** Kinds of identity associations by their number in the database. */
export const ASSOCIATIONS: readonly LeaseEvent["association"][] = ["na", "ta", "pd"];
/** Ends of leases by their number in the database. */
export const ENDINGS: readonly Exclude<LeaseEventKind, "granted">[] = ["withdrawn", "released", "declined", "unbound"];
