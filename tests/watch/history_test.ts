import { assert, assertEquals } from "@std/assert";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import type { Microseconds, StoredTransaction, TransactionReader } from "@dhcpkit/kafka/store";
import { History } from "@dhcpkit/kafka/watch";
import { HOUR, range, SECOND, T0, transaction, write } from "../store/_transactions.ts";

/** All of a time, and how many pages were asked for. */
async function read(store: TransactionReader, from: Microseconds, to: Microseconds) {
  let pages = 0;
  const counted: Pick<TransactionReader, "transactions"> = {
    transactions: (...question) => {
      pages++;
      return store.transactions(...question);
    },
  };
  const history = new History(counted), all: StoredTransaction[] = [];
  for (let at = from; at < to;) {
    const { transactions, reached } = await history.next(at, to);
    assert(reached > at && reached <= to, "it goes on");
    for (const { receivedAt } of transactions) assert(receivedAt >= at && receivedAt < reached);
    all.push(...transactions);
    at = reached;
  }
  return { all, pages };
}

Deno.test("a store's past is read from its beginning to its end, quiet years and busy seconds alike", async () => {
  await using store = await sqliteStore(":memory:");
  const busy = range(0, 12_000).map((n) => transaction(n, { receivedAt: T0 + n * 50, digest: n, client: `${n % 9}` }));
  const quiet = range(0, 50).map((n) => transaction(20_000 + n, { receivedAt: T0 + HOUR * (1 + n * 100) }));
  for (const part of [busy.slice(0, 6000), busy.slice(6000), quiet]) await write(store, ...part);
  const { all, pages } = await read(store, T0 - 1e6 * HOUR, T0 + 1e6 * HOUR);
  assertEquals(
    all.map(({ place }) => Number(place.offset)),
    [...busy, ...quiet].map(({ place }) => Number(place.offset)),
  );
  assert(pages < 250, `${pages} pages`);
});

Deno.test("a part of the past is without what was before and after", async () => {
  await using store = await sqliteStore(":memory:");
  await write(store, ...range(0, 100).map((n) => transaction(n)));
  const { all } = await read(store, T0 + 10 * SECOND, T0 + 20 * SECOND);
  assertEquals(all.map(({ place }) => Number(place.offset)), range(10, 20));
});

Deno.test("more at the same microsecond than anybody has is left out instead of filling memory", async () => {
  const page = (from: Microseconds) =>
    Array.from(
      { length: 1000 },
      (_, id) => ({ ...transaction(id, { receivedAt: from }), id, serverId: 1, clientId: 1 }),
    );
  let pages = 0;
  const endless: Pick<TransactionReader, "transactions"> = {
    transactions: (filter) => {
      pages++;
      return Promise.resolve(filter.from! <= T0 && filter.to! > T0 ? page(T0) : []);
    },
  };
  const history = new History(endless);
  let count = 0;
  for (let at = T0 - 5; at < T0 + 5;) {
    const { transactions, reached } = await history.next(at, T0 + 5);
    count += transactions.length;
    at = reached;
  }
  assertEquals(count, 50_000);
  assert(pages < 200, `${pages} pages`);
});
