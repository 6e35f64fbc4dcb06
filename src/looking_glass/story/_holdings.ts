import { type LeaseEvent, type LeaseInterval, type LeaseKey, leasePrefix, type Microseconds } from "../../store/mod.ts";
import type { Association, Seen } from "./_seen.ts";
import { type Part, serverPart } from "./sentence.ts";

/** What a server granted last. */
export interface Grant {
  readonly lease: LeaseKey;
  readonly association: Association;
  readonly server: Part;
  readonly at: Microseconds;
  /** T1; 0 where the server leaves it to the client. */
  readonly renewAt: Microseconds;
  readonly rebindAt: Microseconds;
  readonly validUntil: Microseconds;
}

/** What a client has as its story goes on. */
export class Holdings {
  /** What it has now. */
  readonly #held: Map<LeaseKey, Grant> = new Map();
  /** What was ever granted. */
  readonly #granted: Map<LeaseKey, Grant> = new Map();
  /** What was granted last of each kind. */
  readonly #latest: Map<Association, Grant> = new Map();

  /**
   * Starts with what had been granted before the first transaction that is told. Of what was confirmed later, the times for renewal as
   * they were then are not known.
   */
  constructor(leases: readonly LeaseInterval[], before: Microseconds, serverNames: ReadonlyMap<number, string>) {
    for (const interval of leases.toSorted((a, b) => a.confirmedAt - b.confirmedAt)) {
      const { startedAt, confirmedAt, endedAt, serverId } = interval;
      if (startedAt >= before) continue;
      const server = serverPart(serverNames.get(serverId) ?? "", serverId);
      if (confirmedAt < before) this.#grant({ ...interval, at: confirmedAt, server });
      else this.#grant({ ...interval, at: startedAt, renewAt: 0, rebindAt: 0, server });
      if (endedAt !== undefined && endedAt < before) this.#held.delete(interval.lease);
    }
  }

  /** Whether the client has anything of a kind, or at all. */
  has(association?: Association): boolean {
    return [...this.#held.values()].some((grant) => association === undefined || grant.association === association);
  }

  /** Whether the client has this now. */
  holds(lease: LeaseKey): boolean {
    return this.#held.has(lease);
  }

  /** The last grant of an address or prefix, whether the client has it still or not. */
  grantOf(lease: LeaseKey): Grant | undefined {
    return this.#granted.get(lease);
  }

  /** What the client had last of a kind. */
  latest(association: Association): Grant | undefined {
    return this.#latest.get(association);
  }

  /** What it has. */
  get held(): readonly Grant[] {
    return [...this.#held.values()];
  }

  /** Takes out what has run out by then, the earliest first. */
  runOut(at: Microseconds): Grant[] {
    const gone = this.held.filter(({ validUntil }) => validUntil < at).sort((a, b) => a.validUntil - b.validUntil);
    for (const { lease } of gone) this.#held.delete(lease);
    return gone;
  }

  /** Takes over what answers say. */
  apply(seen: readonly Seen[]): void {
    for (const { events, transaction } of seen) {
      for (const event of events) this.#apply(event, serverPart(transaction.server, transaction.serverId));
    }
  }

  #apply(event: LeaseEvent, server: Part): void {
    if (event.kind === "granted") this.#grant({ ...event, server });
    else this.#held.delete(event.lease);
  }

  #grant({ lease, association, server, at, renewAt, rebindAt, validUntil }: Grant): void {
    const grant = { lease, association, server, at, renewAt, rebindAt, validUntil };
    this.#held.set(lease, grant);
    this.#granted.set(lease, grant);
    this.#latest.set(association, grant);
  }
}

/** A lease without its bits: `/56`, or `address`. */
export function sizeOf(lease: LeaseKey): string {
  const { length } = leasePrefix(lease);
  return length === 128 ? "address" : `/${length}`;
}
