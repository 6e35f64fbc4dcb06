import { Duid } from "../dhcpv6/mod.ts";
import { remoteIdText } from "../store/lease_answer_json.ts";
import { type LeaseKey, leaseText } from "../store/lease_event.ts";
import { leaseEnd } from "../store/lease_interval.ts";
import type { NewTransaction } from "../store/new_transaction.ts";
import { textOf } from "../store/read_transaction.ts";
import { type Microseconds, NEVER } from "../store/record_place.ts";
import { storedText } from "../store/stored_text.ts";
import { timeText } from "../store/time_text.ts";
import { encodeUtf8 } from "../wire/mod.ts";
import { murmur3 } from "../wire/murmur3.ts";
import { type HeldInterval, holdingJson, type LeaseEndedJson, type LeaseHolder } from "./lease_record.ts";

/** Breaks in the time in which a client had a lease that are remembered. */
export const MOST_INTERVALS = 4;
/** Clients of one lease, and transactions of a client that are known again when they come twice. */
const MOST_HOLDERS = 8, MOST_SEEN = 4;

/** A client that has or had a lease. */
export interface Holder {
  readonly who: string;
  facts: LeaseHolder;
  /** In the order of time. */
  readonly history: HeldInterval[];
  /** Digests of the last transactions. */
  readonly seen: number[];
}

/** What is known of a lease. */
export interface Entry {
  readonly lease: LeaseKey;
  holders: Holder[];
  /** Whether the topic has a record of it that is no tombstone. */
  isPublished: boolean;
  wakeAt: number | undefined;
}

/** When an interval that has ended need not be remembered any more. */
export function forgetAt(interval: HeldInterval, late: Microseconds): Microseconds {
  const end = leaseEnd(interval);
  return end >= NEVER - late ? NEVER : end + late;
}

/** The client among those of a lease, a new one if need be; the one whose time has ended first makes room. */
export function holderOf(entry: Entry, who: string, facts: LeaseHolder): Holder {
  const known = entry.holders.find((holder) => holder.who === who);
  if (known !== undefined) return known;
  const holder: Holder = { who, facts, history: [], seen: [] };
  entry.holders.push(holder);
  if (entry.holders.length > MOST_HOLDERS) {
    const end = ({ history }: Holder) => history.length === 0 ? -1 : leaseEnd(history.at(-1)!);
    const others = entry.holders.slice(0, -1);
    entry.holders.splice(others.indexOf(others.reduce((a, b) => end(b) < end(a) ? b : a)), 1);
  }
  return holder;
}

/** Remembers a transaction. */
export function noteSeen({ seen }: Holder, digest: number): void {
  seen.push(digest);
  if (seen.length > MOST_SEEN) seen.shift();
}

/** Who had a lease last, for a tombstone. */
export function endedJson({ lease, holders }: Entry): LeaseEndedJson | undefined {
  const [last] = holders.flatMap((holder) => holder.history.map((interval) => ({ interval, holder })))
    .sort(({ interval: a }, { interval: b }) => leaseEnd(b) - leaseEnd(a));
  if (last === undefined) return undefined;
  const { interval, holder } = last;
  return {
    lease: leaseText(lease),
    ...holdingJson(interval, holder.facts),
    others: [],
    "ended-at": timeText(leaseEnd(interval)),
    ending: interval.ending ?? "expired",
  };
}

/** Who the client of a transaction is. */
export function factsOf(
  { client: { duid, interfaceId, remoteId }, macAddress, hostName }: NewTransaction,
): LeaseHolder {
  return {
    "client-duid": duid.length > 0 ? String(new Duid(duid)) : null,
    "client-mac": macAddress ?? null,
    "interface-id": interfaceId.length > 0 ? textOf(interfaceId) : null,
    "remote-id": remoteId.length > 0 ? remoteIdText(remoteId) : null,
    "host-name": hostName === "" ? null : storedText(hostName),
  };
}

/** What tells clients apart, as stores do it. */
export function whoOf(holder: LeaseHolder): string {
  return JSON.stringify([holder["client-duid"], holder["interface-id"], holder["remote-id"]]);
}

/** A number for a server, by its name alone, so that it is the same after a restart. */
export function serverNumber(name: string): number {
  return murmur3(encodeUtf8(name));
}
