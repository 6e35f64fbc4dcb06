import type { LeaseEvent, LeaseEventKind, LeaseKey } from "./lease_event.ts";
import type { Microseconds } from "./record_place.ts";

/** A time in which a client had an address or prefix without a break, by what servers answered. */
export interface LeaseInterval {
  /** Number in the store; 0 until it is there. */
  id: number;
  /** The address or prefix. */
  readonly lease: LeaseKey;
  /** The client, as a store numbers it. */
  readonly clientId: number;
  /** The server that confirmed it last. */
  serverId: number;
  /** Identity association that it belongs to. */
  iaid: number;
  /** Which kind of identity association. */
  association: LeaseEvent["association"];
  /** When it began. */
  startedAt: Microseconds;
  /** When it was granted or extended last. */
  confirmedAt: Microseconds;
  /** T1 of the last grant; 0 where it does not say. */
  renewAt: Microseconds;
  /** T2 of the last grant; 0 where it does not say. */
  rebindAt: Microseconds;
  /** When it ends, or would have ended, by the last grant; `NEVER` for an infinite lifetime. */
  validUntil: Microseconds;
  /** When an answer ended it before that; `undefined` while none did. */
  endedAt: Microseconds | undefined;
  /** What that answer said; `undefined` while there is none. */
  ending: Exclude<LeaseEventKind, "granted"> | undefined;
  /** How many answers granted it. */
  grants: number;
  /** The transaction that began it. */
  openedBy: number;
  /** The transaction that confirmed it last. */
  confirmedBy: number;
  /** The transaction that ended it. */
  endedBy: number | undefined;
  /** Time, partition and offset of what changed it last. */
  changedAt: Microseconds;
  /** See `changedAt`. */
  partition: number;
  /** See `changedAt`. */
  offset: bigint;
}

/** The transaction that an event is told by. */
export interface LeaseEventSource {
  /** Number of the transaction in the store. */
  readonly transactionId: number;
  /** Number of the client. */
  readonly clientId: number;
  /** Number of the server. */
  readonly serverId: number;
  /** Where the record is. */
  readonly partition: number;
  /** Where the record is. */
  readonly offset: bigint;
}

/** When an interval ended, will end, or would end: the end that an answer made, otherwise that of its lifetime. */
export function leaseEnd({ endedAt, validUntil }: LeaseInterval): Microseconds {
  return endedAt ?? validUntil;
}

/**
 * Brings an event into the history of one lease and one client, which is in the order of time. Returns the interval that is
 * new or has changed, or `undefined` when the event tells nothing new. A new one is added to `history` where it belongs.
 *
 * Mostly the last interval is all that is needed of a history: {@linkcode needsWholeHistory} tells when it is not.
 *
 * Records of one partition are in the order in which things happened. So when the time of an event is before that of what is
 * known from an earlier record of its partition, a clock was set back, or that of another server is slow: the event then counts as of
 * that time. Between partitions only time tells the order, and an event that comes late takes its place.
 */
export function applyLeaseEvent(
  history: LeaseInterval[],
  told: LeaseEvent,
  by: LeaseEventSource,
): LeaseInterval | undefined {
  const event = inOrder(told, history.at(-1), by);
  let at = history.length - 1;
  while (at >= 0 && history[at].startedAt > event.at) at--;
  const current = at < 0 ? undefined : history[at], next = history[at + 1];
  if (event.kind !== "granted") return current && end(current, event, event.kind, by);
  if (current !== undefined && isWithin(current, event.at)) return extend(current, event, by);
  if (next !== undefined && event.validUntil >= next.startedAt) return startEarlier(next, event, by);
  const interval = newInterval(event, by);
  history.splice(at + 1, 0, interval);
  return interval;
}

/** Whether an event concerns more than the last interval of a history. */
export function needsWholeHistory(last: LeaseInterval, event: LeaseEvent, by: LeaseEventSource): boolean {
  return event.at < last.startedAt && !follows(last, by);
}

/** Whether a record stands behind the one that changed an interval last, in the same partition. */
function follows(last: LeaseInterval, { partition, offset }: LeaseEventSource): boolean {
  return partition === last.partition && offset > last.offset;
}

/** The event with its times moved behind what is known from an earlier record of its partition. */
function inOrder(event: LeaseEvent, last: LeaseInterval | undefined, by: LeaseEventSource): LeaseEvent {
  if (last === undefined || event.at >= last.changedAt || !follows(last, by)) return event;
  const delay = last.changedAt - event.at;
  const later = (time: Microseconds) => time > Number.MAX_SAFE_INTEGER - delay ? time : time + delay;
  return {
    ...event,
    at: last.changedAt,
    renewAt: event.renewAt && later(event.renewAt),
    rebindAt: event.rebindAt && later(event.rebindAt),
    validUntil: later(event.validUntil),
  };
}

/** Whether a grant at that time is of this interval; at the very time of an end that an answer made, another one begins. */
function isWithin({ endedAt, validUntil }: LeaseInterval, at: Microseconds): boolean {
  return endedAt === undefined ? at <= validUntil : at < endedAt;
}

function extend(interval: LeaseInterval, event: LeaseEvent, by: LeaseEventSource): LeaseInterval {
  interval.grants++;
  if (event.at < interval.confirmedAt) return interval;
  interval.serverId = by.serverId;
  interval.iaid = event.iaid;
  interval.association = event.association;
  interval.confirmedAt = event.at;
  interval.renewAt = event.renewAt;
  interval.rebindAt = event.rebindAt;
  interval.validUntil = event.validUntil;
  interval.confirmedBy = by.transactionId;
  return changed(interval, event, by);
}

function startEarlier(interval: LeaseInterval, event: LeaseEvent, by: LeaseEventSource): LeaseInterval {
  interval.grants++;
  interval.startedAt = event.at;
  interval.openedBy = by.transactionId;
  return interval;
}

function end(
  interval: LeaseInterval,
  event: LeaseEvent,
  kind: Exclude<LeaseEventKind, "granted">,
  by: LeaseEventSource,
): LeaseInterval | undefined {
  if (leaseEnd(interval) <= event.at || event.at < interval.confirmedAt) return undefined;
  if (kind === "unbound" && interval.serverId !== by.serverId) return undefined;
  interval.endedAt = event.at;
  interval.ending = kind;
  interval.endedBy = by.transactionId;
  return changed(interval, event, by);
}

function changed(interval: LeaseInterval, { at }: LeaseEvent, { partition, offset }: LeaseEventSource): LeaseInterval {
  interval.changedAt = at;
  interval.partition = partition;
  interval.offset = offset;
  return interval;
}

function newInterval(event: LeaseEvent, by: LeaseEventSource): LeaseInterval {
  return {
    id: 0,
    lease: event.lease,
    clientId: by.clientId,
    serverId: by.serverId,
    iaid: event.iaid,
    association: event.association,
    startedAt: event.at,
    confirmedAt: event.at,
    renewAt: event.renewAt,
    rebindAt: event.rebindAt,
    validUntil: event.validUntil,
    endedAt: undefined,
    ending: undefined,
    grants: 1,
    openedBy: by.transactionId,
    confirmedBy: by.transactionId,
    endedBy: undefined,
    changedAt: event.at,
    partition: by.partition,
    offset: by.offset,
  };
}
