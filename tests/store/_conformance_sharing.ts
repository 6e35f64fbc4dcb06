import { assert, assertEquals } from "@std/assert";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import { batch, bytes, leasesOf, leasing, range, SECOND, T0, TOPIC, transaction, write } from "./_transactions.ts";

const ADDRESS = "2001:db8::7", page = { limit: 1000 };

/** What has to be true of a store that is opened again, read while it is written, and written to by two. */
export function sharingConformance(kind: StoreKind): void {
  if (!kind.lasts) return;

  storeTest(kind, "everything is there when the store is opened again", async (first, place) => {
    const quarantined = [{
      place: { topic: TOPIC, partition: 0, offset: 3n },
      recordedAt: T0,
      reason: "empty",
      key: undefined,
      value: bytes(""),
    }];
    const gaps = [{ topic: TOPIC, partition: 0, fromOffset: 4n, toOffset: 5n, from: T0, to: T0 + SECOND }];
    await first.write(batch([leasing(0, ADDRESS), transaction(1), transaction(2)], { quarantined, gaps }));
    const all = async (store: typeof first) => [
      await store.transactions({}, page),
      await leasesOf(store, "a"),
      await store.servers(),
      await store.coverage(),
      await store.quarantine(page),
      await store.gaps({ from: T0, to: T0 }),
      await store.longestLifetime(),
    ];
    const before = await all(first), [{ clientId }] = await first.transactions({}, { limit: 1 });
    await first.close();
    await using second = await place.open();
    assertEquals(await all(second), before);
    assertEquals(await write(second, transaction(0)), { stored: 0, duplicates: 1 });
    assertEquals(await write(second, leasing(6, ADDRESS)), { stored: 1, duplicates: 0 });
    assertEquals((await leasesOf(second, "a")).map(({ grants }) => grants), [2]);
    assertEquals((await second.transactions({}, { limit: 1 }))[0].clientId, clientId);
  });

  storeTest(kind, "a lease is ended by what comes after the store was opened again", async (first, place) => {
    await write(first, leasing(0, ADDRESS));
    await first.close();
    await using second = await place.open();
    await write(second, leasing(1, ADDRESS, { event: { kind: "released" } }), leasing(2, ADDRESS));
    assertEquals((await leasesOf(second, "a")).map(({ ending }) => ending), [undefined, "released"]);
  });

  storeTest(kind, "a reader sees batches as a whole, while they are written", async (store, place) => {
    await using reader = await place.openReader();
    const sizes = new Set<number>();
    let writing = true;
    const reading = (async () => {
      while (writing) {
        const rows = await reader.transactions({}, page), [covered] = await reader.coverage();
        sizes.add(rows.length % 10);
        if (rows.length > 0) assert(covered.next >= rows[0].place.offset + 1n);
        await new Promise((resolve) => setTimeout(resolve));
      }
    })();
    for (const start of range(0, 30)) {
      await write(store, ...range(start * 10, start * 10 + 10).map((offset) => transaction(offset)));
    }
    writing = false;
    await reading;
    assertEquals([...sizes], [0]);
    assertEquals((await reader.transactions({}, page)).length, 300);
    assertEquals((await reader.size()).transactions, 300);
  });

  storeTest(
    kind,
    "a reader can be there before anything is written, and stays when the writer leaves",
    async (store, place) => {
      await using reader = await place.openReader();
      assertEquals(await reader.servers(), []);
      await write(store, leasing(0, ADDRESS));
      assertEquals((await reader.servers()).map(({ name }) => name), ["dhcp01"]);
      await store.close();
      assertEquals((await leasesOf(reader, "a")).length, 1);
    },
  );

  storeTest(kind, "two writers of one store share servers, clients and leases", async (one, place) => {
    await using two = await place.open();
    const parts = (partition: number) => (offset: number) =>
      leasing(offset, ADDRESS, {
        partition,
        client: `${offset % 7}`,
        server: `dhcp0${offset % 3}`,
        digest: partition * 1000 + offset,
      });
    await write(one, parts(0)(0));
    await write(two, parts(1)(0), parts(1)(1));
    await write(one, parts(0)(1));
    for (const start of range(1, 10)) {
      const offsets = range(start * 10, start * 10 + 10);
      await Promise.all([write(one, ...offsets.map(parts(0))), write(two, ...offsets.map(parts(1)))]);
    }
    assertEquals((await one.servers()).map(({ name }) => name), ["dhcp00", "dhcp01", "dhcp02"]);
    assertEquals(await one.servers(), await two.servers());
    assertEquals((await one.size()).clients, 7);
    assertEquals((await one.transactions({}, page)).length, 184);
    const leases = await Promise.all(range(0, 7).map((name) => leasesOf(two, `${name}`)));
    assertEquals(leases.flat().length, 7, "all their times overlap");
    assertEquals(leases.flat().reduce((sum, { grants }) => sum + grants, 0), 184);
    assertEquals((await two.coverage()).map(({ next }) => next), [100n, 100n]);
  });

  storeTest(
    kind,
    "what one writer has stored is a duplicate for another, and behind its position",
    async (one, place) => {
      await using two = await place.open();
      const records = range(0, 20).map((offset) => leasing(offset, ADDRESS));
      await write(one, ...records.slice(0, 10));
      assertEquals(await write(two, ...records), { stored: 10, duplicates: 10 });
      assertEquals(await write(one, ...records), { stored: 0, duplicates: 20 });
      const published = records.map((record) => ({ ...record, place: { ...record.place, partition: 1 } }));
      assertEquals(await write(one, ...published), { stored: 0, duplicates: 20 });
      assertEquals((await leasesOf(two, "a")).map(({ grants }) => grants), [20]);
    },
  );
}
