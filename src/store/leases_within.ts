import type { LeaseInterval } from "./lease_interval.ts";

/** Leases within a prefix that are looked at, whether clients had them at the time or not. */
export const MOST_LEASES_WITHIN = 20_000;

/** Leases within a prefix. */
export interface LeasesWithin {
  /** Those that are told, by key. */
  readonly leases: readonly LeaseInterval[];
  /** Whether these are all. Of a prefix that ever had more than {@linkcode MOST_LEASES_WITHIN}, only so many are looked at. */
  readonly isWhole: boolean;
}
