import { assertEquals } from "@std/assert";
import type { LeaseInterval } from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import { leasesOf, leasing, range, SECOND, T0, write } from "./_transactions.ts";

const ADDRESS = "2001:db8::7";

function times({ startedAt, confirmedAt, endedAt, grants }: LeaseInterval): (number | undefined)[] {
  const second = (time: number | undefined) => time && (time - T0) / SECOND;
  return [second(startedAt), second(confirmedAt), second(endedAt), grants];
}

/** What has to be true of the history of leases when answers come in late, or by a clock that is wrong. */
export function lateEventConformance(kind: StoreKind): void {
  const short = (at: number) => ({ event: { validUntil: T0 + (at + 5) * SECOND }, receivedAt: T0 + at * SECOND });

  storeTest(kind, "answers of another partition take their place in the history, however late", async (store) => {
    await write(store, leasing(0, ADDRESS, short(10)), leasing(1, ADDRESS, short(30)), leasing(2, ADDRESS, short(50)));
    await write(store, leasing(0, ADDRESS, { partition: 1, ...short(20) }));
    await write(store, leasing(1, ADDRESS, { partition: 1, ...short(12) }));
    await write(
      store,
      leasing(2, ADDRESS, { partition: 1, receivedAt: T0 + 33 * SECOND, event: { kind: "released" } }),
    );
    await write(store, leasing(3, ADDRESS, { partition: 1, receivedAt: T0 + 5 * SECOND, event: { kind: "released" } }));
    assertEquals((await leasesOf(store, "a")).map(times), [
      [50, 50, undefined, 1],
      [30, 30, 33, 1],
      [20, 20, undefined, 1],
      [10, 12, undefined, 2],
    ]);
  });

  storeTest(kind, "the last interval stays the last when a late one was written", async (store) => {
    await write(store, leasing(0, ADDRESS, short(30)));
    await write(
      store,
      leasing(0, ADDRESS, { partition: 1, ...short(10) }),
      leasing(1, ADDRESS, { partition: 1, ...short(20) }),
      leasing(1, ADDRESS, short(32)),
    );
    await write(store, leasing(2, ADDRESS, short(34)));
    assertEquals((await leasesOf(store, "a")).map(times), [
      [30, 34, undefined, 3],
      [20, 20, undefined, 1],
      [10, 10, undefined, 1],
    ]);
  });

  storeTest(kind, "an interval begins earlier when a late answer reaches it", async (store) => {
    await write(store, leasing(0, ADDRESS, short(14)), leasing(0, ADDRESS, { partition: 1, ...short(10) }));
    const [interval, ...others] = await leasesOf(store, "a");
    assertEquals([times(interval), others], [[10, 14, undefined, 2], []]);
    assertEquals((await store.transaction(interval.openedBy))?.place.partition, 1);
  });

  storeTest(kind, "answers of one partition count in their order, whatever its clock says", async (store) => {
    await write(store, leasing(0, ADDRESS), leasing(10, ADDRESS));
    await write(store, leasing(11, ADDRESS, { receivedAt: T0 + 3 * SECOND, event: { kind: "released" } }));
    await write(store, leasing(12, ADDRESS, { receivedAt: T0 + 4 * SECOND }));
    assertEquals((await leasesOf(store, "a")).map(times), [[10, 10, undefined, 1], [0, 10, 10, 2]]);
  });

  storeTest(kind, "hundreds of late answers make the same history as those in time", async (store) => {
    const told = [0, 25, 4, 29, 8].flatMap((delay, partition) =>
      range(0, 60).map((index) => ({ index, partition, at: index * 50 + delay, client: `${index % 3}` }))
    );
    for (let start = 0; start < told.length; start += 40) {
      const part = told.slice(start, start + 40);
      await write(
        store,
        ...part.map(({ index, partition, at, client }) => leasing(index, ADDRESS, { partition, client, ...short(at) })),
      );
    }
    for (const name of ["0", "1", "2"]) {
      const mine = told.filter(({ client }) => client === name).map(({ at }) => at);
      const found = (await leasesOf(store, name)).toReversed();
      const covers = (at: number) =>
        found.some(({ startedAt, validUntil }) => startedAt <= T0 + at * SECOND && T0 + at * SECOND <= validUntil);
      assertEquals(mine.filter((at) => !covers(at)), []);
      assertEquals(found, found.toSorted((a, b) => a.startedAt - b.startedAt));
      assertEquals(found.map(({ grants }) => grants).reduce((sum, grants) => sum + grants), mine.length);
    }
  });
}
