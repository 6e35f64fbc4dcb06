import { assertEquals, assertRejects } from "@std/assert";
import type { NewTransaction, QuarantinedRecord } from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import {
  batch,
  bytes,
  clientNamed,
  event,
  leasesOf,
  leasing,
  position,
  range,
  SECOND,
  T0,
  TOPIC,
  transaction,
  write,
} from "./_transactions.ts";

const page = { limit: 100 };
const quarantined = (offset: number): QuarantinedRecord => ({
  place: { topic: TOPIC, partition: 0, offset: BigInt(offset) },
  recordedAt: T0 + offset * SECOND,
  reason: "its type is 255",
  key: undefined,
  value: bytes("\xff"),
});

/** What has to be true of writing batches and positions. */
export function writingConformance(kind: StoreKind): void {
  storeTest(kind, "an empty store has nothing of anything", async (store) => {
    assertEquals([...await store.positions(TOPIC)], []);
    assertEquals(await store.servers(), []);
    assertEquals(await store.client(1), undefined);
    assertEquals(await store.clients({ by: "hostName", text: "" }, page), []);
    assertEquals(await store.transaction(1), undefined);
    assertEquals(await store.transactions({}, page), []);
    assertEquals(await store.leasesOf(1, page), []);
    assertEquals(await store.gaps({ from: 0, to: T0 }), []);
    assertEquals(await store.coverage(), []);
    assertEquals(await store.longestLifetime(), 0);
    assertEquals(await store.quarantine(page), []);
    const { transactions, leases, clients, quarantined } = await store.size();
    assertEquals({ transactions, leases, clients, quarantined }, {
      transactions: 0,
      leases: 0,
      clients: 0,
      quarantined: 0,
    });
  });

  storeTest(kind, "a batch is written with its positions", async (store) => {
    const records = [...range(5, 8).map((offset) => transaction(offset)), transaction(2, { partition: 3 })];
    assertEquals(await write(store, ...records), { stored: 4, duplicates: 0 });
    const found = await store.transactions({}, page);
    assertEquals(found.map(({ place: { topic, partition, offset } }) => [topic, partition, offset]), [
      [TOPIC, 0, 7n],
      [TOPIC, 0, 6n],
      [TOPIC, 0, 5n],
      [TOPIC, 3, 2n],
    ]);
    assertEquals(
      await store.positions(TOPIC),
      new Map([
        [0, position(8, { coveredUntil: T0 + 7 * SECOND })],
        [3, position(3, { partition: 3, coveredUntil: T0 + 2 * SECOND })],
      ]),
    );
    assertEquals([...await store.positions("another topic")], []);
    assertEquals((await store.coverage()).map(({ partition, next }) => [partition, next]), [[0, 8n], [3, 3n]]);
  });

  storeTest(kind, "a batch that cannot be written whole leaves nothing", async (store) => {
    await write(store, leasing(0, "2001:db8::1"));
    const all = async () => [await store.transactions({}, page), await store.coverage(), await leasesOf(store, "a")];
    const before = await all();
    const broken = { ...transaction(3), receivedAt: "yesterday" } as unknown as NewTransaction;
    const failing = batch([
      transaction(1, { client: "new", server: "new" }),
      leasing(2, "2001:db8::1"),
      leasing(2, "2001:db8::2", { receivedAt: T0 }),
      broken,
    ], { gaps: [{ topic: TOPIC, partition: 0, fromOffset: 1n, toOffset: 2n, from: T0, to: T0 }] });
    await assertRejects(() => store.write({ ...failing, quarantined: [quarantined(0)] }));
    assertEquals(await all(), before);
    assertEquals(await store.gaps({ from: 0, to: Number.MAX_SAFE_INTEGER }), []);
    assertEquals((await store.servers()).map(({ name }) => name), ["dhcp01"]);
    assertEquals((await store.size()).clients, 1);

    assertEquals(await write(store, transaction(1, { client: "new" }), leasing(2, "2001:db8::1")), {
      stored: 2,
      duplicates: 0,
    });
    const [interval] = await leasesOf(store, "a");
    assertEquals(interval?.grants, 2, "what failed is not in any cache either");
  });

  storeTest(kind, "reading again stores nothing twice", async (store) => {
    const records = [
      ...range(0, 5).map((offset) => leasing(offset, "2001:db8::1")),
      leasing(5, "2001:db8::1", { event: { kind: "released" } }),
      leasing(6, "2001:db8::1"),
    ];
    const again = batch(records, { quarantined: [quarantined(7)] });
    await store.write(again);
    const all = async () => [
      await store.transactions({}, page),
      await leasesOf(store, "a"),
      await store.quarantine(page),
      await store.servers(),
      await clientNamed(store, "a"),
      await store.coverage(),
    ];
    const before = await all();
    await store.moveTo([position(0)]);
    assertEquals((await store.positions(TOPIC)).get(0)?.next, 0n);
    assertEquals(await store.write(again), { stored: 0, duplicates: 7 });
    assertEquals(await all(), before);
    const { transactions, leases, quarantined: kept } = await store.size();
    assertEquals({ transactions, leases, kept }, { transactions: 7, leases: 2, kept: 1 });
  });

  storeTest(
    kind,
    "a topic that is read no more can be forgotten, and what was read of it stays",
    async (store, place) => {
      const old = { topic: "old" },
        gap = { fromOffset: 7n, toOffset: 9n, from: T0, to: T0 + SECOND, partition: 0, ...old };
      await store.write(batch([transaction(0, old), transaction(1, { ...old, partition: 1 })], { gaps: [gap] }));
      await write(store, transaction(2));
      assertEquals(await store.forgetTopic("old"), 2);
      assertEquals(await store.forgetTopic("old"), 0);
      assertEquals((await store.coverage()).map(({ topic }) => topic), [TOPIC]);
      assertEquals([...await store.positions("old")], []);
      assertEquals([(await store.transactions({}, page)).length, await store.gaps({ from: 0, to: T0 })], [3, [gap]]);
      // Who reads it again after all finds what was read.
      assertEquals(await write(store, transaction(0, old), transaction(3, old)), { stored: 1, duplicates: 1 });
      assertEquals((await store.positions("old")).get(0)?.next, 4n);
      if (!kind.lasts) return;
      await using other = await place.open();
      assertEquals(await other.forgetTopic("old"), 1);
      assertEquals(await write(store, transaction(0, old)), { stored: 0, duplicates: 1 });
      assertEquals((await store.positions("old")).get(0)?.next, 1n, "what another one has forgotten is not remembered");
    },
  );

  storeTest(kind, "records before the position of their partition are left out", async (store) => {
    await store.moveTo([position(5), position(0, { partition: 1 })]);
    const late = batch([transaction(4), transaction(5), transaction(1, { partition: 1 })], {
      quarantined: [quarantined(3)],
    });
    assertEquals(await store.write(late), { stored: 2, duplicates: 1 });
    assertEquals((await store.transactions({}, page)).map(({ place }) => place.offset), [5n, 1n]);
    assertEquals(await store.quarantine(page), []);
  });

  storeTest(kind, "a batch never sets a position back, moveTo does", async (store) => {
    await write(store, ...range(0, 9).map((offset) => transaction(offset)));
    await store.write(batch([], { positions: [position(4, { coveredUntil: T0 })] }));
    assertEquals(await store.coverage(), [position(9, { coveredUntil: T0 + 8 * SECOND })]);
    await store.write(batch([], { positions: [position(9, { coveredUntil: T0 + 90 * SECOND })] }));
    assertEquals(await store.coverage(), [position(9, { coveredUntil: T0 + 90 * SECOND })]);
    await store.moveTo([position(4, { coveredUntil: T0 })]);
    assertEquals(await store.coverage(), [position(4, { coveredUntil: T0 })]);
  });

  storeTest(
    kind,
    "an equal transaction at another offset is a duplicate, an unequal one of that time is not",
    async (store) => {
      const first = transaction(0, { digest: 0xffffffff, receivedAt: T0 });
      assertEquals(await write(store, first, transaction(1, { digest: 0xffffffff, receivedAt: T0 })), {
        stored: 1,
        duplicates: 1,
      });
      const others = [
        transaction(2, { digest: 7, receivedAt: T0 }),
        transaction(3, { digest: 0xffffffff, receivedAt: T0, server: "dhcp02" }),
        transaction(4, { digest: 0xffffffff, receivedAt: T0, client: "b" }),
        transaction(5, { digest: 0xffffffff, receivedAt: T0 + 1 }),
      ];
      assertEquals(await write(store, ...others), { stored: 4, duplicates: 0 });
      const offsets = (await store.transactions({}, page)).map(({ place }) => Number(place.offset));
      assertEquals(offsets.toSorted(), [0, 2, 3, 4, 5]);
    },
  );

  storeTest(kind, "what a duplicate says of leases does not count", async (store) => {
    const told = { digest: 1, receivedAt: T0, leaseEvents: [event("2001:db8::1", T0)] };
    await write(store, transaction(0, told), transaction(1, told));
    await write(store, transaction(2, told));
    assertEquals((await leasesOf(store, "a")).map(({ grants }) => grants), [1]);
  });

  storeTest(kind, "offsets beyond what a number can hold come back exactly", async (store) => {
    const place = { topic: TOPIC, partition: 2 ** 31 - 1, offset: 2n ** 62n + 1n };
    await store.write(batch([{ ...leasing(0, "2001:db8::1"), place }]));
    assertEquals((await store.transactions({}, page)).map(({ place }) => place), [place]);
    assertEquals((await leasesOf(store, "a")).map(({ offset }) => offset), [place.offset]);
    assertEquals((await store.positions(TOPIC)).get(place.partition)?.next, place.offset + 1n);
  });

  storeTest(kind, "a closed store says so", async (store) => {
    await store.close();
    await store.close();
    await assertRejects(() => write(store, transaction(0)), Error);
    await assertRejects(() => store.servers(), Error);
  });
}
