import { assertEquals } from "@std/assert";
import type { LogGap, StoredTransaction, TransactionFilter } from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import {
  batch,
  clientNamed,
  leasing,
  NEVER_ENDS,
  position,
  range,
  SECOND,
  T0,
  TOPIC,
  transaction,
  write,
} from "./_transactions.ts";

const page = { limit: 100 };
const offsets = (transactions: StoredTransaction[]) => transactions.map(({ place }) => Number(place.offset));

/** What has to be true of lists of transactions, of gaps and of sizes. */
export function transactionConformance(kind: StoreKind): void {
  storeTest(kind, "transactions are filtered by client, server and time", async (store) => {
    await write(
      store,
      ...range(0, 12).map((offset) =>
        transaction(offset, { client: offset % 2 ? "odd" : "even", server: offset % 3 ? "other" : "third" })
      ),
    );
    const { id: clientId } = await clientNamed(store, "odd");
    const serverId = (await store.servers()).find(({ name }) => name === "third")!.id;
    const of = async (filter: TransactionFilter) => offsets(await store.transactions(filter, page));
    const time = { from: T0 + 3 * SECOND, to: T0 + 9 * SECOND };
    assertEquals(await of({}), range(0, 12).toReversed());
    assertEquals(await of({ clientId }), [11, 9, 7, 5, 3, 1]);
    assertEquals(await of({ serverId }), [9, 6, 3, 0]);
    assertEquals(await of({ clientId, serverId }), [9, 3]);
    assertEquals(await of(time), [8, 7, 6, 5, 4, 3], "from its start until before its end");
    assertEquals(await of({ clientId, ...time }), [7, 5, 3]);
    assertEquals(await of({ serverId, ...time }), [6, 3]);
    assertEquals(await of({ clientId, serverId, ...time }), [3]);
    assertEquals(await of({ clientId: clientId + 1000 }), []);
    assertEquals(await of({ serverId: serverId + 1000 }), []);
    assertEquals(offsets(await store.transactions({ clientId }, { limit: 2 })), [11, 9]);
  });

  storeTest(kind, "pages of transactions have neither holes nor repetitions", async (store) => {
    const records = range(0, 30).map((offset) =>
      transaction(offset, { receivedAt: T0 + Math.floor(offset / 8) * SECOND, client: offset % 3 ? "a" : "b" })
    );
    await write(store, ...records.slice(0, 17));
    await write(store, ...records.slice(17), transaction(0, { partition: 1, receivedAt: T0, digest: 1000 }));
    const { id: clientId } = await clientNamed(store, "a"), [{ id: serverId }] = await store.servers();
    for (const filter of [{}, { clientId }, { serverId }, { clientId, serverId }, { from: T0, to: T0 + 2 * SECOND }]) {
      const whole = await store.transactions(filter, page), pages: StoredTransaction[] = [];
      for (let after: StoredTransaction | undefined; pages.length <= 31; after = pages.at(-1)) {
        const next = await store.transactions(filter, { limit: 3, ...after && { after } });
        if (next.length === 0) break;
        pages.push(...next);
      }
      assertEquals(pages, whole);
      assertEquals(whole, whole.toSorted((a, b) => b.receivedAt - a.receivedAt || b.id - a.id));
    }
    assertEquals((await store.transactions({}, page)).length, 31);
  });

  storeTest(kind, "one client's transactions are found among those of thousands", async (store) => {
    const records = range(0, 6000).map((offset) =>
      transaction(offset, { client: offset % 997 ? `${offset % 500}` : "x" })
    );
    for (let at = 0; at < records.length; at += 1000) await write(store, ...records.slice(at, at + 1000));
    const { id: clientId } = await clientNamed(store, "x");
    assertEquals(offsets(await store.transactions({ clientId }, page)), [5982, 4985, 3988, 2991, 1994, 997, 0]);
    assertEquals((await store.size()).transactions, 6000);
  });

  storeTest(kind, "gaps are told that overlap a time, the earliest first", async (store) => {
    const gap = (from: number, to: number, told: Partial<LogGap> = {}): LogGap => ({
      topic: TOPIC,
      partition: 0,
      fromOffset: BigInt(from * 10),
      toOffset: BigInt(to * 10),
      from: T0 + from * SECOND,
      to: T0 + to * SECOND,
      ...told,
    });
    const gaps = [gap(5, 7), gap(1, 3, { partition: 1 }), gap(2, 4, { topic: "another", from: 0 })];
    await store.write(batch([], { gaps: [gaps[0]] }));
    await store.write(batch([], { gaps }));
    const within = (from: number, to: number) => store.gaps({ from: T0 + from * SECOND, to: T0 + to * SECOND });
    assertEquals(await within(0, 100), [gaps[2], gaps[1], gaps[0]], "and a gap that is told twice is one");
    assertEquals(await within(6, 6), [gaps[0]]);
    assertEquals(await within(7, 9), [gaps[0]], "both ends belong to it");
    assertEquals(await within(8, 9), []);
    assertEquals(await within(-10, 0), [gaps[2]]);
  });

  storeTest(kind, "coverage has every partition of every topic", async (store) => {
    const all = [position(3), position(4, { partition: 1 }), position(5, { topic: "zebra" })];
    await store.moveTo(all);
    assertEquals(await store.coverage(), all);
    assertEquals([...(await store.positions("zebra")).keys()], [0]);
  });

  storeTest(kind, "the longest lifetime is known", async (store) => {
    await write(store, leasing(0, "2001:db8::1", { event: { validUntil: T0 + 50 * SECOND } }));
    assertEquals(await store.longestLifetime(), 50 * SECOND);
    await write(store, leasing(1, "2001:db8::1", { event: { validUntil: T0 + 31 * SECOND } }));
    assertEquals(await store.longestLifetime(), 50 * SECOND);
    await write(store, leasing(2, "2001:db8::2", { event: { validUntil: NEVER_ENDS } }));
    assertEquals(await store.longestLifetime(), NEVER_ENDS);
  });
}
