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

/** What is known of an address. */
interface Attempts {
  /** Failures, and when the first of them was. */
  failed: number;
  since: number;
  /** Attempts that are being checked. */
  running: number;
  /** Those that wait until one of them is. */
  waiting: (() => void)[];
}

/** Attempts of an address that wait: a program may send many requests at once, each with its token. */
const MOST_WAITING = 100;

/**
 * Counts failed log-ins by address, in bounded memory.
 *
 * An attempt counts from its beginning: those that could fail together are never more than failures are allowed. Only the failure of an
 * attempt itself is taken back when it succeeds, so nobody who knows one secret can go on guessing others.
 */
export class LoginLimiter {
  readonly #attempts = new Map<string, Attempts>();
  readonly #limits: Required<LoginLimits>;

  /** Counts nothing yet. */
  constructor(
    { failures = 5, windowMs = 60_000, addresses = 10_000, now = () => performance.now() }: LoginLimits = {},
  ) {
    this.#limits = { failures, windowMs, addresses, now };
  }

  /** What `check` finds, `undefined` being a failure; or how many seconds the address has to wait before it may try. */
  async attempt<T>(
    address: string | undefined,
    check: () => Promise<T | undefined>,
  ): Promise<T | undefined | { readonly waitSeconds: number }> {
    const key = attemptKey(address), attempts = this.#of(key);
    while (this.#failuresOf(attempts) + attempts.running >= this.#limits.failures) {
      const waitSeconds = this.#waitOf(attempts);
      if (waitSeconds > 0) return { waitSeconds };
      if (attempts.waiting.length >= MOST_WAITING) return { waitSeconds: 1 };
      await new Promise<void>((resolve) => attempts.waiting.push(resolve));
    }
    attempts.running++;
    let found: T | undefined;
    try {
      found = await check();
    } finally {
      attempts.running--;
      if (found === undefined) this.#failed(key, attempts);
      else if (attempts.failed + attempts.running === 0) this.#attempts.delete(key);
      for (const wake of attempts.waiting.splice(0)) wake();
    }
    return found;
  }

  #of(key: string): Attempts {
    const known = this.#attempts.get(key);
    if (known !== undefined) return known;
    const attempts = { failed: 0, since: 0, running: 0, waiting: [] };
    this.#remember(key, attempts);
    return attempts;
  }

  #failuresOf(attempts: Attempts): number {
    if (this.#limits.now() - attempts.since >= this.#limits.windowMs) attempts.failed = 0;
    return attempts.failed;
  }

  #waitOf({ failed, since }: Attempts): number {
    const { failures, windowMs, now } = this.#limits;
    return failed < failures ? 0 : Math.ceil((since + windowMs - now()) / 1000);
  }

  #failed(key: string, attempts: Attempts): void {
    if (this.#failuresOf(attempts) === 0) attempts.since = this.#limits.now();
    attempts.failed++;
    this.#remember(key, attempts);
  }

  /** Puts it behind the others: the first is forgotten where there are too many. */
  #remember(key: string, attempts: Attempts): void {
    this.#attempts.delete(key);
    this.#attempts.set(key, attempts);
    if (this.#attempts.size > this.#limits.addresses) this.#attempts.delete(this.#attempts.keys().next().value!);
  }
}
