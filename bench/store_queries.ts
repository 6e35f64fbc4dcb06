/**
 * What it costs to ask a store that holds millions of transactions.
 *
 *     deno task bench:store-queries [RECORDS] [FILE]
 *
 * Writes the transactions into FILE unless they are there (it goes on where it was ended before), and prints, for each question, the
 * median, the 95th percentile and the longest of 200, in milliseconds.
 */
import type { ClientSearch, NewTransaction, StoredClient, TransactionReader } from "@dhcpkit/kafka/store";
import { sqliteReader, sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { TOPIC, TransactionMix } from "./_transactions.ts";

const [records = "5000000", file = ".cache/bench-store.db"] = Deno.args;
const RECORDS = Number(records), BATCH = 4000, QUESTIONS = 200;

await fill();
await using store = await sqliteReader(file);
const { transactions, leases, clients, bytes } = await store.size();
console.log(`${transactions} transactions, ${leases} leases, ${clients} clients, ${Math.round(bytes / 2 ** 20)} MiB`);
await ask(store);

async function fill(): Promise<void> {
  await using store = await sqliteStore(file);
  const mix = new TransactionMix(), there = (await store.size()).transactions;
  for (let done = 0; done < RECORDS; done += BATCH) {
    const batch = Array.from({ length: BATCH }, () => done < there ? mix.next() : mix.nextTransaction());
    if (done < there) continue;
    const transactions = batch as NewTransaction[];
    const positions = transactions.slice(-100).map(({ place, receivedAt }) => ({
      topic: TOPIC,
      partition: place.partition,
      next: place.offset + 1n,
      coveredUntil: receivedAt,
    }));
    await store.write({ transactions, positions, quarantined: [], gaps: [] });
    if (done % 400_000 === 0) {
      console.log(`${done + BATCH} written, ${Math.round(Deno.memoryUsage().rss / 2 ** 20)} MiB of memory`);
    }
  }
}

async function ask(store: TransactionReader): Promise<void> {
  const last = (await store.transactions({}, { limit: 1 }))[0].receivedAt;
  const first = (await store.coverage()).length === 0 ? 0 : Date.UTC(2026, 0, 1) * 1000;
  let random = 7;
  const below = (limit: number) => {
    random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor(random / 0x80000000 * limit);
  };
  const time = () => first + below(2 ** 31) / 2 ** 31 * (last - first);
  const someone = async (): Promise<StoredClient> => {
    for (;;) {
      const found = await store.client(1 + below(clients));
      if (found !== undefined) return found;
    }
  };
  const search = (name: string, make: (client: StoredClient) => ClientSearch): Question => [
    `clients by ${name}`,
    async () => {
      const wanted = make(await someone());
      return () => store.clients(wanted, { limit: 50 });
    },
  ];
  const questions: Question[] = [
    ["who held an address at a time", async () => {
      const [lease] = await store.leasesOf((await someone()).id, { limit: 1 + below(20) }), at = time();
      return async () => {
        const around = await store.leasesAround(lease.lease, { at, limit: 10 });
        await store.leasesWithin(lease.lease, { at, limit: 10 });
        for (const { openedBy } of around) await store.transaction(openedBy);
      };
    }],
    ["who held anything in a /48 at a time", async () => {
      const [lease] = await store.leasesOf((await someone()).id, { limit: 1 }), at = time();
      const prefix = `${lease.lease.slice(0, 12)}${"0".repeat(20)}30`;
      return () => store.leasesWithin(prefix, { at, limit: 100 });
    }],
    ["one client's transactions", async () => {
      const clientId = (await someone()).id;
      return () => store.transactions({ clientId }, { limit: 100 });
    }],
    ["one client's leases", async () => {
      const { id } = await someone();
      return () => store.leasesOf(id, { limit: 100 });
    }],
    ["the latest transactions", () => Promise.resolve(() => store.transactions({}, { limit: 100 }))],
    ["one server's transactions before a time", () => {
      const to = time();
      return Promise.resolve(() => store.transactions({ serverId: 1 + below(3), to }, { limit: 100 }));
    }],
    search("duid", ({ duid }) => ({ by: "duid", bytes: duid })),
    search("address", ({ clientAddress }) => ({ by: "clientAddress", bytes: clientAddress! })),
    search("MAC address", ({ macAddress }) => ({ by: "macAddress", text: macAddress!.slice(0, 14) })),
    search("interface-id", () => ({ by: "interfaceId", text: `gi0/${below(48)}` })),
    search("remote-id", () => ({ by: "remoteId", text: `olt-${below(700)}` })),
    search("host name", ({ hostName }) => ({ by: "hostName", text: hostName.slice(2, 6) })),
    search("vendor class", () => ({ by: "vendorClass", text: "872" })),
    search("any host name", () => ({ by: "hostName", text: "example" })),
    ["clients by lease", async () => {
      const [{ lease }] = await store.leasesOf((await someone()).id, { limit: 1 });
      return () => store.clients({ by: "lease", lease }, { limit: 50 });
    }],
    ["size", () => Promise.resolve(() => store.size())],
  ];
  for (const [name, make] of questions) {
    const took: number[] = [];
    for (let i = 0; i < QUESTIONS; i++) {
      const question = await make(), start = performance.now();
      await question();
      took.push(performance.now() - start);
    }
    took.sort((a, b) => a - b);
    const figures = [took[QUESTIONS >> 1], took[Math.floor(QUESTIONS * 0.95)], took[QUESTIONS - 1]];
    console.log(`${figures.map((ms) => ms.toFixed(2).padStart(8)).join(" ")} ms  ${name}`);
  }
}

/** What is asked, and how a question is prepared, which is not timed. */
type Question = readonly [name: string, make: () => Promise<() => Promise<unknown>>];
