import { type LeaseEvent, type LeaseKey, leaseText } from "../store/lease_event.ts";
import { applyLeaseEvent, type LeaseEventSource } from "../store/lease_interval.ts";
import type { NewTransaction } from "../store/new_transaction.ts";
import { type Microseconds, NEVER } from "../store/record_place.ts";
import { timeText } from "../store/time_text.ts";
import {
  endedJson,
  type Entry,
  factsOf,
  forgetAt,
  type Holder,
  holderOf,
  MOST_INTERVALS,
  noteSeen,
  serverNumber,
  whoOf,
} from "./_lease_entry.ts";
import { WakeHeap } from "./_wake_heap.ts";
import {
  type HeldInterval,
  holdingFrom,
  holdingJson,
  type LeaseEndedJson,
  leaseKeyFrom,
  type LeaseRecordJson,
  othersFrom,
} from "./lease_record.ts";

/** How {@linkcode CurrentLeases} works. */
export interface CurrentLeasesInit {
  /** Leases that are remembered, at most. Default: 1,000,000. */
  readonly mostLeases?: number;
  /** How long what has ended is remembered, for records that come late, in milliseconds. Default: an hour. */
  readonly lateMs?: number;
}

/** A record to be written to the lease topic. */
export interface LeaseChange {
  /** The address, or the prefix with its length. */
  readonly key: string;
  /** Who has it; `null` when nobody has it any more: a tombstone. */
  readonly value: LeaseRecordJson | null;
  /** Of a tombstone: who had it last, and what ended it. */
  readonly ended: LeaseEndedJson | undefined;
}

/**
 * Who has which address or prefix now, as transactions tell it: what a compacted topic holds, with a record for each lease and
 * a tombstone once it is over. It follows the same events as stores do, so that it says of the present what `whoHeld` says.
 *
 * Time passes by {@linkcode CurrentLeases.advance} alone: a lease expires when everything has been read up to its end, never
 * because a reader is behind. Of several clients the one that a server confirmed last comes first, the others are in `others`.
 * Records that come late take their place, as long as what they change is remembered; those that come twice change nothing.
 *
 * @example
 * ```ts
 * import { CurrentLeases } from "@dhcpkit/kafka/formats";
 * import { Duid, IPv6Address, MessageType, ClientServerMessage, Options } from "@dhcpkit/kafka/dhcpv6";
 * import { ClientId, IaAddress, IaNa } from "@dhcpkit/kafka/dhcpv6/options";
 * import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
 * import { readTransaction } from "@dhcpkit/kafka/store";
 * import { assertEquals } from "@std/assert";
 *
 * const address = IPv6Address.parse("2001:db8::12"), client = ClientId.of({ duid: Duid.parse("000300013431c43cb2f1") });
 * const given = IaAddress.of({ address, preferredLifetime: 1800, validLifetime: 3600, options: Options.of() });
 * const ia = (...options: typeof given[]) => IaNa.of({ iaid: 1, t1: 0, t2: 0, options: Options.of(...options) });
 * const message = (type: 3 | 7, ...options: typeof given[]) =>
 *   new ClientServerMessage({ type, transactionId: 1, options: Options.of(client, ia(...options)) });
 * const transaction = new DHCPKafkaMessage({
 *   serverName: "dhcp01",
 *   timestampIn: 1480000000,
 *   messageIn: message(MessageType.Request),
 *   timestampOut: 1480000000,
 *   messageOut: message(MessageType.Reply, given),
 * });
 *
 * const leases = new CurrentLeases(), place = { topic: "dhcpkit.messages", partition: 0, offset: 0n };
 * leases.apply(readTransaction(transaction.save(), place, 1480000000_000000));
 * leases.advance(1480000001_000000);
 * const [{ key, value }] = leases.take();
 * assertEquals([key, value?.["client-mac"]], ["2001:db8::12", "34:31:c4:3c:b2:f1"]);
 * leases.advance(1480003600_000000);
 * const [over] = leases.take();
 * assertEquals([over.key, over.value, over.ended?.ending], ["2001:db8::12", null, "expired"]);
 * ```
 */
export class CurrentLeases {
  readonly #mostLeases: number;
  readonly #late: Microseconds;
  readonly #entries = new Map<LeaseKey, Entry>();
  readonly #waking = new WakeHeap<Entry>();
  readonly #dirty = new Set<Entry>();
  #clock: Microseconds = 0;
  #transactions = 0;
  #forgotten = 0;

  /** Nothing is known yet. */
  constructor({ mostLeases = 1_000_000, lateMs = 3_600_000 }: CurrentLeasesInit = {}) {
    this.#mostLeases = mostLeases;
    this.#late = lateMs * 1000;
  }

  /** Leases that are remembered, those that ended lately included. */
  get size(): number {
    return this.#entries.size;
  }

  /** Leases that were forgotten because there were too many: their records stay, and get no tombstone when they are over. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /**
   * Takes a record of the lease topic itself, as it was written before: the records of all partitions, each up to its end, make the
   * state that there was. `ended` is what the header of a tombstone says. Throws `JsonError` for what is no such record.
   */
  restore(key: string, value: unknown, ended?: unknown): void {
    const lease = leaseKeyFrom(key), before = this.#entries.get(lease);
    if (before !== undefined) this.#forget(before);
    const json = value ?? ended;
    if (json === null || json === undefined) return;
    const entry = this.#entry(lease);
    for (const { interval, holder } of [holdingFrom(json, lease), ...othersFrom(json, lease)]) {
      interval.serverId = serverNumber(interval.serverName);
      entry.holders.push({ who: whoOf(holder), facts: holder, history: [interval], seen: [] });
    }
    entry.isPublished = value !== null && value !== undefined;
    this.#dirty.delete(entry);
    this.#waitFor(entry);
  }

  /** Takes what a transaction says. */
  apply(transaction: NewTransaction): void {
    if (transaction.leaseEvents.length === 0) return;
    const { place: { partition, offset }, server, digest } = transaction;
    const by = { transactionId: ++this.#transactions, clientId: 0, serverId: serverNumber(server), partition, offset };
    const facts = factsOf(transaction), who = whoOf(facts), again = new Set<Holder>();
    for (const event of transaction.leaseEvents) {
      // Only a record without any sensible time has such events.
      if (timeText(event.at) === null) continue;
      const entry = this.#entry(event.lease), holder = holderOf(entry, who, facts);
      if (holder.seen.includes(digest) && !again.has(holder)) continue;
      if (!again.has(holder)) noteSeen(holder, digest);
      again.add(holder);
      if (this.#applyEvent(entry, holder, event, by, transaction)) holder.facts = facts;
    }
  }

  /** Says that everything has been read up to this time, and that it is now. What has ended by then is over. */
  advance(to: Microseconds): void {
    if (to <= this.#clock) return;
    this.#clock = to;
    for (let entry; (entry = this.#waking.take(to)) !== undefined;) this.#dirty.add(entry);
  }

  /** What has changed since this was asked last, one record for each lease. */
  take(): LeaseChange[] {
    const changes: LeaseChange[] = [];
    for (const entry of this.#dirty) {
      const change = this.#change(entry);
      if (change !== undefined) changes.push(change);
      this.#waitFor(entry);
    }
    this.#dirty.clear();
    this.#makeRoom();
    return changes;
  }

  #applyEvent(
    entry: Entry,
    { history }: Holder,
    event: LeaseEvent,
    by: LeaseEventSource,
    { server, place: { topic } }: NewTransaction,
  ): boolean {
    const last = history.at(-1), isSameLog = last?.topic === topic && last.partition === by.partition;
    // It was read before the last restart already; what one transaction says of a lease may be more than one thing.
    if (last !== undefined && isSameLog && by.offset <= last.offset && !isBy(last, by)) return false;
    const partition = last?.partition;
    // Offsets of another topic say nothing of the order.
    if (last !== undefined && last.topic !== topic) last.partition = -1;
    const interval = applyLeaseEvent(history, event, by) as HeldInterval | undefined;
    if (last?.partition === -1) last.partition = partition!;
    if (interval === undefined) return false;
    if (interval.confirmedBy === by.transactionId || interval.endedBy === by.transactionId) interval.topic = topic;
    if (interval.serverName === undefined || interval.confirmedBy === by.transactionId) interval.serverName = server;
    if (history.length > MOST_INTERVALS) history.shift();
    this.#dirty.add(entry);
    return true;
  }

  #entry(lease: LeaseKey): Entry {
    const known = this.#entries.get(lease);
    if (known !== undefined) return known;
    const entry: Entry = { lease, holders: [], isPublished: false, wakeAt: undefined };
    this.#entries.set(lease, entry);
    // What comes of nothing, such as the release of what nobody had, is forgotten again.
    this.#dirty.add(entry);
    return entry;
  }

  /** What there is to write of a lease; `undefined` for nothing. */
  #change(entry: Entry): LeaseChange | undefined {
    const key = leaseText(entry.lease), held = this.#held(entry);
    if (held.length > 0) {
      entry.isPublished = true;
      const [first, ...others] = held.map(({ interval, holder }) => holdingJson(interval, holder.facts));
      return { key, value: { lease: key, ...first, others }, ended: undefined };
    }
    if (!entry.isPublished) return undefined;
    entry.isPublished = false;
    return { key, value: null, ended: endedJson(entry) };
  }

  /** Who has it now, the first one first. */
  #held({ holders }: Entry): { interval: HeldInterval; holder: Holder }[] {
    return holders.flatMap((holder) => {
      const interval = holder.history.findLast((one) => one.endedAt === undefined && one.validUntil > this.#clock);
      return interval === undefined ? [] : [{ interval, holder }];
    }).sort(({ interval: a }, { interval: b }) => b.confirmedAt - a.confirmedAt || b.startedAt - a.startedAt);
  }

  /** Forgets what is over for long, and has the rest looked at when it changes by itself. */
  #waitFor(entry: Entry): void {
    let next = Infinity;
    for (const { history } of entry.holders) {
      const kept = history.filter((interval) => forgetAt(interval, this.#late) > this.#clock);
      history.splice(0, history.length, ...kept);
      for (const interval of kept) {
        const isOver = interval.endedAt !== undefined || interval.validUntil <= this.#clock;
        next = Math.min(next, isOver ? forgetAt(interval, this.#late) : interval.validUntil);
      }
    }
    entry.holders = entry.holders.filter(({ history }) => history.length > 0);
    if (entry.holders.length === 0) return this.#forget(entry);
    if (next < NEVER) this.#waking.wake(entry, next);
    else this.#waking.cancel(entry);
  }

  #forget(entry: Entry): void {
    this.#entries.delete(entry.lease);
    this.#waking.cancel(entry);
    this.#dirty.delete(entry);
  }

  /** Forgets what would change first; leases without an end are kept longest. */
  #makeRoom(): void {
    while (this.#entries.size > this.#mostLeases) {
      const entry = this.#waking.take(Infinity) ?? this.#entries.values().next().value!;
      if (entry.isPublished) this.#forgotten++;
      this.#forget(entry);
    }
  }
}

function isBy({ openedBy, confirmedBy, endedBy }: HeldInterval, { transactionId }: LeaseEventSource): boolean {
  return openedBy === transactionId || confirmedBy === transactionId || endedBy === transactionId;
}
