import { StatusCode, statusCodeName } from "../../dhcpv6/mod.ts";
import { type LeaseEvent, type LeaseKey, NEVER } from "../../store/mod.ts";
import type { Tone } from "../present/tone.ts";
import type { Chapter } from "./_chapters.ts";
import { endOf, type Exchange, serverOf, startOf, triesOf } from "./_exchange.ts";
import type { Holdings } from "./_holdings.ts";
import type { Association, Refusal, Seen } from "./_seen.ts";
import { durationPart, leasePart, listed, type Part, say, type Sentence, serverPart, wordsPart } from "./sentence.ts";
import { durationText } from "../present/duration.ts";
import type { StoryEventKind } from "./story_event.ts";

/** What stands in a client's way, for its headline. */
export interface Trouble {
  /** As it is now: `3 of 3 servers answer NoPrefixAvail`. */
  readonly now: Sentence;
  /** As it was, where nothing was heard since: `3 of 3 servers answered NoPrefixAvail`. */
  readonly then: Sentence;
  /** Whether the client asks for it all the time, so that the headline tells since when. */
  readonly since: boolean;
  /** What a stranger should look at. */
  readonly next: Sentence;
}

/** What is told of a chapter. */
export interface Telling {
  readonly kind: StoryEventKind;
  readonly sentence: Sentence;
  readonly tone: Tone;
  /** What keeps the client from what it asked for. */
  readonly trouble?: Trouble;
  /** How it renews, for the headline: `renews on time`. */
  readonly manner?: Sentence;
  /** What a stranger should look at where nothing is in the client's way. */
  readonly next?: Sentence;
  /** A renewal without anything to be said of it: those that follow each other are told together. */
  readonly routine?: { readonly beginning: Sentence; readonly server: Part; readonly result: Sentence };
}

/** What a chapter is told by. */
export interface Telltale {
  readonly chapter: Chapter;
  /** What the client had when the chapter began. */
  readonly holdings: Holdings;
  /** Servers by their DUIDs, as far as they answered this client. */
  readonly servers: ReadonlyMap<string, Part>;
  /** Whether a server had just told the client to ask again. */
  readonly wasTold: boolean;
}

/** ` 5 times in 31 s`, where it was sent more than once. */
export function repeated(exchange: Exchange): Sentence {
  const tries = triesOf(exchange), length = endOf(exchange) - startOf(exchange);
  return tries < 2 ? [] : say` ${String(tries)} times in ${durationPart(length)}`;
}

/** `, asked 5 times in 31 s`, where it was sent more than once. */
export function askedTimes(exchange: Exchange): Sentence {
  const times = repeated(exchange);
  return times.length === 0 ? [] : say`, asked${times}`;
}

/** `NoPrefixAvail (“all in use”)`; several one after the other. */
export function refusalText(refusals: readonly Refusal[]): Sentence {
  return listed(refusals.map((refusal) => {
    const words = wordsPart(refusal.words);
    return words === undefined ? statusPart(refusal) : say`${statusPart(refusal)} (${words})`;
  }));
}

/** The names of the statuses alone. */
export function statusText(refusals: readonly Refusal[]): Sentence {
  return listed(refusals.map(statusPart));
}

/** The leases of several events and how long they are valid: `2001:db8::5 and 2001:db8:1::/56, valid 2 h`. */
export function grantText(grants: readonly LeaseEvent[], holdings: Holdings): Sentence {
  const byLease = new Map(grants.map((grant) => [grant.lease, grant]));
  const byLifetime = Map.groupBy(
    byLease.values(),
    ({ at, validUntil }) => validUntil === NEVER ? NEVER : validUntil - at,
  );
  return listed(
    [...byLifetime].map(([lifetime, some]) =>
      say`${listed(some.map(({ lease }) => leaseText(lease, holdings)))}, valid ${
        durationPart(lifetime, durationText(lifetime))
      }`
    ),
    ", and ",
  );
}

/** Leases one after the other. */
export function leaseList(leases: Iterable<LeaseKey>): Sentence {
  return listed([...new Set(leases)].map(leasePart));
}

/** What a client wants, for a sentence: `prefix`, `address`, `address or prefix`. */
export function wantedText(associations: Iterable<Association>): string {
  const kinds = new Set(Array.from(associations, (association) => association === "pd" ? "prefix" : "address"));
  return kinds.size === 1 ? [...kinds][0] : "address or prefix";
}

/** The server that a request is for, by the DUID in it; `its server` where that has never answered. */
export function addressee(exchange: Exchange, servers: ReadonlyMap<string, Part>): Part {
  const duid = exchange.seen.find(({ toServer }) => toServer !== undefined)?.toServer;
  return (duid === undefined ? undefined : servers.get(duid)) ?? { kind: "text", text: "its server" };
}

/** The servers that transactions are of. */
export function serverList(seen: readonly Seen[]): Sentence {
  return listed(seen.map(serverOf));
}

/** The verb that one or several servers need. */
export function verb(seen: readonly Seen[], ofOne: string, ofSeveral: string): string {
  return seen.length === 1 ? ofOne : ofSeveral;
}

/** Servers by their DUIDs, as their answers tell them. */
export function serversByDuid(seen: readonly Seen[]): Map<string, Part> {
  const servers = new Map<string, Part>();
  for (const { fromServer, transaction } of seen) {
    if (fromServer !== undefined) servers.set(fromServer, serverPart(transaction.server, transaction.serverId));
  }
  return servers;
}

/** A lease with what is to be said of it beside what the client had of its kind before. */
function leaseText(lease: LeaseKey, holdings: Holdings): Sentence {
  return holdings.grantOf(lease) === undefined ? say`${leasePart(lease)}` : say`${leasePart(lease)} again`;
}

function statusPart({ code }: Refusal): Part {
  return { kind: "status", text: code in STATUS_NAMES ? statusCodeName(code) : `status ${code}`, code };
}

const STATUS_NAMES: { readonly [code: number]: string } = Object.fromEntries(
  Object.entries(StatusCode).map(([name, code]) => [code, name]),
);
