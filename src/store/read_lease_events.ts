import { findOption, nextOption } from "../dhcpv6/next_option.ts";
import { isRelayType } from "../dhcpv6/message_type.ts";
import { MessageType, StatusCode } from "../dhcpv6/mod.ts";
import { u16At, u32At } from "../wire/mod.ts";
import { type LeaseEvent, type LeaseEventKind, type LeaseKey, leaseKey } from "./lease_event.ts";
import { type Microseconds, NEVER } from "./record_place.ts";

/** Codes of the options that are looked at (RFC 9915 section 21). */
const IA_NA = 3, IA_TA = 4, IA_ADDRESS = 5, RELAY_MSG = 9, STATUS_CODE = 13, IA_PD = 25, IA_PREFIX = 26;
/** A lifetime, T1 or T2 without an end (RFC 9915 section 7.7). */
const INFINITY = 0xffffffff;
const NONE: readonly LeaseEvent[] = [];

/**
 * What an answer says of addresses and prefixes, in wire order: only a Reply says anything that counts (RFC 9915 section 18.3).
 * `at` is when it went out. Never throws: what cannot be read says nothing.
 */
export function readLeaseEvents(
  request: Uint8Array | undefined,
  response: Uint8Array | undefined,
  at: Microseconds,
): readonly LeaseEvent[] {
  if (response === undefined) return NONE;
  const reply = innermost(response);
  if (reply === undefined || reply.type !== MessageType.Reply) return NONE;
  const asked = request && innermost(request), events: LeaseEvent[] = [];
  switch (asked?.type) {
    case MessageType.Release:
      givenBack(asked, reply, "released", at, events);
      break;
    case MessageType.Decline:
      givenBack(asked, reply, "declined", at, events);
      break;
    case MessageType.Confirm:
    case MessageType.InformationRequest:
      break;
    case MessageType.Renew:
    case MessageType.Rebind:
      granted(reply, at, events);
      unbound(asked, reply, at, events);
      break;
    default:
      granted(reply, at, events);
  }
  return events;
}

/** The options of a message of a client or server. */
interface Part {
  readonly bytes: Uint8Array;
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

/** An identity association within a message. */
interface Association {
  readonly kind: LeaseEvent["association"];
  readonly iaid: number;
  /** Seconds; 0 where the server leaves it to the client, and for temporary addresses. */
  readonly t1: number;
  readonly t2: number;
  /** Its options. */
  readonly start: number;
  readonly end: number;
  /** `undefined` where nothing is said. */
  readonly status: number | undefined;
}

/** The message within all relay messages, or `undefined` where there is none. */
function innermost(bytes: Uint8Array): Part | undefined {
  let start = 0, end = bytes.length;
  while (end - start >= 34 && isRelayType(bytes[start])) {
    const at = findOption(bytes, start + 34, end, RELAY_MSG);
    if (at < 0) return undefined;
    start = at + 4;
    end = start + u16At(bytes, at + 2);
  }
  return end - start < 4 ? undefined : { bytes, type: bytes[start], start: start + 4, end };
}

function granted(reply: Part, at: Microseconds, events: LeaseEvent[]): void {
  forEachAssociation(reply, (association) => {
    forEachLease(reply.bytes, association, (lease, lifetime) => {
      const kind = lifetime === 0 ? "withdrawn" : "granted";
      events.push(eventOf(kind, lease, association, at, lifetime));
    });
  });
}

/** What the client gave back and the server took: by its word on the association or, without one, on all of them. */
function givenBack(asked: Part, reply: Part, kind: LeaseEventKind, at: Microseconds, events: LeaseEvent[]): void {
  const statuses = new Map<string, number>(), onAll = statusWithin(reply.bytes, reply.start, reply.end);
  forEachAssociation(reply, (association) => {
    if (association.status !== undefined) statuses.set(nameOf(association), association.status);
  });
  forEachAssociation(asked, (association) => {
    if ((statuses.get(nameOf(association)) ?? onAll ?? StatusCode.Success) !== StatusCode.Success) return;
    forEachLease(asked.bytes, association, (lease) => events.push(eventOf(kind, lease, association, at, 0)));
  });
}

/** What the client wanted to keep and the server does not know. */
function unbound(asked: Part, reply: Part, at: Microseconds, events: LeaseEvent[]): void {
  const refused = new Set<string>();
  forEachAssociation(reply, (association) => {
    if (association.status === StatusCode.NoBinding) refused.add(nameOf(association));
  });
  if (refused.size === 0) return;
  forEachAssociation(asked, (association) => {
    if (!refused.has(nameOf(association))) return;
    forEachLease(asked.bytes, association, (lease) => events.push(eventOf("unbound", lease, association, at, 0)));
  });
}

/** IAIDs of one kind of identity association are apart from those of another (RFC 9915 section 4.2). */
function nameOf({ kind, iaid }: Association): string {
  return `${kind}${iaid}`;
}

function eventOf(
  kind: LeaseEventKind,
  lease: LeaseKey,
  { iaid, kind: association, t1, t2 }: Association,
  at: Microseconds,
  lifetime: number,
): LeaseEvent {
  const isGrant = kind === "granted";
  return {
    kind,
    lease,
    iaid,
    association,
    at,
    renewAt: isGrant && t1 > 0 ? after(at, t1) : 0,
    rebindAt: isGrant && t2 > 0 ? after(at, t2) : 0,
    validUntil: after(at, lifetime),
  };
}

function after(at: Microseconds, seconds: number): Microseconds {
  return seconds === INFINITY ? NEVER : at + seconds * 1e6;
}

function forEachAssociation({ bytes, start, end }: Part, use: (association: Association) => void): void {
  for (let at = start, next; (next = nextOption(bytes, at, end)) > 0; at = next) {
    const code = u16At(bytes, at), body = at + 4, isTemporary = code === IA_TA;
    if (code !== IA_NA && code !== IA_PD && !isTemporary) continue;
    const options = body + (isTemporary ? 4 : 12);
    if (options > next) continue;
    use({
      kind: code === IA_NA ? "na" : isTemporary ? "ta" : "pd",
      iaid: u32At(bytes, body),
      t1: isTemporary ? 0 : u32At(bytes, body + 4),
      t2: isTemporary ? 0 : u32At(bytes, body + 8),
      start: options,
      end: next,
      status: statusWithin(bytes, options, next),
    });
  }
}

/** Calls `use` with each address and prefix and its valid lifetime in seconds; those that the server refuses are left out. */
function forEachLease(
  bytes: Uint8Array,
  { start, end }: Association,
  use: (lease: LeaseKey, lifetime: number) => void,
): void {
  for (let at = start, next; (next = nextOption(bytes, at, end)) > 0; at = next) {
    const code = u16At(bytes, at), body = at + 4;
    if (code === IA_ADDRESS && next - body >= 24) {
      if (isRefused(bytes, body + 24, next)) continue;
      use(leaseKey(bytes, body, 128), u32At(bytes, body + 20));
    } else if (code === IA_PREFIX && next - body >= 25 && bytes[body + 8] <= 128) {
      if (isRefused(bytes, body + 25, next)) continue;
      use(leaseKey(bytes, body + 9, bytes[body + 8]), u32At(bytes, body + 4));
    }
  }
}

function isRefused(bytes: Uint8Array, start: number, end: number): boolean {
  return (statusWithin(bytes, start, end) ?? StatusCode.Success) !== StatusCode.Success;
}

/** The first status code among options; `undefined` where there is none, which means Success (RFC 9915 section 21.13). */
function statusWithin(bytes: Uint8Array, start: number, end: number): number | undefined {
  for (let at = start, next; (next = nextOption(bytes, at, end)) > 0; at = next) {
    if (u16At(bytes, at) === STATUS_CODE && next - at >= 6) return u16At(bytes, at + 4);
  }
  return undefined;
}
