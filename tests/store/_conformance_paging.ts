import { assertEquals } from "@std/assert";
import type { GapKey, LeaseInterval, LogGap, Page, RelayTraffic, TransactionReader } from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import { batch, clientNamed, HOUR, leasing, range, SECOND, T0, TOPIC, transaction, write } from "./_transactions.ts";

/** All of a list, two or however many at a time. */
async function inParts<Row, Key>(
  fetch: (page: { limit: number; after?: Key }) => Promise<Row[]>,
  keyOf: (row: Row) => Key,
  limit = 2,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let part = await fetch({ limit }); part.length > 0; part = await fetch({ limit, after: keyOf(part.at(-1)!) })) {
    rows.push(...part);
  }
  return rows;
}

/** What has to be true of lists that are told part after part: none, one and many rows. */
export function pagingConformance(kind: StoreKind): void {
  storeTest(kind, "servers are told part after part, by name, and one by its number", async (store) => {
    const parts = () => inParts((page: Page<number>) => store.servers(page), ({ id }) => id);
    assertEquals([await parts(), await store.server(1)], [[], undefined]);
    await write(store, transaction(0, { server: "b" }));
    assertEquals((await parts()).map(({ name }) => name), ["b"]);
    const names = ["", "B", "é", "a/b", "\u{1f600}", "z", "a"];
    await write(store, ...names.map((server, offset) => transaction(offset + 1, { server })));
    const all = await store.servers();
    assertEquals(all.map(({ name }) => name), ["", "B", "a", "a/b", "b", "z", "é", "\u{1f600}"], "by their bytes");
    assertEquals(await parts(), all);
    for (const one of all) assertEquals(await store.server(one.id), one);
    assertEquals(await store.servers({ limit: 9, after: 12_345 }), []);
    assertEquals(await store.server(Number.MAX_VALUE), undefined);
  });

  storeTest(
    kind,
    "the leases of a client are told part after part, also those that began at one time",
    async (store) => {
      await write(store, transaction(0));
      const { id } = await clientNamed(store, "a");
      const parts = () => inParts((page: Page<LeaseInterval>) => store.leasesOf(id, page), (lease) => lease);
      assertEquals(await parts(), []);
      await write(store, leasing(1, "2001:db8::1"));
      assertEquals((await parts()).length, 1);
      const at = (number: number) => T0 + Math.floor(number / 4) * SECOND;
      await write(
        store,
        ...range(2, 15).map((number) => leasing(number, `2001:db8::${number}`, { receivedAt: at(number) })),
      );
      assertEquals((await parts()).length, 14);
      assertEquals(await parts(), await store.leasesOf(id, { limit: 100 }));
      assertEquals(await store.leasesOf(id + 1, { limit: 100 }), []);
    },
  );

  storeTest(kind, "link-addresses are told part after part, the busiest first", async (store) => {
    const time = { from: T0, to: T0 + HOUR };
    const all = (limit?: number) =>
      inParts((page: Page<RelayTraffic>) => store.relays({ ...time, ...page }), (relay) => relay, limit);
    assertEquals(await all(), []);
    const of = (number: number) => Uint8Array.from({ length: 16 }, (_, i) => i === 15 ? number : 0x20);
    await write(store, transaction(0, { linkAddress: of(0) }));
    assertEquals((await all()).map(({ requests }) => requests), [1]);
    const records = range(1, 12).flatMap((number) => range(0, number % 3 + 1).map(() => of(number)));
    await write(store, ...records.map((linkAddress, i) => transaction(i + 1, { linkAddress })), transaction(90));
    const whole = await store.relays(time);
    assertEquals(whole.map(({ requests }) => requests), [3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1]);
    assertEquals([await all(), await all(5)], [whole, whole]);
    assertEquals(new Set(whole.map(({ id }) => id)).size, whole.length);
  });

  storeTest(kind, "records that are missing are told part after part, the latest first", async (store) => {
    const all = (limit?: number) => missing(store, limit);
    assertEquals(await all(), []);
    const gap = (number: number, told: Partial<LogGap> = {}): LogGap => ({
      ...{ topic: TOPIC, partition: number % 3, fromOffset: BigInt(number), toOffset: BigInt(number) + 5n },
      ...{ from: T0 + Math.floor(number / 6) * SECOND, to: T0 + HOUR, ...told },
    });
    const beginning = gap(90, { toOffset: 90n, from: 0 });
    await store.write(batch([transaction(0)], { gaps: [beginning, gap(1)] }));
    assertEquals(await all(), [gap(1)], "where a log begins, nothing is missing");
    const huge = gap(3, { fromOffset: 2n ** 62n, toOffset: 2n ** 62n + 9n, topic: "other" });
    await store.write(batch([transaction(1)], { gaps: [...range(2, 15).map((number) => gap(number)), huge] }));
    const anew = gap(5, { fromOffset: 70n, toOffset: 70n });
    await store.write(batch([transaction(2)], { gaps: [anew] }));
    const whole = await all(1000);
    assertEquals(whole.length, 16, "of a log that was made anew, nobody knows how many there were");
    assertEquals(await all(2), whole);
    const times = whole.map(({ from }) => from);
    assertEquals(times, times.toSorted((a, b) => b - a));
  });
}

function missing(store: TransactionReader, limit = 2): Promise<LogGap[]> {
  return inParts((page: Page<GapKey>) => store.missingRecords(page), (gap) => gap, limit);
}
