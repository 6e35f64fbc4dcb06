import { assertEquals } from "@std/assert";
import type { LeaseInterval, TransactionReader } from "@dhcpkit/kafka/store";
import { leaseText, MOST_LEASES_WITHIN } from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import {
  clientNamed,
  event,
  HOUR,
  lease,
  leasesOf,
  leasing,
  NEVER_ENDS,
  range,
  SECOND,
  T0,
  transaction,
  write,
} from "./_transactions.ts";

const ADDRESS = "2001:db8:1:5600::7", PREFIX = "2001:db8:1:5600::/56";

/** The second of the tests' time at which an interval started, and ended by an answer. */
function times({ startedAt, endedAt }: LeaseInterval): [number, number | undefined] {
  return [(startedAt - T0) / SECOND, endedAt === undefined ? undefined : (endedAt - T0) / SECOND];
}

async function around(
  store: TransactionReader,
  text: string,
  at: number,
  { limit = 100, holding = false }: { limit?: number; holding?: boolean } = {},
): Promise<string[]> {
  const found = await store.leasesAround(lease(text), { at: T0 + at * SECOND, limit, holding });
  return found.map((interval) => `${leaseText(interval.lease)} ${(interval.startedAt - T0) / SECOND}`);
}

async function within(store: TransactionReader, text: string, at: number, limit = 100): Promise<string[]> {
  const { leases, isWhole } = await store.leasesWithin(lease(text), { at: T0 + at * SECOND, limit });
  assertEquals(
    isWhole,
    leases.length < limit,
    "there is one more than these where the limit is reached in these tests",
  );
  return leases.map((interval) => leaseText(interval.lease));
}

/** What has to be true of the history of leases. */
export function leaseConformance(kind: StoreKind): void {
  storeTest(kind, "a lease that is granted has everything, and the transaction as its proof", async (store) => {
    const told = { iaid: 0xffffffff, renewAt: 0, rebindAt: T0 + 3 * HOUR, validUntil: T0 + 4 * HOUR };
    await write(store, leasing(1, PREFIX, { event: told, partition: 2, receivedAt: T0 }));
    const [proof] = await store.transactions({}, { limit: 1 }), [{ id: _, ...interval }] = await leasesOf(store, "a");
    assertEquals(interval, {
      lease: lease(PREFIX),
      clientId: proof.clientId,
      serverId: proof.serverId,
      association: "pd",
      ...told,
      startedAt: T0,
      confirmedAt: T0,
      endedAt: undefined,
      ending: undefined,
      grants: 1,
      openedBy: proof.id,
      confirmedBy: proof.id,
      endedBy: undefined,
      changedAt: T0,
      partition: 2,
      offset: 1n,
    });
  });

  storeTest(
    kind,
    "of a wide prefix so many leases are looked at, and it is said that there are more",
    async (store) => {
      const many = (from: number, count: number) =>
        range(from, from + count).map((i) => leasing(i, `2001:db8:7::${i.toString(16)}`, { receivedAt: T0 }));
      await write(store, ...many(1, MOST_LEASES_WITHIN));
      const wide = lease("2001:db8:7::/48"), at = T0 + SECOND;
      const whole = await store.leasesWithin(wide, { at, limit: 1000 });
      assertEquals([whole.leases.length, whole.isWhole], [1000, false], "there is more than the limit");
      assertEquals(await store.leasesWithin(wide, { at: T0 - SECOND, limit: 10 }), { leases: [], isWhole: true });
      await write(store, ...many(MOST_LEASES_WITHIN + 1, 1));
      assertEquals(await store.leasesWithin(wide, { at: T0 - SECOND, limit: 10 }), { leases: [], isWhole: false });
      const few = await store.leasesWithin(lease("2001:db8:7::10/124"), { at, limit: 1000 });
      assertEquals([few.leases.length, few.isWhole], [16, true]);
    },
  );

  storeTest(
    kind,
    "a lease is extended by each grant, by whatever server, in the same batch or another",
    async (store) => {
      await write(store, leasing(0, ADDRESS), leasing(1, ADDRESS), leasing(2, ADDRESS));
      await write(store, leasing(3, ADDRESS, { server: "dhcp02", event: { iaid: 9, renewAt: 0 } }));
      const [last, , , first] = await store.transactions({}, { limit: 10 }), found = await leasesOf(store, "a");
      assertEquals(found.length, 1);
      const [{ grants, startedAt, confirmedAt, validUntil, serverId, iaid, renewAt, openedBy, confirmedBy }] = found;
      assertEquals({ grants, startedAt, confirmedAt, validUntil, serverId, iaid, renewAt, openedBy, confirmedBy }, {
        grants: 4,
        startedAt: T0,
        confirmedAt: T0 + 3 * SECOND,
        validUntil: T0 + 3 * SECOND + HOUR,
        serverId: last.serverId,
        iaid: 9,
        renewAt: 0,
        openedBy: first.id,
        confirmedBy: last.id,
      });
    },
  );

  for (const ending of ["released", "declined", "withdrawn", "unbound"] as const) {
    storeTest(kind, `a lease that is ${ending} ends, and another begins when it is granted again`, async (store) => {
      await write(store, leasing(0, PREFIX));
      await write(
        store,
        leasing(10, PREFIX, { event: { kind: ending } }),
        leasing(20, PREFIX, { event: { kind: ending } }),
      );
      await write(store, leasing(30, PREFIX));
      const [again, first] = await leasesOf(store, "a");
      assertEquals([times(again), times(first)], [[30, undefined], [0, 10]]);
      assertEquals([first.ending, again.ending], [ending, undefined]);
      assertEquals((await store.transaction(first.endedBy!))?.place.offset, 10n);
    });
  }

  storeTest(kind, "a lease that ended as it began does not stand for the one that began then", async (store) => {
    const then = { receivedAt: T0 };
    await write(store, leasing(0, ADDRESS, then));
    await write(store, leasing(1, ADDRESS, { ...then, event: { kind: "released" } }));
    await write(store, leasing(2, ADDRESS, then));
    await write(store, leasing(3, ADDRESS));
    const found = await leasesOf(store, "a");
    assertEquals(found.map(({ grants, ending }) => [grants, ending]), [[2, undefined], [1, "released"]]);
  });

  storeTest(kind, "a lease that ran out is over, and a later grant begins another", async (store) => {
    const short = { validUntil: T0 + 10 * SECOND };
    await write(store, leasing(0, ADDRESS, { event: short }), leasing(11, ADDRESS));
    assertEquals((await leasesOf(store, "a")).map(times), [[11, undefined], [0, undefined]]);
    assertEquals(await within(store, PREFIX, 9), [ADDRESS]);
    assertEquals(await within(store, PREFIX, 10), [], "it is over at the moment at which it ends");
    assertEquals(await within(store, PREFIX, 11), [ADDRESS]);
  });

  storeTest(kind, "what was held at a time is found apart, however many began since", async (store) => {
    const events = (validUntil: number) => ({ event: { validUntil: T0 + validUntil * SECOND } });
    await write(store, leasing(0, ADDRESS, { client: "long", ...events(100) }));
    for (let at = 1; at < 9; at++) await write(store, leasing(at, ADDRESS, events(at + 0.5)));
    assertEquals(await around(store, ADDRESS, 20, { limit: 1 }), [`${ADDRESS} 8`]);
    assertEquals(await around(store, ADDRESS, 20, { limit: 1, holding: true }), [`${ADDRESS} 0`]);
    assertEquals(await around(store, ADDRESS, 8, { holding: true }), [`${ADDRESS} 8`, `${ADDRESS} 0`]);
    assertEquals(await around(store, ADDRESS, 100, { holding: true }), [], "it is over at the moment at which it ends");
  });

  storeTest(kind, "an infinite lease does not end by itself", async (store) => {
    await write(
      store,
      leasing(0, ADDRESS, { event: { validUntil: NEVER_ENDS, renewAt: NEVER_ENDS, rebindAt: NEVER_ENDS } }),
    );
    const [{ validUntil, renewAt, rebindAt }] = await leasesOf(store, "a");
    assertEquals([validUntil, renewAt, rebindAt], [NEVER_ENDS, NEVER_ENDS, NEVER_ENDS]);
    assertEquals(await within(store, PREFIX, 3e8), [ADDRESS]);
    await write(store, leasing(1, ADDRESS, { event: { kind: "released" } }));
    assertEquals(await within(store, PREFIX, 3e8), []);
  });

  storeTest(kind, "several addresses and prefixes of a transaction have a lease each", async (store) => {
    const leaseEvents = ["2001:db8::1", "2001:db8::2", PREFIX].map((text) => event(text, T0));
    await write(store, transaction(0, { leaseEvents }), leasing(1, "2001:db8::2", { event: { kind: "released" } }));
    const found = (await leasesOf(store, "a")).map((interval) =>
      `${leaseText(interval.lease)} ${interval.ending ?? ""}`
    );
    assertEquals(found.toSorted(), ["2001:db8:1:5600::/56 ", "2001:db8::1 ", "2001:db8::2 released"]);
  });

  storeTest(kind, "clients have histories of their own, also of the same lease", async (store) => {
    await write(store, leasing(0, ADDRESS, { client: "a" }), leasing(5, ADDRESS, { client: "b" }));
    await write(store, leasing(7, ADDRESS, { client: "a", event: { kind: "released" } }));
    assertEquals((await leasesOf(store, "a")).map(times), [[0, 7]]);
    assertEquals((await leasesOf(store, "b")).map(times), [[5, undefined]]);
  });

  storeTest(kind, "the leases of and around an address are found, that began before a time", async (store) => {
    await write(
      store,
      leasing(0, "2001:db8::/32", { client: "isp" }),
      leasing(1, "2001:db8:1:5600::/56"),
      leasing(2, "2001:db8:1:5600::/64", { client: "b" }),
      leasing(3, ADDRESS, { client: "c" }),
      leasing(4, "2001:db8:1:5600::8", { client: "neighbour" }),
      leasing(5, "2001:db8:1:5601::/64", { client: "neighbour" }),
      leasing(6, ADDRESS, { client: "c", event: { kind: "released" } }),
      leasing(8, ADDRESS, { client: "d" }),
    );
    assertEquals(await around(store, ADDRESS, 8), [
      `${ADDRESS} 8`,
      `${ADDRESS} 3`,
      "2001:db8:1:5600::/64 2",
      `${PREFIX} 1`,
      "2001:db8::/32 0",
    ]);
    assertEquals(await around(store, ADDRESS, 2), ["2001:db8:1:5600::/64 2", `${PREFIX} 1`, "2001:db8::/32 0"]);
    assertEquals(await around(store, PREFIX, 8), [`${PREFIX} 1`, "2001:db8::/32 0"]);
    assertEquals(await around(store, "2001:db8:1:56ff::/64", 8), [`${PREFIX} 1`, "2001:db8::/32 0"]);
    assertEquals(await around(store, "::/0", 8), []);
    assertEquals(await around(store, ADDRESS, -1), []);
    const one = [`${ADDRESS} 8`, "2001:db8:1:5600::/64 2", `${PREFIX} 1`, "2001:db8::/32 0"];
    assertEquals(await around(store, ADDRESS, 8, { limit: 1 }), one, "the limit is for each address or prefix");
  });

  storeTest(kind, "the leases within a prefix are found, that clients had at a time", async (store) => {
    await write(
      store,
      leasing(0, PREFIX),
      leasing(1, "2001:db8:1:5600::/64"),
      leasing(2, "2001:db8:1:5600::"),
      leasing(3, "2001:db8:1:56ff:ffff:ffff:ffff:ffff"),
      leasing(4, "2001:db8:1:5700::"),
      leasing(5, "2001:db8:1:5600::", { event: { kind: "released" } }),
      leasing(6, "2001:db8:1::/48"),
    );
    const last = "2001:db8:1:56ff:ffff:ffff:ffff:ffff";
    assertEquals(await within(store, PREFIX, 4), ["2001:db8:1:5600::/64", "2001:db8:1:5600::", last]);
    assertEquals(await within(store, PREFIX, 4, 2), ["2001:db8:1:5600::/64", "2001:db8:1:5600::"]);
    assertEquals(await within(store, PREFIX, 5), ["2001:db8:1:5600::/64", last]);
    assertEquals(await within(store, PREFIX, 1), ["2001:db8:1:5600::/64"]);
    assertEquals(await within(store, PREFIX, 4 + 3600), []);
    assertEquals(await within(store, last, 4), []);
    assertEquals((await within(store, "::/0", 6)).length, 5);
  });

  storeTest(kind, "the leases of a client are the latest first", async (store) => {
    await write(store, ...range(0, 9).map((offset) => leasing(offset, `2001:db8::${offset}`)));
    const { id } = await clientNamed(store, "a");
    assertEquals((await store.leasesOf(id, { limit: 3 })).map(({ lease }) => leaseText(lease)), [
      "2001:db8::8",
      "2001:db8::7",
      "2001:db8::6",
    ]);
  });
}
