/**
 * What it costs to ask a store that holds millions of transactions.
 *
 *     deno task bench:store-queries [RECORDS] [FILE | postgres]
 *
 * Writes the transactions into FILE unless they are there (it goes on where it was ended before), or into a PostgreSQL that is started
 * and removed again, with 20,000 findings and entries of the audit. Prints, for each question, the median, the 95th percentile and the
 * longest of 200, in milliseconds.
 */
import type { ClientSearch, StoredClient, TransactionReader, TransactionSearch } from "@dhcpkit/kafka/store";
import { sqliteReader, sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { postgresReader, postgresStore } from "@dhcpkit/kafka/collector/postgres";
import { postgresAdmin, postgresDatabase, PostgresServer } from "../tests/support/postgres_server.ts";
import { fillStore, MIX_START } from "./_filled_store.ts";

const [records = "5000000", file = ".cache/bench-store.db"] = Deno.args;
const RECORDS = Number(records), QUESTIONS = 200;

await using server = file === "postgres" ? await PostgresServer.start() : undefined;
const settings = server && { ...server.address, database: postgresDatabase, user: postgresAdmin };

await fillStore(() => settings ? postgresStore(settings) : sqliteStore(file), RECORDS);
await using store = settings ? await postgresReader(settings) : await sqliteReader(file);
const { transactions, leases, clients, bytes } = await store.size();
console.log(`${transactions} transactions, ${leases} leases, ${clients} clients, ${Math.round(bytes / 2 ** 20)} MiB`);
await ask(store);

async function ask(store: TransactionReader): Promise<void> {
  const last = (await store.transactions({}, { limit: 1 }))[0].receivedAt;
  const first = (await store.coverage()).length === 0 ? 0 : MIX_START;
  let random = 7;
  const below = (limit: number) => {
    random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor(random / 0x80000000 * limit);
  };
  const time = () => Math.round(first + below(2 ** 31) / 2 ** 31 * (last - first));
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
    ...await dashboard(store, { last, time, below, someone }),
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

/** What pages of a dashboard ask. */
async function dashboard(
  store: TransactionReader,
  { last, time, below, someone }: {
    last: number;
    time: () => number;
    below: (limit: number) => number;
    someone: () => Promise<StoredClient>;
  },
): Promise<Question[]> {
  const MINUTE = 60e6, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
  const traffic = (name: string, span: number, step: number): Question => [name, () => {
    const to = Math.min(last, time() + span);
    return Promise.resolve(() => store.traffic({ from: to - span, to, step }));
  }];
  const search = (name: string, make: () => TransactionSearch): Question => [`transactions ${name}`, () => {
    const wanted = make();
    return Promise.resolve(() => store.searchTransactions(wanted, { limit: 100 }));
  }];
  const page = { limit: 100 }, newest = await store.lastTransactionId();
  const link = async () => (await someone()).linkAddress!;
  return [
    traffic("traffic of an hour by the minute", HOUR, MINUTE),
    traffic("traffic of a day by ten minutes", DAY, 10 * MINUTE),
    traffic("traffic of a day by the minute", DAY, MINUTE),
    traffic("traffic of a week by the hour", 7 * DAY, HOUR),
    ["traffic of each server in an hour", () => {
      const to = time();
      return Promise.resolve(() => store.trafficByServer({ from: to - HOUR, to }));
    }],
    ["clients of each server in a day", () => {
      const to = time();
      return Promise.resolve(() => store.clientCounts({ from: to - DAY, to }));
    }],
    ["relays in an hour", () => {
      const to = time();
      return Promise.resolve(() => store.relays({ from: to - HOUR, to }));
    }],
    ["relays in a day", () => Promise.resolve(() => store.relays({ from: last - DAY, to: last }))],
    ["clients by link-address", async () => {
      const bytes = await link();
      return () => store.clients({ by: "linkAddress", bytes }, page);
    }],
    ["ports of a link-address", async () => {
      const bytes = await link();
      return () => store.ports(bytes, page);
    }],
    ["all ports, a page of them", async () => {
      const after = await someone();
      return () => store.ports("all", { ...page, after });
    }],
    ["clients by when they were seen", () => Promise.resolve(() => store.clientsByLastSeen(page))],
    search("of a type that is frequent", () => ({ requestType: 5, to: time() })),
    search("of a type that is rare, before a time", () => ({ requestType: 11, to: time() })),
    search("that took a second", () => ({ minDuration: 1e6 })),
    search("that none is, as counts cannot tell", () => ({ minDuration: 1510, to: time() })),
    search("refused for a reason", () => ({ reason: "NoPrefixAvail", to: time() })),
    search("of one server, refused", () => ({ serverId: 1 + below(3), outcome: "refused", to: time() })),
    ["one client's transactions of a type", async () => {
      const { id: clientId } = await someone();
      return () => store.searchTransactions({ clientId, requestType: 1 }, page);
    }],
    ["what is new", () => {
      const id = newest - below(200);
      return Promise.resolve(() => store.transactionsAfter(id, 100));
    }],
    ["open findings", () => Promise.resolve(() => store.findings({ open: true }, page))],
    ["findings about a client", () => {
      const subject = String(below(5000));
      return Promise.resolve(() => store.findings({ subjectKind: "client", subject }, page));
    }],
    ["findings of a detector in a day", () => {
      const to = time(), detector = `detector ${below(17)}`;
      return Promise.resolve(() => store.findings({ detector, from: to - DAY, to }, page));
    }],
    ["the audit", () => Promise.resolve(() => store.audit(page))],
  ];
}

/** What is asked, and how a question is prepared, which is not timed. */
type Question = readonly [name: string, make: () => Promise<() => Promise<unknown>>];
