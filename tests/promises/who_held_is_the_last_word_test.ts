import { assert, assertEquals } from "@std/assert";
import {
  type LeaseEvent,
  type LeaseEventKind,
  type LeaseKey,
  leaseKey,
  leasePrefix,
  type LogGap,
  type Microseconds,
  NEVER,
  type NewTransaction,
  type TransactionStore,
  whoHeld,
} from "@dhcpkit/kafka/store";
import { postgresKind } from "../store/_postgres_kind.ts";
import { sqliteKind } from "../store/_sqlite_kind.ts";
import { storeTest } from "../store/_store_kind.ts";
import { SeededRandom } from "../vectors/random.ts";

const TRANSACTIONS = 100_000, CLIENTS = 250, LEASES = 320, PARTITIONS = 4, SERVERS = 3, BATCH = 1000, QUESTIONS = 4000;
const SECOND = 1_000_000, START: Microseconds = Date.UTC(2026, 0) * 1000;

/** An event with who told it, in the order of its partition, its time never before that of the one before it. */
interface Told {
  readonly client: number;
  readonly server: number;
  readonly event: LeaseEvent;
}

/** Addresses and prefixes, some within others: a /56, /64s in it, addresses in these. */
const leases: readonly LeaseKey[] = Array.from({ length: LEASES }, (_, i) => {
  const bytes = new Uint8Array([0x20, 0x01, 0x0d, 0xb8, 0, i >> 4, 0, i & 3, 0, 0, 0, 0, 0, 0, 0, i & 7]);
  return leaseKey(bytes, 0, [56, 64, 128, 128][i & 3]);
});
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A life of many clients at servers whose clocks differ, and are set back now and then. */
function* life(random: SeededRandom): Generator<NewTransaction & { told: { client: number; server: number } }> {
  const offsets = Array.from({ length: PARTITIONS }, () => 0n), held = new Map<number, Set<LeaseKey>>();
  const skews = Array.from({ length: SERVERS }, (_, server) => server * 7 * SECOND);
  let now = START;
  for (let i = 0; i < TRANSACTIONS; i++) {
    now += random.below(3 * SECOND);
    if (random.below(5000) === 0) skews[random.below(SERVERS)] = (random.below(120) - 60) * SECOND;
    const client = random.below(CLIENTS), server = random.below(SERVERS), partition = client % PARTITIONS;
    const own = held.get(client) ?? new Set<LeaseKey>(), at = now + skews[server];
    held.set(client, own);
    const kind: LeaseEventKind = own.size === 0 || random.below(3) > 0
      ? "granted"
      : (["released", "declined", "withdrawn", "unbound"] as const)[random.below(4)];
    const again = own.size > 0 && (kind !== "granted" || random.below(4) > 0);
    const count = 1 + random.below(2), events: LeaseEvent[] = [];
    for (let j = 0; j < count; j++) {
      const lease = again ? [...own][random.below(own.size)] : leases[random.below(LEASES)];
      if (events.some((event) => event.lease === lease)) continue;
      own.add(lease);
      const lifetime = kind !== "granted" ? 0 : random.below(5000) === 0 ? NEVER : (1 + random.below(300)) * SECOND;
      const validUntil = lifetime === NEVER ? NEVER : at + lifetime;
      const association = leasePrefix(lease).length === 128 ? "na" : "pd";
      events.push({ kind, lease, iaid: 1, association, at, renewAt: 0, rebindAt: 0, validUntil });
    }
    if (own.size > 6) own.clear();
    const place = { topic: "t", partition, offset: offsets[partition]++ };
    yield { ...transactionOf(place, { client, server, at, events, digest: i }), told: { client, server } };
  }
}

function transactionOf(
  place: NewTransaction["place"],
  { client, server, at, events, digest }: {
    client: number;
    server: number;
    at: Microseconds;
    events: readonly LeaseEvent[];
    digest: number;
  },
): NewTransaction {
  return {
    place,
    server: `dhcp0${server}`,
    client: { duid: bytesOf(`client ${client}`), interfaceId: new Uint8Array(), remoteId: new Uint8Array() },
    ...{
      clientAddress: undefined,
      linkAddress: undefined,
      macAddress: undefined,
      request: undefined,
      response: undefined,
    },
    ...{
      receivedAt: at,
      recordedAt: at,
      duration: 0,
      requestType: 3,
      responseType: 7,
      transactionId: digest & 0xffffff,
    },
    ...{ outcome: "answered", reason: "", hostName: "", vendorClass: "", leaseEvents: events, digest },
  };
}

/**
 * Who had a lease, told by nothing but the last word: the last event up to a time says whether a client has it. Events of one client
 * are in the order of its partition, and a clock that was set back does not take them back in time.
 */
class LastWords {
  readonly #told = new Map<LeaseKey, Map<number, Told[]>>();

  add(
    { told: { client, server }, leaseEvents }: {
      told: { client: number; server: number };
      leaseEvents: readonly LeaseEvent[];
    },
  ): void {
    for (const event of leaseEvents) {
      const clients = this.#told.get(event.lease) ?? new Map<number, Told[]>(), words = clients.get(client) ?? [];
      this.#told.set(event.lease, clients.set(client, words));
      if (event.kind !== "granted" && !this.#counts(words, event, server)) continue;
      const delay = Math.max(0, (words.at(-1)?.event.at ?? 0) - event.at);
      const validUntil = event.validUntil === NEVER ? NEVER : event.validUntil + delay;
      words.push({ client, server, event: { ...event, at: event.at + delay, validUntil } });
    }
  }

  /** Whether an end is one: there has to be something that ends, and NoBinding has to come from the server that gave it. */
  #counts(words: readonly Told[], event: LeaseEvent, server: number): boolean {
    const last = words.at(-1);
    if (last === undefined || last.event.kind !== "granted") return false;
    if (last.event.validUntil <= Math.max(event.at, last.event.at)) return false;
    return event.kind !== "unbound" || last.server === server;
  }

  /** The length of the prefix that was had, when it was last confirmed, and by whom; the best of all. */
  holders(lease: LeaseKey, at: Microseconds): { length: number; confirmedAt: Microseconds; client: number }[] {
    const asked = leasePrefix(lease), found = [];
    for (const [key, clients] of this.#told) {
      const { address, length } = leasePrefix(key);
      if (length > asked.length || !asked.address.sharesPrefix(address, length)) continue;
      for (const words of clients.values()) {
        const word = words.findLast(({ event }) => event.at <= at);
        if (word?.event.kind !== "granted" || word.event.validUntil <= at) continue;
        found.push({ length, confirmedAt: word.event.at, client: word.client });
      }
    }
    return found.sort((a, b) => b.length - a.length || b.confirmedAt - a.confirmedAt);
  }
}

/** What is written together, as a collector would. */
class Batch {
  readonly #store: TransactionStore;
  readonly #next = new Map<number, bigint>();
  #transactions: NewTransaction[] = [];
  #gaps: LogGap[] = [];

  constructor(store: TransactionStore) {
    this.#store = store;
  }

  get length(): number {
    return this.#transactions.length;
  }

  add(transaction: NewTransaction, gaps: readonly LogGap[] = []): void {
    const { partition, offset } = transaction.place;
    this.#transactions.push(transaction);
    this.#gaps.push(...gaps);
    this.#next.set(partition, offset + 1n);
  }

  async write(): Promise<void> {
    const positions = [...this.#next].map(([partition, next]) => ({
      topic: "t",
      partition,
      next,
      coveredUntil: NEVER,
    }));
    const [transactions, gaps] = [this.#transactions, this.#gaps];
    this.#transactions = [];
    this.#gaps = [];
    await this.#store.write({ transactions, quarantined: [], positions, gaps });
  }
}

async function lastWordsCount(store: TransactionStore): Promise<void> {
  const random = new SeededRandom(20261130), lastWords = new LastWords(), batch = new Batch(store);
  let end = START;
  for (const transaction of life(random)) {
    lastWords.add(transaction);
    batch.add(transaction);
    end = Math.max(end, transaction.receivedAt);
    if (batch.length === BATCH) await batch.write();
  }
  await batch.write();
  const verdicts = { held: 0, free: 0 };
  for (let i = 0; i < QUESTIONS; i++) {
    const key = leases[random.below(LEASES)], at = START + random.below(Math.floor((end - START) / 1000)) * 1000;
    const { address } = leasePrefix(key), lease = random.below(2) === 0 ? key : leaseKey(address.bytes, 0, 128);
    const expected = lastWords.holders(lease, at), { verdict, holder, others } = await whoHeld(store, lease, at);
    const context = `question ${i}: ${lease} at ${at}`;
    assertEquals(verdict, expected.length > 0 ? "held" : "free", context);
    verdicts[verdict as "held" | "free"]++;
    const answered = [holder, ...others].filter((one) => one !== undefined).map(({ interval, client }) => {
      return [leasePrefix(interval.lease).length, new TextDecoder().decode(client!.duid)];
    });
    const wanted = expected.map(({ length, client }) => [length, `client ${client}`]);
    assertEquals(answered.toSorted(), wanted.toSorted(), context);
    if (holder) assertEquals(leasePrefix(holder.interval.lease).length, expected[0].length, context);
  }
  assert(verdicts.held > QUESTIONS / 10 && verdicts.free > QUESTIONS / 10, JSON.stringify(verdicts));
}

async function onlyTruthIsTold(store: TransactionStore): Promise<void> {
  const random = new SeededRandom(20261201),
    truth = new LastWords(),
    addresses = leases.filter((_, i) => i % 16 < 8 && i % 4 > 1);
  const batch = new Batch(store),
    owned = { kinds: ["granted", "granted", "granted", "released", "withdrawn"] as const, lasts: 300 };
  const hidden = { partition: 0, until: 0 },
    last = new Map<number, Microseconds>(),
    next = Array.from({ length: PARTITIONS }, () => 0n);
  let now = START, gapFrom: { offset: bigint; at: Microseconds } | undefined;
  for (let i = 0; i < 20_000; i++) {
    now += 1 + random.below(3 * SECOND);
    const client = random.below(addresses.length), partition = random.below(PARTITIONS), server = random.below(SERVERS);
    const kind = owned.kinds[random.below(owned.kinds.length)], lease = addresses[client];
    const validUntil = now + (kind === "granted" ? (1 + random.below(owned.lasts)) * SECOND : 0);
    const event = { kind, lease, iaid: 1, association: "na" as const, at: now, renewAt: 0, rebindAt: 0, validUntil };
    const place = { topic: "t", partition, offset: next[partition]++ };
    truth.add({ told: { client, server }, leaseEvents: [event] });
    if (i % 2000 === 1000) Object.assign(hidden, { partition, until: i + 200 });
    if (i < hidden.until && partition === hidden.partition) {
      gapFrom ??= { offset: place.offset, at: last.get(partition) ?? START };
      continue;
    }
    const gaps = partition === hidden.partition && gapFrom
      ? [{ topic: "t", partition, fromOffset: gapFrom.offset, toOffset: place.offset, from: gapFrom.at, to: now }]
      : [];
    if (gaps.length > 0) gapFrom = undefined;
    last.set(partition, now);
    batch.add(transactionOf(place, { client, server, at: now, events: [event], digest: i }), gaps);
    if (random.below(100) === 0) await batch.write();
  }
  await batch.write();
  const verdicts = { held: 0, free: 0, unknown: 0 };
  for (let i = 0; i < 2000; i++) {
    const lease = addresses[random.below(addresses.length)],
      at = START + random.below(Math.floor((now - START) / 1000)) * 1000;
    const { verdict, holder } = await whoHeld(store, lease, at), holders = truth.holders(lease, at);
    verdicts[verdict]++;
    if (verdict === "unknown") continue;
    const clients = holders.map(({ client }) => `client ${client}`);
    const answered = holder?.client === undefined ? [] : [new TextDecoder().decode(holder.client.duid)];
    assertEquals(answered, clients, `question ${i}: ${lease} at ${at}`);
  }
  assert(verdicts.held > 200 && verdicts.free > 200 && verdicts.unknown > 50, JSON.stringify(verdicts));
}

for (const kind of [sqliteKind, postgresKind]) {
  storeTest(
    kind,
    "who held what is what the last word of every client says, over 100,000 transactions",
    lastWordsCount,
  );
  storeTest(
    kind,
    "with records missing, whatever is not unknown is true, also where records of a client are in any partition",
    onlyTruthIsTold,
  );
}
