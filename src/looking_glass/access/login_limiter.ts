import { attemptKey } from "./addresses.ts";

/** How many attempts are let through. */
export interface LoginLimits {
  /** Failures of one address within a window, after which it has to wait. Default: 5. */
  readonly failures?: number;
  /** The window in milliseconds. Default: 60,000. */
  readonly windowMs?: number;
  /** Addresses that are remembered at most; the one that failed longest ago is forgotten first. Default: 10,000. */
  readonly addresses?: number;
  /** Milliseconds of any clock that only goes forward. Default: `performance.now`. */
  readonly now?: () => number;
}

interface Failures {
  count: number;
  since: number;
}

/** Counts failed log-ins by address, in bounded memory. */
export class LoginLimiter {
  readonly #failures = new Map<string, Failures>();
  readonly #limits: Required<LoginLimits>;

  /** Counts nothing yet. */
  constructor(
    { failures = 5, windowMs = 60_000, addresses = 10_000, now = () => performance.now() }: LoginLimits = {},
  ) {
    this.#limits = { failures, windowMs, addresses, now };
  }

  /** Seconds that an address has to wait before it may try again; 0 when it may. */
  waitOf(address: string | undefined): number {
    const entry = this.#failures.get(attemptKey(address)), { failures, windowMs, now } = this.#limits;
    if (entry === undefined || entry.count < failures) return 0;
    return Math.max(0, Math.ceil((entry.since + windowMs - now()) / 1000));
  }

  /** Counts a failure. */
  failed(address: string | undefined): void {
    const key = attemptKey(address), { windowMs, addresses, now } = this.#limits, time = now();
    const before = this.#failures.get(key), isRecent = before !== undefined && time - before.since < windowMs;
    this.#failures.delete(key);
    this.#failures.set(key, { count: isRecent ? before.count + 1 : 1, since: isRecent ? before.since : time });
    if (this.#failures.size > addresses) this.#failures.delete(this.#failures.keys().next().value!);
  }

  /** Forgets the failures of an address that has logged in. */
  succeeded(address: string | undefined): void {
    this.#failures.delete(attemptKey(address));
  }
}
