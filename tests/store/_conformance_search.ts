import { assert, assertEquals, assertLess } from "@std/assert";
import type { StoredTransaction, TransactionKey, TransactionReader, TransactionSearch } from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import { clientNamed, range, SECOND, T0, transaction, write } from "./_transactions.ts";

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

  storeTest(
    kind,
    "what is rare among many is found in several goes, each of which says where it stopped",
    async (store) => {
      const count = 25_000;
      for (let at = 0; at < count; at += 1000) {
        await write(
          store,
          ...range(at, at + 1000).map((offset) =>
            transaction(offset, { requestType: offset === 7 ? 1 : 3, server: offset % 1000 ? "a" : "rare" })
          ),
        );
      }
      const first = await store.searchTransactions({ requestType: 1 }, { limit: 10 });
      assertEquals(first.transactions, []);
      assertLess(first.next!.receivedAt, T0 + count * SECOND);
      assert(first.next!.receivedAt > T0, "it has not looked at all");
      const { found, goes } = await findAll(store, { requestType: 1 });
      assertEquals(offsets(found), [7]);
      assert(goes > 1);
      const rare = (await store.servers()).find(({ name }) => name === "rare")!.id;
      const { found: ofRare } = await findAll(store, { serverId: rare, requestType: 3 }, 4);
      assertEquals(offsets(ofRare), range(0, 25).map((thousands) => thousands * 1000).toReversed());
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
