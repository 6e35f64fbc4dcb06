import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  durationQuantile,
  mergeTraffic,
  type Outcome,
  type TrafficPoint,
  trafficTotal,
  type TransactionReader,
} from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import { ALL, batch, HOUR, position, range, SECOND, T0, transaction, write } from "./_transactions.ts";

const MINUTE = 60 * SECOND, DAY = 24 * HOUR, hour = { from: T0, to: T0 + HOUR };

const LINK = Uint8Array.from({ length: 16 }, (_, index) => index);

/** Minutes from T0 and how many transactions there were. */
const totals = (points: readonly TrafficPoint[]) =>
  points.map((point) => [(point.at - T0) / MINUTE, trafficTotal(point)]);

/** The server that a test calls so. */
async function serverNamed(store: TransactionReader, wanted: string): Promise<number> {
  return (await store.servers()).find(({ name }) => name === wanted)!.id;
}

/** What has to be true of what is counted of servers while writing. */
export function trafficConformance(kind: StoreKind): void {
  storeTest(kind, "traffic is counted by minute, type and outcome, with durations", async (store) => {
    await write(
      store,
      ...range(0, 100).map((offset) => transaction(offset, { duration: 1000 })),
      transaction(100, { requestType: 1, responseType: 0, outcome: "unanswered", duration: 2_000_000 }),
      transaction(101, { requestType: 1, responseType: 2, outcome: "refused", duration: 900_000 }),
      transaction(102, { requestType: 0, responseType: 7, outcome: "no-request" }),
    );
    const points = await store.traffic({ ...hour, step: MINUTE });
    assertEquals(totals(points), [[0, 60], [1, 43]]);
    assertEquals(points[0].counts, [{ requestType: 3, responseType: 7, outcome: "answered", count: 60 }]);
    assertEquals(points[1].counts, [
      { requestType: 0, responseType: 7, outcome: "no-request", count: 1 },
      { requestType: 1, responseType: 0, outcome: "unanswered", count: 1 },
      { requestType: 1, responseType: 2, outcome: "refused", count: 1 },
      { requestType: 3, responseType: 7, outcome: "answered", count: 40 },
    ]);
    assertEquals(points[1].durations.map(({ count }) => count), [40, 1], "only of requests that were answered");
    assertAlmostEquals(durationQuantile(points[1].durations, 0.5)!, 1000, 100);
    assertAlmostEquals(durationQuantile(points[1].durations, 1)!, 900_000, 90_000);
  });

  storeTest(kind, "traffic is the same in steps of any length, and steps without any are left out", async (store) => {
    const at = [0, 1, 9, 10, 61, 119, 125, 600];
    for (const [offset, minute] of at.entries()) {
      await write(store, transaction(offset, { receivedAt: T0 + minute * MINUTE }));
    }
    const by = async (minutes: number) =>
      totals(await store.traffic({ from: T0, to: T0 + DAY, step: minutes * MINUTE }));
    assertEquals(await by(1), at.map((minute) => [minute, 1]));
    assertEquals(await by(5), [[0, 2], [5, 1], [10, 1], [60, 1], [115, 1], [125, 1], [600, 1]]);
    assertEquals(await by(10), [[0, 3], [10, 1], [60, 1], [110, 1], [120, 1], [600, 1]]);
    assertEquals(await by(60), [[0, 4], [60, 2], [120, 1], [600, 1]]);
    assertEquals(await by(120), [[0, 6], [120, 1], [600, 1]]);
    const within = await store.traffic({ from: T0 + MINUTE, to: T0 + 9.5 * MINUTE, step: MINUTE });
    assertEquals(totals(within), [[1, 1], [9, 1]], "the last step is whole");
  });

  storeTest(kind, "traffic is told of one server or of all, as points and as sums", async (store) => {
    await write(store, ...range(0, 90).map((offset) => transaction(offset, { server: offset % 3 ? "a" : "b" })));
    const [a, b] = [await serverNamed(store, "a"), await serverNamed(store, "b")];
    const of = async (serverId: number) => totals(await store.traffic({ ...hour, step: MINUTE, serverId }));
    assertEquals([await of(a), await of(b)], [[[0, 40], [1, 20]], [[0, 20], [1, 10]]]);
    assertEquals(await of(a + b + 1000), []);
    const points = await store.traffic({ ...hour, step: MINUTE }), sums = await store.trafficByServer(hour);
    assertEquals(totals(points), [[0, 60], [1, 30]]);
    assertEquals([...sums].map(([id, sum]) => [id, trafficTotal(sum)]).toSorted(), [[a, 60], [b, 30]].toSorted());
    assertEquals(mergeTraffic(points), mergeTraffic([...sums.values()]));
    assertEquals(await store.trafficByServer({ from: T0 - DAY, to: T0 }), new Map());
  });

  storeTest(kind, "what is read again, or published twice, is not counted twice", async (store) => {
    const records = range(0, 50).map((offset) => transaction(offset, { client: `${offset % 5}` }));
    const all = async () => [
      await store.traffic({ ...hour, step: MINUTE }),
      await store.relays(hour),
      await store.clientCounts(hour),
    ];
    await write(store, ...records);
    const before = await all();
    await store.moveTo([position(0)]);
    await write(store, ...records);
    await write(store, ...records.map((record, index) => ({ ...record, place: transaction(60 + index).place })));
    assertEquals(await all(), before);
    await store.sweep({ ...ALL, transactionsPerClient: 1 });
    await store.moveTo([position(0)]);
    assertEquals((await write(store, ...records)).stored, 45, "what was swept is stored again");
    assertEquals(await all(), before, "but was counted before");
    await store.moveTo([position(110)]);
    await write(store, transaction(110, { receivedAt: T0 }));
    assertEquals(trafficTotal(mergeTraffic(await store.traffic({ ...hour, step: HOUR }))), 51);
  });

  storeTest(kind, "a batch that fails counts nothing", async (store) => {
    await write(store, transaction(0));
    const broken = { ...transaction(2), receivedAt: "yesterday" } as never;
    await store.write(batch([transaction(1), broken])).then(() => assert(false, "it is refused"), () => {});
    await write(store, transaction(1));
    assertEquals(totals(await store.traffic({ ...hour, step: HOUR })), [[0, 2]]);
  });

  storeTest(kind, "a topic that begins anew is counted from its beginning", async (store) => {
    await write(store, ...range(0, 10).map((offset) => transaction(offset)));
    await store.moveTo([position(0)]);
    await write(store, ...range(0, 5).map((offset) => transaction(offset, { receivedAt: T0 + HOUR / 2 + offset })));
    assertEquals(totals(await store.traffic({ ...hour, step: 30 * MINUTE })), [[0, 10], [30, 5]]);
  });

  storeTest(kind, "a store that is new has counted from its first record on", async (store) => {
    assertEquals(await store.trafficCoverage(), { from: 0, fineFrom: 0 });
    assertEquals(await store.traffic({ ...hour, step: MINUTE }), []);
  });

  storeTest(kind, "different clients are counted by server and hour, however often they come", async (store) => {
    const names = range(0, 600),
      all = (server: string, some: number[], at: number, start: number) =>
        write(
          store,
          ...some.map((name, index) =>
            transaction(start + index, { server, client: `${name}`, receivedAt: at + index })
          ),
        );
    await all("a", names, T0, 0);
    await all("a", names, T0 + HOUR, 1000);
    await all("b", names.slice(0, 200), T0 + HOUR, 2000);
    const near = (actual: number | undefined, expected: number) =>
      assertAlmostEquals(actual ?? 0, expected, expected * 0.05);
    const [a, b] = [await serverNamed(store, "a"), await serverNamed(store, "b")];
    const counts = await store.clientCounts({ from: T0 + 1, to: T0 + 2 * HOUR - 1 });
    near(counts.all, 600);
    near(counts.byServer.get(a), 600);
    near(counts.byServer.get(b), 200);
    const first = await store.clientCounts({ from: T0, to: T0 + HOUR });
    near(first.all, 600);
    assertEquals([...first.byServer.keys()], [a]);
    assertEquals(await store.clientCounts({ from: T0 + 2 * HOUR, to: T0 + DAY }), { all: 0, byServer: new Map() });
  });

  storeTest(kind, "traffic gets coarser, and is forgotten, when it is old", async (store) => {
    const outcomes: Outcome[] = ["answered", "unanswered"];
    for (const [offset, hours] of [0, 24, 48, 72].entries()) {
      await write(store, transaction(offset, { receivedAt: T0 + hours * HOUR, outcome: outcomes[offset % 2] }));
    }
    const by = async (step: number) => totals(await store.traffic({ from: T0, to: T0 + 4 * DAY, step }));
    const hours = (...numbers: number[]) => numbers.map((number) => [number * 60, 1]);
    await store.sweep({ ...ALL, trafficFrom: T0 + DAY, fineTrafficFrom: T0 + 2 * DAY });
    assertEquals(await by(HOUR), hours(24, 48, 72));
    assertEquals(await by(30 * MINUTE), hours(48, 72));
    assertEquals(await store.trafficCoverage(), { from: T0 + DAY, fineFrom: T0 + 2 * DAY });
    assertEquals((await store.relays({ from: T0, to: T0 + 4 * DAY })).map(({ requests }) => requests), [2]);
    await write(store, transaction(10, { receivedAt: T0 + 2 * DAY }));
    assertEquals((await by(30 * MINUTE))[0], [48 * 60, 2], "what is left is counted on");
  });

  if (!kind.lasts) return;

  storeTest(kind, "what several writers and a store that was opened again count adds up", async (first, place) => {
    const told = (offset: number, partition: number) =>
      transaction(offset, {
        partition,
        client: `${partition} ${offset % 7}`,
        linkAddress: LINK,
        receivedAt: T0 + offset,
      });
    await write(first, ...range(0, 20).map((offset) => told(offset, 9)));
    {
      await using second = await place.open();
      await Promise.all(
        [first, second].flatMap((store, partition) =>
          range(0, 6).map((batch) =>
            write(store, ...range(batch * 10, batch * 10 + 10).map((at) => told(at, partition)))
          )
        ),
      );
      assertEquals((await second.relays(hour)).map(({ requests, clients }) => [requests, clients]), [[140, 21]]);
    }
    await first.close();
    await using third = await place.open();
    await write(third, told(50, 9));
    assertEquals(totals(await third.traffic({ ...hour, step: MINUTE })), [[0, 141]]);
    assertAlmostEquals((await third.clientCounts(hour)).all, 21, 1);
    await using reader = await place.openReader();
    assertEquals(await reader.traffic({ ...hour, step: MINUTE }), await third.traffic({ ...hour, step: MINUTE }));
  });
}
