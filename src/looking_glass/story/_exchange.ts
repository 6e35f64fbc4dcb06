import type { LeaseEvent, Microseconds } from "../../store/mod.ts";
import type { Refusal, Seen } from "./_seen.ts";
import { type Part, serverPart } from "./sentence.ts";

/** An exchange that has been answered goes on for so long at most; clients with one transaction id for everything exist. */
const ANSWERED_FOR: Microseconds = 60e6;
/** One that has not goes on for as long as clients wait between two tries: SOL_MAX_RT is at most a day (RFC 9915 section 21.24). */
const UNANSWERED_FOR: Microseconds = 25 * 3600e6;

/** All transactions of one request of a client: at each server that it reached, each time that it was sent. */
export interface Exchange {
  /** Type of the request; 0 for an answer that nobody asked for. */
  readonly type: number;
  /** The earliest first. */
  readonly seen: readonly Seen[];
}

/** Puts transactions together to exchanges, both the earliest first. */
export function exchangesOf(transactions: readonly Seen[]): Exchange[] {
  const exchanges: { type: number; seen: Seen[] }[] = [];
  const open = new Map<string, { type: number; seen: Seen[] }>();
  for (const one of transactions) {
    const { requestType: type, transactionId, id } = one.transaction;
    const name = type === 0 ? `unasked ${id}` : `${type} ${transactionId}`, current = open.get(name);
    if (current !== undefined && goesOn(current, one.at)) current.seen.push(one);
    else {
      const exchange = { type, seen: [one] };
      exchanges.push(exchange);
      open.set(name, exchange);
    }
  }
  return exchanges;
}

function goesOn(exchange: Exchange, at: Microseconds): boolean {
  const isDone = exchange.seen.some((one) => one.offers.length > 0 || one.events.length > 0);
  return at - endOf(exchange) <= (isDone ? ANSWERED_FOR : UNANSWERED_FOR);
}

/** Both as one, where a client took a new transaction id for a new try. */
export function together(first: Exchange, second: Exchange): Exchange {
  return { type: first.type, seen: [...first.seen, ...second.seen] };
}

/** When its first transaction came in. */
export function startOf({ seen }: Exchange): Microseconds {
  return seen[0].at;
}

/** When its last transaction came in. */
export function endOf({ seen }: Exchange): Microseconds {
  return seen[seen.length - 1].at;
}

/** How often it was sent: servers get it each time, so the one that got it most often tells. */
export function triesOf({ seen }: Exchange): number {
  const counts = new Map<number, number>();
  for (const { transaction: { serverId } } of seen) counts.set(serverId, (counts.get(serverId) ?? 0) + 1);
  return Math.max(...counts.values());
}

/** The transactions with an answer, the last one of each server, by the servers' names. */
export function answersOf({ seen }: Exchange): Seen[] {
  const byServer = new Map<number, Seen>();
  for (const one of seen) if (one.transaction.responseType > 0) byServer.set(one.transaction.serverId, one);
  return byName([...byServer.values()]);
}

/** The last transaction at each server that never answered, by the servers' names. */
export function silentOf({ seen }: Exchange): Seen[] {
  const answered = new Set(
    seen.filter((one) => one.transaction.responseType > 0).map((one) => one.transaction.serverId),
  );
  const byServer = new Map(seen.map((one) => [one.transaction.serverId, one]));
  return byName([...byServer.values()].filter(({ transaction }) => !answered.has(transaction.serverId)));
}

/** What answers say of leases. */
export function eventsOf({ seen }: Exchange, ...kinds: LeaseEvent["kind"][]): LeaseEvent[] {
  return seen.flatMap(({ events }) => events).filter(({ kind }) => kinds.includes(kind));
}

/** The statuses of all answers, each once. */
export function refusalsIn(answers: readonly Seen[]): Refusal[] {
  const byCode = new Map<number, Refusal>();
  for (const refusal of answers.flatMap(({ refusals }) => refusals)) {
    if (!byCode.get(refusal.code)?.words) byCode.set(refusal.code, refusal);
  }
  return [...byCode.values()];
}

/** The server of a transaction, for a sentence. */
export function serverOf({ transaction: { server, serverId } }: Seen): Part {
  return serverPart(server, serverId);
}

/** Whether a transaction is one of that server. */
export function isOf({ transaction: { serverId } }: Seen, server: Part): boolean {
  return server.kind === "server" && server.id === serverId;
}

function byName(seen: Seen[]): Seen[] {
  const name = ({ transaction: { server } }: Seen) => server;
  return seen.sort((a, b) => name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0);
}
