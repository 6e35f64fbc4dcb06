/** When clients ask to extend a lease: T1 and T2 (RFC 9915 section 21.4) as parts of its preferred lifetime. */
export interface RenewalLimits {
  /** The least T1, in seconds. */
  readonly minT1: number;
  /** The most T1, in seconds; {@linkcode INFINITE_LIFETIME} for no limit. */
  readonly maxT1: number;
  /** T1 as a part of the preferred lifetime, 0 to 1. */
  readonly factorT1: number;
  /** The least T2, in seconds. */
  readonly minT2: number;
  /** The most T2, in seconds; {@linkcode INFINITE_LIFETIME} for no limit. */
  readonly maxT2: number;
  /** T2 as a part of the preferred lifetime, 0 to 1. */
  readonly factorT2: number;
}

/** Limits for leases of addresses and of prefixes; {@linkcode DEFAULT_RENEWAL_LIMITS} where there are none. */
export interface Timing {
  /** For addresses (IA_NA). */
  address?: RenewalLimits;
  /** For prefixes (IA_PD). */
  prefix?: RenewalLimits;
}

/** The seconds that stand for ever (RFC 9915 section 7.7). */
export const INFINITE_LIFETIME = 0xffffffff;

/** The shares that RFC 9915 section 21.4 recommends, within no limits. */
export const DEFAULT_RENEWAL_LIMITS: RenewalLimits = {
  minT1: 0,
  maxT1: INFINITE_LIFETIME,
  factorT1: 0.5,
  minT2: 0,
  maxT2: INFINITE_LIFETIME,
  factorT2: 0.8,
};

/**
 * T1 and T2 of a lease, in seconds: never T1 after T2, never T2 after the end of the preferred lifetime. What is
 * preferred for ever is not extended (RFC 9915 section 21.4), unless the limits say so.
 *
 * @example
 * ```ts
 * import { DEFAULT_RENEWAL_LIMITS, renewalTimes } from "@dhcpkit/kafka/server";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(renewalTimes(3600, DEFAULT_RENEWAL_LIMITS), { t1: 1800, t2: 2880 });
 * assertEquals(renewalTimes(3600, { ...DEFAULT_RENEWAL_LIMITS, maxT1: 600 }), { t1: 600, t2: 2880 });
 * ```
 */
export function renewalTimes(preferredLifetime: number, limits: RenewalLimits): { t1: number; t2: number } {
  const { minT1, maxT1, factorT1, minT2, maxT2, factorT2 } = limits;
  const t2 = Math.min(preferredLifetime, within(minT2, share(preferredLifetime, factorT2), maxT2));
  const t1 = Math.min(t2, within(minT1, share(preferredLifetime, factorT1), maxT1));
  return { t1, t2 };
}

function share(lifetime: number, factor: number): number {
  return lifetime === INFINITE_LIFETIME ? INFINITE_LIFETIME : Math.floor(lifetime * factor);
}

function within(least: number, value: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
