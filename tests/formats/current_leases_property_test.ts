import { assert, assertEquals } from "@std/assert";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { CurrentLeases, type HoldingJson } from "@dhcpkit/kafka/formats";
import {
  type Holding,
  type LeaseEventKind,
  type Microseconds,
  type NewTransaction,
  type TransactionStore,
  whoHeld,
} from "@dhcpkit/kafka/store";
import { timeText } from "../../src/store/time_text.ts";
import { batch, HOUR, lease, leasing, NEVER_ENDS, SECOND, T0 } from "../store/_transactions.ts";
import { SeededRandom } from "../vectors/random.ts";
import { LeaseTopic } from "./_lease_topic.ts";

const LEASES = ["2001:db8::1", "2001:db8::2", "2001:db8:1::/48", "2001:db8:1:5600::/56"];
const KINDS: readonly LeaseEventKind[] = [
  ...["granted", "granted", "granted", "granted", "released", "declined", "withdrawn", "unbound"] as const,
];

/** A history of few clients, servers and leases, so that they meet often; each record may come late, and twice. */
class History {
  readonly #random: SeededRandom;
  readonly #offsets = [0, 0, 0];
  readonly #spread: "by client" | "anywhere";
  #last: NewTransaction[] = [];
  at: Microseconds = T0;

  constructor(seed: number, spread: "by client" | "anywhere") {
    this.#random = new SeededRandom(seed);
    this.#spread = spread;
  }

  next(): NewTransaction {
    const random = this.#random;
    this.at += random.below(20 * 60) * SECOND;
    if (this.#spread === "by client" && random.oneIn(12) && this.#last.length > 0) {
      return this.#placed(random.pick(this.#last));
    }
    const who = random.below(4), late = random.oneIn(6) ? random.below(600) * SECOND : 0;
    const partition = this.#spread === "by client" ? who % 3 : random.below(3), kind = random.pick(KINDS);
    const receivedAt = this.at - late + random.below(SECOND);
    const validUntil = random.oneIn(10) ? NEVER_ENDS : receivedAt + (1 + random.below(4)) * HOUR / 2;
    const grant = kind === "granted" ? { validUntil } : {};
    const told = {
      client: `c${who}`,
      server: `dhcp0${random.below(2)}`,
      receivedAt,
      partition,
      digest: random.below(2 ** 31),
    };
    const made = this.#placed(leasing(0, random.pick(LEASES), { ...told, event: { kind, ...grant } }));
    this.#last = [...this.#last, made].slice(-2);
    return made;
  }

  #placed(transaction: NewTransaction): NewTransaction {
    const { place } = transaction;
    return { ...transaction, place: { ...place, offset: BigInt(this.#offsets[place.partition]++) } };
  }
}

const duids = new Map<number, string>();

function told({ interval, client, server }: Holding): string {
  duids.set(interval.clientId, client!.duid.toHex());
  const { startedAt, confirmedAt, validUntil } = interval;
  return [client!.duid.toHex(), server!.name, startedAt, confirmedAt, validUntil].map(String).join(" ");
}

function said(json: HoldingJson): string {
  const micro = (text: string | null) => text === null ? NEVER_ENDS : fromText(text);
  return [
    json["client-duid"],
    json["server-name"],
    micro(json["held-since"]),
    micro(json["confirmed-at"]),
    micro(json["valid-until"]),
  ].map(String).join(" ");
}

function fromText(text: string): Microseconds {
  const time = Date.parse(text.slice(0, 23) + "Z") * 1000 + Number(text.slice(23, 26));
  assertEquals(timeText(time), text);
  return time;
}

/** Compares the topic with the store, for every lease; says how many are held. */
async function compare(topic: LeaseTopic, store: TransactionStore, at: Microseconds, when: string): Promise<number> {
  let held = 0;
  for (const text of LEASES) {
    const { holder, others } = await whoHeld(store, lease(text), at);
    const stored = [holder, ...others].filter((one) => one?.interval.lease === lease(text)).map((one) => told(one!));
    const record = topic.records.get(text), topics = record ? [record, ...record.others].map(said) : [];
    assertEquals(topics.toSorted(), stored.toSorted(), `${text} ${when}`);
    assertEquals(topics[0], stored[0], `${text} ${when}`);
    held += topics.length > 0 ? 1 : 0;
  }
  return held;
}

for (const spread of ["by client", "anywhere"] as const) {
  Deno.test(`a lease topic says what who says, at every moment, with records ${spread} in partitions, late and twice`, async () => {
    let held = 0, free = 0;
    for (let seed = 0; seed < 12; seed++) {
      const history = new History(seed, spread), topic = new LeaseTopic(), leases = new CurrentLeases();
      await using store = await sqliteStore(":memory:");
      let now = T0;
      for (let round = 0; round < 40; round++) {
        const transactions = Array.from({ length: 1 + round % 4 }, () => history.next());
        await store.write(batch(transactions));
        for (const transaction of transactions) leases.apply(transaction);
        now = Math.max(now, history.at + 2 * SECOND + (round % 3 === 0 ? round * 60 * SECOND : 0));
        history.at = now;
        leases.advance(now);
        topic.write(leases.take());
        const count = await compare(topic, store, now, `seed ${seed} round ${round}`);
        held += count;
        free += LEASES.length - count;
      }
    }
    assert(held > 200 && free > 200, `${held} held, ${free} free`);
  });
}

Deno.test("a lease topic goes on where it was after a restart, with records read again", async () => {
  let held = 0;
  for (let seed = 100; seed < 115; seed++) {
    const history = new History(seed, "by client"), topic = new LeaseTopic();
    let leases = new CurrentLeases(), uncommitted: NewTransaction[] = [];
    await using store = await sqliteStore(":memory:");
    for (let round = 0; round < 40; round++) {
      const transaction = history.next();
      await store.write(batch([transaction]));
      uncommitted.push(transaction);
      leases.apply(transaction);
      const now = history.at += 2 * SECOND;
      leases.advance(now);
      topic.write(leases.take());
      if (round % 5 === 4) {
        leases = topic.restored();
        assertEquals(leases.take(), []);
        for (const again of uncommitted) leases.apply(again);
        leases.advance(now);
        topic.write(leases.take());
        held += await compare(topic, store, now, `seed ${seed} round ${round}`);
        uncommitted = uncommitted.slice(-round % 3);
      }
    }
  }
  assert(held > 50, `${held} held`);
});
