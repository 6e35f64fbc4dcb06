import { IPv6Address, IPv6Prefix } from "@dhcpkit/kafka/dhcpv6";
import {
  type ClientIdentity,
  type LeaseEvent,
  type LeaseInterval,
  type LeaseKey,
  leaseKey,
  type Microseconds,
  type NewTransaction,
  type PartitionPosition,
  type Retention,
  type StoreBatch,
  type StoredClient,
  type TransactionReader,
  type TransactionWriter,
  type WriteOutcome,
} from "@dhcpkit/kafka/store";

/** When the time of the tests begins, and units of it. */
export const T0: Microseconds = Date.UTC(2026, 0, 1) * 1000;
export const SECOND: Microseconds = 1_000_000, HOUR: Microseconds = 3600 * SECOND;
/** Nothing that has to go in a sweep. */
export const ALL: Retention = {
  ...{ transactionsFrom: 0, transactionsPerClient: 1e9, leasesFrom: 0, quarantineFrom: 0 },
  ...{ trafficFrom: 0, fineTrafficFrom: 0, findingsFrom: 0, auditFrom: 0 },
};
/** The topic that transactions are in unless told otherwise. */
export const TOPIC = "dhcpkit.messages";

/** The end of a lease with an infinite lifetime. */
export const NEVER_ENDS: Microseconds = Number.MAX_SAFE_INTEGER;
/** Bytes of a text in UTF-8. */
export const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** The client that a test calls so. */
export function client(name: string): ClientIdentity {
  return {
    duid: bytes(`duid of ${name}`),
    interfaceId: bytes(`port of ${name}`),
    remoteId: bytes(`\0\0\0\x09${name}`),
  };
}

/** What a test says of a transaction; the rest is made up. */
export interface Told extends Partial<Omit<NewTransaction, "place" | "client">> {
  readonly topic?: string;
  readonly partition?: number;
  readonly client?: string | ClientIdentity;
}

/** The transaction at an offset; a second for each offset, so that they are all different. */
export function transaction(offset: number, told: Told = {}): NewTransaction {
  const { topic = TOPIC, partition = 0, client: who = "a", ...rest } = told;
  return {
    place: { topic, partition, offset: BigInt(offset) },
    server: "dhcp01",
    client: typeof who === "string" ? client(who) : who,
    clientAddress: undefined,
    linkAddress: undefined,
    macAddress: undefined,
    receivedAt: T0 + offset * SECOND,
    recordedAt: T0 + offset * SECOND + 50_000,
    duration: 1500,
    requestType: 3,
    responseType: 7,
    transactionId: offset & 0xffffff,
    outcome: "answered",
    reason: "",
    request: bytes(`request ${offset}`),
    response: bytes(`response ${offset}`),
    hostName: "",
    vendorClass: "",
    leaseEvents: [],
    digest: offset,
    ...rest,
  };
}

/** The key of `2001:db8::1` or `2001:db8::/56`. */
export function lease(text: string): LeaseKey {
  const { address, length } = text.includes("/")
    ? IPv6Prefix.parse(text)
    : { address: IPv6Address.parse(text), length: 128 };
  return leaseKey(address.bytes, 0, length);
}

/** What an answer says of an address or prefix; granted for an hour unless told otherwise. */
export function event(text: string, at: Microseconds, told: Partial<LeaseEvent> = {}): LeaseEvent {
  const kind = told.kind ?? "granted", isGrant = kind === "granted";
  return {
    kind,
    lease: lease(text),
    iaid: 1,
    association: text.includes("/") ? "pd" : "na",
    at,
    renewAt: isGrant ? at + HOUR / 2 : 0,
    rebindAt: isGrant ? at + HOUR * 0.75 : 0,
    validUntil: isGrant ? at + HOUR : at,
    ...told,
  };
}

/** A transaction whose answer, at the time of the request, says this of an address or prefix. */
export function leasing(
  offset: number,
  text: string,
  told: Told & { event?: Partial<LeaseEvent> } = {},
): NewTransaction {
  const { event: eventTold, ...rest } = told, at = rest.receivedAt ?? T0 + offset * SECOND;
  return transaction(offset, { ...rest, leaseEvents: [event(text, at, eventTold)] });
}

/** A batch whose positions are behind the transactions and quarantined records in it. */
export function batch(transactions: readonly NewTransaction[], others: Partial<StoreBatch> = {}): StoreBatch {
  const positions = new Map<string, PartitionPosition>();
  for (const { place, receivedAt } of transactions) {
    positions.set(`${place.topic} ${place.partition}`, { ...place, next: place.offset + 1n, coveredUntil: receivedAt });
  }
  for (const { place, recordedAt } of others.quarantined ?? []) {
    positions.set(`${place.topic} ${place.partition}`, { ...place, next: place.offset + 1n, coveredUntil: recordedAt });
  }
  const tidy = [...positions.values()].map(({ topic, partition, next, coveredUntil }) => ({
    topic,
    partition,
    next,
    coveredUntil,
  }));
  return { transactions, quarantined: [], positions: tidy, gaps: [], ...others };
}

/** Writes these transactions in one batch. */
export function write(store: TransactionWriter, ...transactions: NewTransaction[]): Promise<WriteOutcome> {
  return store.write(batch(transactions));
}

/** The client that a test calls so, as the store has it. */
export async function clientNamed(store: TransactionReader, name: string): Promise<StoredClient> {
  const [found] = await store.clients({ by: "duid", bytes: client(name).duid }, { limit: 1 });
  if (found === undefined) throw new Error(`the store has no client ${name}`);
  return found;
}

/** The leases of the client that a test calls so. */
export async function leasesOf(store: TransactionReader, name: string): Promise<LeaseInterval[]> {
  return await store.leasesOf((await clientNamed(store, name)).id, { limit: 1000 });
}

/** Reading starts at this offset of a partition. */
export function position(next: number, told: Partial<PartitionPosition> = {}): PartitionPosition {
  return { topic: TOPIC, partition: 0, next: BigInt(next), coveredUntil: T0, ...told };
}

/** Numbers from `start` up to, but without, `end`. */
export function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}
