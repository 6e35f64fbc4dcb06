import { assert, assertEquals, assertLess } from "@std/assert";
import type {
  StoredTransaction,
  TransactionKey,
  TransactionReader,
  TransactionSearch,
  TransactionWriter,
} from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import { ALL, clientNamed, range, SECOND, T0, type Told, transaction, write } from "./_transactions.ts";

const page = { limit: 1000 };
const offsets = (transactions: readonly StoredTransaction[]) => transactions.map(({ place }) => Number(place.offset));

/** Everything that a search finds, and in how many goes. */
async function findAll(
  store: TransactionReader,
  search: TransactionSearch,
  limit = 1000,
): Promise<{ found: StoredTransaction[]; goes: number }> {
  const found: StoredTransaction[] = [];
  let after: TransactionKey | undefined;
  for (let goes = 1;; goes++) {
    const { transactions, next } = await store.searchTransactions(search, { limit, ...after && { after } });
    assert(transactions.length <= limit && goes < 1000);
    found.push(...transactions);
    if (next === undefined) return { found, goes };
    after = next;
  }
}

/** Writes so many transactions. */
async function fill(store: TransactionWriter, count: number, told: (offset: number) => Told): Promise<void> {
  for (let at = 0; at < count; at += 1000) {
    await write(store, ...range(at, at + 1000).map((offset) => transaction(offset, told(offset))));
  }
}

/** What has to be true of looking for transactions, clients by time, and what is new. */
export function searchConformance(kind: StoreKind): void {
  storeTest(kind, "transactions are found by what they are", async (store) => {
    await write(
      store,
      transaction(0, { requestType: 1, responseType: 2, duration: 5000 }),
      transaction(1, { requestType: 1, responseType: 0, outcome: "unanswered", duration: 9000 }),
      transaction(2, { outcome: "refused", reason: "NoPrefixAvail: all in use" }),
      transaction(3, { outcome: "refused", reason: "NoAddrsAvail", server: "dhcp02" }),
      transaction(4, { requestType: 0, outcome: "no-request", duration: 9000, reason: "NoPrefixAvail" }),
      transaction(5, { duration: 5000, client: "b" }),
    );
    const of = async (search: TransactionSearch) => offsets((await findAll(store, search)).found);
    assertEquals(await of({}), [5, 4, 3, 2, 1, 0]);
    assertEquals(await of({ requestType: 1 }), [1, 0]);
    assertEquals(await of({ requestType: 0 }), [4]);
    assertEquals(await of({ responseType: 0 }), [1]);
    assertEquals(await of({ requestType: 1, responseType: 2 }), [0]);
    assertEquals(await of({ outcome: "refused" }), [3, 2]);
    assertEquals(await of({ outcome: "answered" }), [5, 0]);
    assertEquals(await of({ minDuration: 5000 }), [5, 0], "of requests that were answered");
    assertEquals(await of({ minDuration: 5001 }), []);
    assertEquals(await of({ reason: "NoPrefixAvail" }), [4, 2]);
    assertEquals(await of({ reason: "NoPrefixAvail: all" }), [2]);
    assertEquals(await of({ reason: "PrefixAvail" }), [], "by its beginning");
    assertEquals(await of({ reason: "No%" }), [], "% stands for itself");
    assertEquals(await of({ reason: "" }), [5, 4, 3, 2, 1, 0]);
    const { id: clientId } = await clientNamed(store, "b"), servers = await store.servers();
    assertEquals(await of({ clientId, minDuration: 1 }), [5]);
    assertEquals(await of({ clientId, outcome: "refused" }), []);
    assertEquals(await of({ serverId: servers[1].id, outcome: "refused" }), [3]);
    assertEquals(await of({ serverId: servers[1].id + 1000 }), []);
    assertEquals(await of({ outcome: "refused", from: T0 + 2 * SECOND, to: T0 + 3 * SECOND }), [2]);
  });

  storeTest(kind, "pages of what is looked for have neither holes nor repetitions", async (store) => {
    const records = range(0, 60).map((offset) =>
      transaction(offset, {
        receivedAt: T0 + Math.floor(offset / 8) * SECOND,
        outcome: offset % 3 ? "answered" : "refused",
        server: `dhcp0${offset % 4}`,
      })
    );
    await write(store, ...records.slice(0, 17));
    await write(store, ...records.slice(17));
    const { id: clientId } = await clientNamed(store, "a");
    for (const search of [{ outcome: "refused" }, { outcome: "refused", clientId }, {}] as TransactionSearch[]) {
      const { found: whole } = await findAll(store, search);
      assertEquals(whole.length, search.outcome ? 20 : 60);
      assertEquals(whole, whole.toSorted((a, b) => b.receivedAt - a.receivedAt || b.id - a.id));
      for (const limit of [1, 3, 20, 60]) assertEquals((await findAll(store, search, limit)).found, whole);
    }
    assertEquals(
      await store.searchTransactions({}, { limit: 60 }),
      { transactions: await store.transactions({}, page) },
      "a page that is full and the last one does not promise another",
    );
  });

  storeTest(kind, "what is rare among many is found at once, where counts tell of it", async (store) => {
    await fill(store, 25_000, (offset) => ({
      requestType: offset === 7 || offset === 20_007 ? 1 : 3,
      server: offset % 1000 ? "a" : "rare",
      duration: offset === 4000 ? 2_000_000 : 1500,
    }));
    const once = async (search: TransactionSearch) => {
      const { found, goes } = await findAll(store, search);
      assertEquals(goes, 1, JSON.stringify(search));
      return offsets(found);
    };
    assertEquals(await once({ requestType: 1 }), [20_007, 7]);
    assertEquals(await once({ requestType: 1, to: T0 + 20_007 * SECOND }), [7]);
    assertEquals(await once({ requestType: 1, from: T0 + 7 * SECOND, to: T0 + 8 * SECOND }), [7]);
    assertEquals(await once({ requestType: 1, from: T0 + 8 * SECOND }), [20_007]);
    assertEquals(await once({ minDuration: 1_000_000 }), [4000]);
    assertEquals(await once({ outcome: "refused" }), []);
    assertEquals(await once({ reason: "NoPrefixAvail" }), []);
    const rare = (await store.servers()).find(({ name }) => name === "rare")!.id;
    const { found: ofRare } = await findAll(store, { serverId: rare, requestType: 3 }, 4);
    assertEquals(offsets(ofRare), range(0, 25).map((thousands) => thousands * 1000).toReversed());
  });

  storeTest(
    kind,
    "what is rare among its like is found in several goes, which say where they stopped",
    async (store) => {
      await fill(store, 25_000, (offset) => ({
        outcome: "refused",
        reason: offset === 7 ? "NoPrefixAvail" : "NoBinding",
        server: `${offset % 3}`,
      }));
      const search: TransactionSearch = { reason: "NoPrefixAvail" };
      const first = await store.searchTransactions(search, { limit: 10 });
      assertEquals(first.transactions, []);
      assertLess(first.next!.receivedAt, T0 + 24_000 * SECOND);
      assert(first.next!.receivedAt > T0 + 7 * SECOND, "it has not looked at all");
      const { found, goes } = await findAll(store, search);
      assertEquals(offsets(found), [7]);
      assert(goes > 1);
    },
  );

  storeTest(
    kind,
    "what was never counted, or is not counted by the minute any more, is found as well",
    async (store) => {
      await fill(
        store,
        2000,
        (offset) => ({ requestType: offset % 500 ? 3 : 1, receivedAt: T0 + offset * 60 * SECOND }),
      );
      const all = async () => offsets((await findAll(store, { requestType: 1 })).found);
      assertEquals(await all(), [1500, 1000, 500, 0]);
      await store.sweep({ ...ALL, fineTrafficFrom: T0 + 1001 * 60 * SECOND });
      assertEquals(await all(), [1500, 1000, 500, 0]);
      await store.sweep({ ...ALL, trafficFrom: T0 + 1e6 * SECOND });
      assertEquals(await all(), [1500, 1000, 500, 0]);
    },
  );

  storeTest(kind, "all clients are told by when they were seen last, page by page", async (store) => {
    const at = (index: number) => T0 + Math.floor(index / 3) * SECOND;
    await write(
      store,
      ...range(0, 10).map((index) => transaction(index, { client: `${index}`, receivedAt: at(index) })),
    );
    await write(store, transaction(20, { client: "4" }));
    const whole = await store.clientsByLastSeen(page);
    assertEquals(whole.length, 10);
    assertEquals(whole[0], await clientNamed(store, "4"));
    assertEquals(whole, whole.toSorted((a, b) => b.lastSeen - a.lastSeen || b.id - a.id));
    const pages = [];
    for (let after; pages.length <= 10; after = pages.at(-1)) {
      const next = await store.clientsByLastSeen({ limit: 3, ...after && { after } });
      if (next.length === 0) break;
      pages.push(...next);
    }
    assertEquals(pages, whole);
  });

  storeTest(kind, "what is new since a transaction is told in the order in which it came", async (store) => {
    assertEquals([await store.lastTransactionId(), await store.transactionsAfter(0, 10)], [0, []]);
    await write(store, transaction(0), transaction(1));
    const last = await store.lastTransactionId();
    assertEquals(await store.transactionsAfter(last, 10), []);
    await write(store, transaction(3));
    await write(store, transaction(2, { partition: 1 }), transaction(3, { partition: 1, digest: 99 }));
    const news = await store.transactionsAfter(last, 10);
    assertEquals(news.map(({ place: { partition, offset } }) => [partition, offset]), [[0, 3n], [1, 2n], [1, 3n]]);
    assertEquals(news[0], await store.transaction(news[0].id));
    assertEquals(await store.transactionsAfter(last, 1), news.slice(0, 1));
    assertEquals(await store.transactionsAfter(news[0].id, 10), news.slice(1));
    assertEquals(await store.lastTransactionId(), news.at(-1)!.id);
    assertEquals((await store.transactionsAfter(0, 10)).length, 5);
  });
}
