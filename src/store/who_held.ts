import { type LeaseKey, leasePrefix } from "./lease_event.ts";
import { leaseEnd, type LeaseInterval } from "./lease_interval.ts";
import { readLeaseEvents } from "./read_lease_events.ts";
import { answerTime } from "./read_transaction.ts";
import { type Microseconds, NEVER } from "./record_place.ts";
import type {
  LogGap,
  PartitionPosition,
  StoredClient,
  StoredServer,
  StoredTransaction,
  TransactionReader,
} from "./transaction_store.ts";

/** A client that had an address or prefix at a time, and the proof. */
export interface Holding {
  /** When it had what. */
  readonly interval: LeaseInterval;
  /** Who; `undefined` when the store has lost the row. */
  readonly client: StoredClient | undefined;
  /** The server that confirmed it last. */
  readonly server: StoredServer | undefined;
  /** When a server last said so, up to the time that was asked for. */
  readonly confirmedAt: Microseconds;
  /** The transaction in which it did; `undefined` when the store does not have it any more. */
  readonly confirmedBy: StoredTransaction | undefined;
  /** The transaction that began it. */
  readonly openedBy: StoredTransaction | undefined;
  /** The transaction that ended it, if one did. */
  readonly endedBy: StoredTransaction | undefined;
}

/** Why something is not known. */
export type Doubt =
  | { readonly why: "gap"; readonly gap: LogGap }
  | { readonly why: "not-read-yet"; readonly position: PartitionPosition }
  | { readonly why: "forgotten"; readonly before: Microseconds }
  | { readonly why: "nothing-read" };

/** The answer of {@linkcode whoHeld}. */
export interface LeaseAnswer {
  /** What was asked for. */
  readonly lease: LeaseKey;
  /** The time that was asked for. */
  readonly at: Microseconds;
  /**
   * `held`: by `holder`. `free`: nobody had it. `unknown`: records that could tell otherwise are missing, or the leases of that time were
   * deleted; `holder` is then who had it by what is known, if anybody.
   */
  readonly verdict: "held" | "free" | "unknown";
  /** Who had it: the one with the longest prefix and, of equal ones, the one that a server confirmed last. */
  readonly holder: Holding | undefined;
  /** Others who had it as well by what servers said, or a prefix around it. */
  readonly others: readonly Holding[];
  /** Who had parts of a prefix, the first 50 by address. */
  readonly within: readonly Holding[];
  /** Whether more had parts of it, or may have had: of a wide prefix, not all leases are looked at. */
  readonly hasMoreWithin: boolean;
  /** Who had it last before, where nobody had it. */
  readonly before: Holding | undefined;
  /** Why it is unknown; empty otherwise. */
  readonly doubts: readonly Doubt[];
}

/** How {@linkcode whoHeld} answers. */
export interface WhoHeldOptions {
  /**
   * How much of the time before the one asked for need not have been read, in milliseconds: the present is never read quite up to.
   * Default: 0.
   */
  readonly toleranceMs?: number;
}

/** Leases of one address or prefix that are looked at, and parts of a prefix that are told. */
const MOST_AROUND = 50, MOST_WITHIN = 50;
/** Kafka's times are whole milliseconds: a gap that ends so shortly after an answer ended before it. */
const TIMESTAMP_PRECISION = 1000;
/** Transactions of a client that are looked through for the last one that confirmed its lease. */
const MOST_TRANSACTIONS = 200;

/**
 * Who had an address or prefix at a time, by what servers answered.
 *
 * An address is had by whoever has it or a prefix around it. A lease holds until it ends by an answer or by its lifetime; between the
 * last answer that confirmed it and the time asked for, no record may be missing, otherwise the answer is `unknown`: the client
 * might have given it back, or the server might have given it to somebody else, in what is missing.
 */
export async function whoHeld(
  store: TransactionReader,
  lease: LeaseKey,
  at: Microseconds,
  { toleranceMs = 0 }: WhoHeldOptions = {},
): Promise<LeaseAnswer> {
  const holders = await store.leasesAround(lease, { at, limit: MOST_AROUND, holding: true });
  const servers = new Map((await store.servers()).map((server) => [server.id, server]));
  const holding = (interval: LeaseInterval) => withProof(store, servers, interval, at);
  const [holder, ...others] = (await Promise.all(holders.map(holding))).sort(firstHolder);
  const ended = holder ? [] : await endedBefore(store, lease, at), last = ended.at(0);
  const since = holder?.confirmedAt ?? await freeSince(store, ended, at);
  const doubts = await doubtsBetween(store, { since, at, readUntil: at - toleranceMs * 1000 });
  // One of a prefix around it does not tell whether somebody else had the address itself.
  const leasesFrom = holder?.interval.lease === lease ? 0 : await store.leasesFrom();
  if (at < leasesFrom) doubts.push({ why: "forgotten", before: leasesFrom });
  const within = await store.leasesWithin(lease, { at, limit: MOST_WITHIN });
  return {
    lease,
    at,
    verdict: doubts.length > 0 ? "unknown" : holder ? "held" : "free",
    holder,
    others,
    within: await Promise.all(within.leases.map(holding)),
    hasMoreWithin: !within.isWhole,
    before: holder === undefined && last !== undefined ? await holding(last) : undefined,
    doubts,
  };
}

function firstHolder(a: Holding, b: Holding): number {
  const length = ({ interval }: Holding) => leasePrefix(interval.lease).length;
  return length(b) - length(a) || b.confirmedAt - a.confirmedAt || b.interval.startedAt - a.interval.startedAt;
}

/** What began last of each address and prefix around, what ended last first. */
async function endedBefore(store: TransactionReader, lease: LeaseKey, at: Microseconds): Promise<LeaseInterval[]> {
  const around = await store.leasesAround(lease, { at, limit: MOST_AROUND });
  return around.sort((a, b) => leaseEnd(b) - leaseEnd(a));
}

/**
 * From when on a grant would tell that it was not free: since each that is known was ended by an answer, or was confirmed last where its
 * lifetime ended, for it may have been extended since; or as long ago as a lease may last.
 */
async function freeSince(
  store: TransactionReader,
  ended: readonly LeaseInterval[],
  at: Microseconds,
): Promise<Microseconds> {
  const longest = await store.longestLifetime();
  const oldest = longest === NEVER ? 0 : Math.max(at - longest, 0);
  const latest = new Map<LeaseKey, Microseconds>();
  for (const { lease, endedAt, confirmedAt } of ended) {
    if (!latest.has(lease)) latest.set(lease, endedAt ?? confirmedAt);
  }
  return Math.max(oldest, latest.size === 0 ? 0 : Math.min(...latest.values()));
}

async function doubtsBetween(
  store: TransactionReader,
  { since, at, readUntil }: { since: Microseconds; at: Microseconds; readUntil: Microseconds },
): Promise<Doubt[]> {
  const coverage = await store.coverage();
  if (coverage.length === 0) return [{ why: "nothing-read" }];
  const from = since + TIMESTAMP_PRECISION, found = await store.gaps({ from, to: at });
  const starts = found.some(isWholeLog) ? topicStarts(await store.gaps({ from: 0, to: 0 })) : new Map();
  const gaps = found.map((gap) => isWholeLog(gap) ? { ...gap, to: Math.min(gap.to, starts.get(gap.topic)!) } : gap)
    .filter((gap) => gap.to >= from);
  return [
    ...gaps.map((gap): Doubt => ({ why: "gap", gap })),
    ...coverage.filter(({ coveredUntil }) => coveredUntil < readUntil)
      .map((position): Doubt => ({ why: "not-read-yet", position })),
  ];
}

/** Whether a log was read from its very first record on: nothing is missing before that, and it is there since its topic is. */
function isWholeLog({ from, toOffset }: LogGap): boolean {
  return from === 0 && toOffset === 0n;
}

/** The first that is known of each topic, by where its partitions begin: one that came later, or has long been empty, missed nothing. */
function topicStarts(beginnings: readonly LogGap[]): Map<string, Microseconds> {
  const starts = new Map<string, Microseconds>();
  for (const { topic, to } of beginnings) starts.set(topic, Math.min(starts.get(topic) ?? to, to));
  return starts;
}

async function withProof(
  store: TransactionReader,
  servers: ReadonlyMap<number, StoredServer>,
  interval: LeaseInterval,
  at: Microseconds,
): Promise<Holding> {
  const transaction = (id: number | undefined) => id === undefined ? undefined : store.transaction(id);
  const [client, openedBy, endedBy, confirmation] = await Promise.all([
    store.client(interval.clientId),
    transaction(interval.openedBy),
    transaction(interval.endedBy),
    lastConfirmation(store, interval, at),
  ]);
  return { interval, client, server: servers.get(interval.serverId), openedBy, endedBy, ...confirmation };
}

/** The last answer up to a time that granted a lease. */
async function lastConfirmation(
  store: TransactionReader,
  interval: LeaseInterval,
  at: Microseconds,
): Promise<Pick<Holding, "confirmedAt" | "confirmedBy">> {
  const { confirmedAt, clientId, startedAt, lease } = interval;
  if (confirmedAt <= at) return { confirmedAt, confirmedBy: await store.transaction(interval.confirmedBy) };
  if (interval.grants > 2) {
    const filter = { clientId, to: at + 1, from: startedAt };
    for (const transaction of await store.transactions(filter, { limit: MOST_TRANSACTIONS })) {
      const { request, response } = transaction, answeredAt = answerTime(transaction);
      const events = answeredAt > at ? [] : readLeaseEvents(request, response, answeredAt);
      const grants = events.some((event) => event.kind === "granted" && event.lease === lease);
      if (grants) return { confirmedAt: answeredAt, confirmedBy: transaction };
    }
  }
  return { confirmedAt: startedAt, confirmedBy: await store.transaction(interval.openedBy) };
}
