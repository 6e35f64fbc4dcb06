import type { AuditSink } from "./audit.ts";

/** What {@linkcode FailedLogins} are made of. */
export interface FailedLoginsInit {
  readonly audit: AuditSink;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: () => number;
  /** Entries that are written within a minute. Default: 100. */
  readonly most?: number;
}

const WINDOW_MS = 60_000;
/** Characters that are kept of what somebody says of himself. */
const LONGEST = 64;

/**
 * Writes down attempts to log in that failed: so many a minute, since anybody can cause them, from any number of addresses. Where there
 * are more, it is said once.
 */
export class FailedLogins {
  readonly #init: Required<FailedLoginsInit>;
  #since = -Infinity;
  #count = 0;

  /** Has written nothing yet. */
  constructor({ most = 100, ...init }: FailedLoginsInit) {
    this.#init = { most, ...init };
  }

  /** Writes one down: the name that was given, empty for a token, and where it came from. */
  note(name: string, address: string | undefined): void {
    const { audit, now, most } = this.#init, time = now();
    if (time - this.#since >= WINDOW_MS) [this.#since, this.#count] = [time, 0];
    const entry = { at: time * 1000, who: name.slice(0, LONGEST), what: "login-failed" };
    this.#count++;
    if (this.#count <= most) audit.write({ ...entry, detail: (address ?? "").slice(0, LONGEST) });
    else if (this.#count === most + 1) {
      audit.write({ ...entry, who: "", detail: `more than ${most} within a minute: no more of them are written down` });
    }
  }
}
