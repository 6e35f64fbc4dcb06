import { MessageType } from "../dhcpv6/mod.ts";
import { type Microseconds, NEVER } from "../store/mod.ts";
import type { Slot } from "./_remembered.ts";
import type { TransactionFacts } from "./transaction_facts.ts";

/** When an identity association was granted, and when it is to be renewed. */
export interface Granted {
  readonly kind: "na" | "ta" | "pd";
  readonly iaid: number;
  readonly at: Microseconds;
  /** 0 where the server leaves it to the client, or where it never is. */
  readonly renewAt: Microseconds;
  readonly rebindAt: Microseconds;
}

/** What a Renew or Rebind is about, and when the client began to send it. */
export interface DueRenewal extends Granted {
  readonly begunAt: Microseconds;
}

/** The longest Elapsed Time that a message can tell, in seconds. */
const LONGEST_ELAPSED = 655.35;
/** Identity associations of a client that are remembered. */
const MOST_ASSOCIATIONS = 4;

/** What clients were granted, and when that is due. */
export class RenewalTimes {
  readonly #slot: Slot<Granted[]>;

  constructor(slot: Slot<Granted[]>) {
    this.#slot = slot;
  }

  /** Of all that a Renew or Rebind names, what was to be renewed first; `undefined` where nothing is known of it. */
  due(facts: TransactionFacts): DueRenewal | undefined {
    const { transaction: { requestType }, client } = facts;
    if (requestType !== MessageType.Renew && requestType !== MessageType.Rebind) return undefined;
    // What says "this long or longer" does not say since when (RFC 9915 section 21.9).
    if (facts.asked.elapsed >= LONGEST_ELAPSED) return undefined;
    const known = client && this.#slot.get(client);
    if (known === undefined || known.length === 0) return undefined;
    let first: Granted | undefined;
    for (const { kind, iaid } of facts.askedAssociations) {
      const one = known.find((granted) => granted.iaid === iaid && granted.kind === kind);
      if (one !== undefined && (first === undefined || one.renewAt < first.renewAt)) first = one;
    }
    return first && { ...first, begunAt: facts.at - facts.asked.elapsed * 1e6 };
  }

  remember({ transaction: { leaseEvents }, client, at }: TransactionFacts): void {
    if (client === undefined) return;
    for (const { kind, association, iaid, renewAt, rebindAt, at: answeredAt } of leaseEvents) {
      const known = this.#slot.get(client),
        others = known?.filter((one) => one.iaid !== iaid || one.kind !== association);
      if (kind !== "granted") {
        if (known !== undefined) this.#slot.set(client, others);
        continue;
      }
      // Times of a server whose clock is wrong are moved to the clock that everything else is seen by.
      const moved = (time: Microseconds) => time === 0 || time >= NEVER ? 0 : time - answeredAt + at;
      const granted = { kind: association, iaid, at, renewAt: moved(renewAt), rebindAt: moved(rebindAt) };
      this.#slot.set(client, [...(others ?? []).slice(1 - MOST_ASSOCIATIONS), granted]);
    }
  }
}
