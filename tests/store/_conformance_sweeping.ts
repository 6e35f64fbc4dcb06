import { assert, assertEquals, assertLess } from "@std/assert";
import type { StoredTransaction, WrittenFinding } from "@dhcpkit/kafka/store";
import { type StoreKind, storeTest } from "./_store_kind.ts";
import {
  ALL,
  batch,
  bytes,
  clientNamed,
  HOUR,
  leasesOf,
  leasing,
  range,
  SECOND,
  T0,
  TOPIC,
  transaction,
  write,
} from "./_transactions.ts";

const ADDRESS = "2001:db8::7", page = { limit: 1000 };
const NOTHING = { transactions: 0, leases: 0, clients: 0, quarantined: 0 };
const offsets = (transactions: StoredTransaction[]) => transactions.map(({ place }) => Number(place.offset));

const FINDING: WrittenFinding = {
  ...{ id: "finding", detector: "slow-answer", severity: "warning", subjectKind: "server", subject: "dhcp01" },
  ...{ since: T0, lastSeen: T0, until: undefined, occurrences: 3, detail: "{}" },
};

/** What has to be true of deleting what need not be kept. */
export function sweepingConformance(kind: StoreKind): void {
  storeTest(kind, "nothing is deleted that is to be kept", async (store) => {
    assertEquals([await store.sweep(ALL), await store.leasesFrom()], [NOTHING, 0]);
    await write(store, ...range(0, 5).map((offset) => leasing(offset, ADDRESS)));
    assertEquals(await store.sweep(ALL), NOTHING);
    assertEquals((await store.transactions({}, page)).length, 5);
  });

  storeTest(kind, "transactions go by age", async (store) => {
    await write(store, ...range(0, 10).map((offset) => transaction(offset)));
    assertEquals(await store.sweep({ ...ALL, transactionsFrom: T0 + 7 * SECOND }), { ...NOTHING, transactions: 7 });
    assertEquals(offsets(await store.transactions({}, page)), [9, 8, 7]);
  });

  storeTest(kind, "of each client at each server the latest transactions stay", async (store) => {
    const told = (offset: number) => ({ client: offset % 2 ? "odd" : "even", server: offset % 3 ? "other" : "third" });
    await write(store, ...range(0, 24).map((offset) => transaction(offset, told(offset))));
    await write(store, transaction(0, { ...told(0), partition: 1, receivedAt: T0 + 4 * SECOND, digest: 99 }));
    assertEquals(await store.sweep({ ...ALL, transactionsPerClient: 2 }), { ...NOTHING, transactions: 17 });
    assertEquals(offsets(await store.transactions({}, page)), [23, 22, 21, 20, 19, 18, 15, 12]);
  });

  storeTest(
    kind,
    "sweeps by count go on where the last one ended, and begin anew when fewer are to stay",
    async (store) => {
      const told = (offset: number) => transaction(offset, { client: `${offset % 2}` });
      const sweep = async (
        transactionsPerClient: number,
      ) => [
        (await store.sweep({ ...ALL, transactionsPerClient })).transactions,
        offsets(await store.transactions({}, page)),
      ];
      await write(store, ...range(0, 12).map(told));
      assertEquals(await sweep(4), [4, range(4, 12).reverse()]);
      await write(store, told(12), told(14), transaction(2, { client: "0", partition: 1, digest: 99 }));
      assertEquals(await sweep(4), [3, [14, 12, 11, 10, 9, 8, 7, 5]], "what comes late is not the latest");
      assertEquals(await sweep(5), [0, [14, 12, 11, 10, 9, 8, 7, 5]]);
      assertEquals(await sweep(1), [6, [14, 11]], "also of those that had nothing new");
      await write(store, told(16));
      assertEquals(await sweep(5), [0, [16, 14, 11]]);
      assertEquals(await sweep(0), [3, []]);
    },
  );

  storeTest(kind, "two sweeps at once delete everything once", async (store) => {
    await write(store, ...range(0, 3000).map((offset) => transaction(offset, { client: `${offset % 100}` })));
    const both = await Promise.all([1, 2].map(() => store.sweep({ ...ALL, transactionsPerClient: 2 })));
    assertEquals(both.reduce((sum, { transactions }) => sum + transactions, 0), 2800);
    assertEquals((await store.size()).transactions, 200);
  });

  storeTest(kind, "the proofs of leases stay readable", async (store) => {
    const extended = range(0, 6).map((offset) => leasing(offset, ADDRESS));
    await write(store, ...extended, leasing(6, ADDRESS, { event: { kind: "released" } }), transaction(7));
    const { transactions } = await store.sweep({ ...ALL, transactionsFrom: T0 + HOUR, transactionsPerClient: 0 });
    assertEquals(transactions, 5);
    const [{ openedBy, confirmedBy, endedBy }] = await leasesOf(store, "a");
    const proofs = await Promise.all([openedBy, confirmedBy, endedBy!].map((id) => store.transaction(id)));
    assertEquals(offsets(proofs as StoredTransaction[]), [0, 5, 6]);
    assertEquals(proofs.map((proof) => proof!.request), [0, 5, 6].map((offset) => bytes(`request ${offset}`)));
    assertEquals((await clientNamed(store, "a")).id, proofs[0]!.clientId);
    assertEquals(await store.sweep({ ...ALL, transactionsFrom: T0 + HOUR }), NOTHING, "a second time finds nothing");
  });

  storeTest(kind, "what shows a finding stays as long as the finding, and its client", async (store) => {
    const told = range(0, 6).map((offset) => transaction(offset, { client: `${offset % 2}` }));
    await write(store, ...told);
    const evidence = [told[0], told[3], { ...told[1], server: "nobody" }].map(({ place, receivedAt, server }) => ({
      ...{ place, receivedAt, server },
    }));
    const other = { ...FINDING, id: "other", lastSeen: T0 + HOUR };
    await store.writeFindings([{ ...FINDING, evidence }, { ...other, evidence: [evidence[0]] }]);
    const nothingLeft = { ...ALL, transactionsFrom: T0 + HOUR };
    assertEquals(await store.sweep(nothingLeft), { ...NOTHING, transactions: 4 });
    assertEquals(await store.transactions({ from: T0 + HOUR }, page), []);
    const kept = async () =>
      (await Promise.all(told.map((one) => store.transactionAt(one)))).flatMap((one) => one ?? []);
    assertEquals(offsets(await kept()), [0, 3]);
    assertEquals((await kept())[0], await store.transaction((await kept())[0].id));
    assertEquals((await clientNamed(store, "0")).id, (await kept())[0].clientId);
    assertEquals(await store.transactionAt({ ...told[0], server: "nobody" }), undefined);
    assertEquals(await store.transactionAt({ ...told[0], place: { ...told[0].place, topic: "other" } }), undefined);

    await store.writeFindings([{ ...FINDING, occurrences: 9 }]);
    assertEquals(await store.sweep(nothingLeft), NOTHING, "it goes on without a word of evidence");
    await store.writeFindings([{ ...FINDING, evidence: [evidence[0]] }]);
    await store.sweep(nothingLeft);
    await store.writeFindings([{ ...FINDING, until: T0, lastSeen: T0 }]);
    await store.sweep({ ...nothingLeft, findingsFrom: T0 + SECOND });
    assertEquals(offsets(await kept()).includes(0), true, "another finding needs it");
    await store.writeFindings([{ ...other, until: T0, lastSeen: T0 }]);
    await store.sweep({ ...nothingLeft, findingsFrom: T0 + SECOND });
    await store.sweep(nothingLeft);
    assertEquals([await store.findings({}, page), offsets(await kept()).includes(0)], [[], false]);
  });

  storeTest(kind, "evidence in lists stays there, and proofs of leases outlive findings", async (store) => {
    const leased = leasing(0, ADDRESS), young = transaction(9);
    await write(store, leased, young);
    const evidence = [leased, young].map(({ place, receivedAt, server }) => ({ place, receivedAt, server }));
    await store.writeFindings([{ ...FINDING, evidence }]);
    await store.sweep({ ...ALL, transactionsFrom: T0 + 5 * SECOND });
    await store.writeFindings([{ ...FINDING, until: T0, lastSeen: T0 }]);
    await store.sweep({ ...ALL, transactionsFrom: T0 + 5 * SECOND, findingsFrom: T0 + SECOND });
    assertEquals(Number((await store.transactionAt(leased))?.place.offset), 0);
    assertEquals(Number((await store.transactionAt(young))?.place.offset), 9);
    assertEquals((await store.transactions({ from: T0 + 5 * SECOND }, page)).length, 1);
  });

  storeTest(kind, "leases go by their end, with their proofs", async (store) => {
    const until = (second: number) => ({ event: { validUntil: T0 + second * SECOND } });
    await write(store, leasing(0, "2001:db8::1", until(10)), leasing(1, "2001:db8::2", until(20)));
    await write(store, leasing(2, "2001:db8::3"), leasing(3, "2001:db8::3", { event: { kind: "released" } }));
    const proofs = await store.transactions({}, page);
    const swept = await store.sweep({ ...ALL, transactionsFrom: T0 + HOUR, leasesFrom: T0 + 15 * SECOND });
    assertEquals(swept, { ...NOTHING, transactions: 3, leases: 2 });
    await store.sweep({ ...ALL, leasesFrom: T0 });
    assertEquals(await store.leasesFrom(), T0 + 15 * SECOND, "what was deleted does not come back");
    assertEquals((await leasesOf(store, "a")).map(({ validUntil }) => validUntil), [T0 + 20 * SECOND]);
    const left = await Promise.all(proofs.map(({ id }) => store.transaction(id)));
    assertEquals(left.map((proof) => proof && Number(proof.place.offset)), [undefined, undefined, 1, undefined]);
  });

  storeTest(kind, "clients go that have neither transactions nor leases, and may come again", async (store) => {
    await write(
      store,
      transaction(0, { client: "silent", hostName: "silent" }),
      leasing(1, ADDRESS, { client: "leased" }),
    );
    await write(store, transaction(20, { client: "active" }));
    const swept = await store.sweep({ ...ALL, transactionsFrom: T0 + 10 * SECOND });
    assertEquals(swept, { ...NOTHING, transactions: 1, clients: 1 });
    assertEquals(await store.clients({ by: "hostName", text: "silent" }, page), []);
    assertEquals((await store.clients({ by: "hostName", text: "" }, page)).length, 2);
    await write(store, transaction(21, { client: "silent" }), leasing(22, ADDRESS, { client: "silent" }));
    const { id, hostName, firstSeen } = await clientNamed(store, "silent");
    assertEquals([hostName, firstSeen], ["", T0 + 21 * SECOND]);
    assertEquals((await store.transactions({ clientId: id }, page)).length, 2);
  });

  storeTest(kind, "a lease that was deleted is not extended but begins anew", async (store) => {
    await write(store, leasing(0, ADDRESS, { event: { validUntil: T0 + 10 * SECOND } }));
    assertEquals((await store.sweep({ ...ALL, leasesFrom: T0 + HOUR })).leases, 1);
    await write(store, leasing(5, ADDRESS));
    assertEquals((await leasesOf(store, "a")).map(({ grants, startedAt }) => [grants, startedAt]), [[
      1,
      T0 + 5 * SECOND,
    ]]);
    assertEquals(
      (await store.leasesAround((await leasesOf(store, "a"))[0].lease, { at: T0 + HOUR, limit: 9 })).length,
      1,
    );
  });

  storeTest(kind, "quarantined records go by age", async (store) => {
    const quarantined = range(0, 5).map((offset) => ({
      place: { topic: TOPIC, partition: 0, offset: BigInt(offset) },
      recordedAt: T0 + offset * SECOND,
      reason: "empty",
      key: undefined,
      value: undefined,
    }));
    await store.write(batch([], { quarantined }));
    assertEquals(await store.sweep({ ...ALL, quarantineFrom: T0 + 3 * SECOND }), { ...NOTHING, quarantined: 3 });
    assertEquals((await store.quarantine(page)).map(({ place }) => place.offset), [4n, 3n]);
  });

  storeTest(kind, "writing goes on during a sweep, and nothing new is lost", async (store) => {
    const told = (offset: number) => leasing(offset, `2001:db8::${offset.toString(16)}`, { client: `${offset % 400}` });
    for (const start of range(0, 4)) await write(store, ...range(start * 1000, start * 1000 + 1000).map(told));
    let sweeping = true, written = 0;
    const old = { ...ALL, transactionsFrom: T0 + 2 * HOUR, leasesFrom: T0 + 12 * HOUR };
    const sweep = store.sweep(old).finally(() => sweeping = false);
    for (let offset = 50_000; sweeping || written === 0; offset += 10) {
      written += (await write(store, ...range(offset, offset + 10).map(told))).stored;
      await new Promise((resolve) => setTimeout(resolve));
    }
    const swept = await sweep;
    assertEquals([swept.transactions, swept.leases], [4000, 4000]);
    const { transactions, leases, clients } = await store.size();
    assertEquals([transactions, leases, clients], [written, written, Math.min(400, written)]);
  });

  storeTest(kind, "a sweep that is aborted ends early, and the next one does the rest", async (store) => {
    const told = (offset: number) => leasing(offset, `2001:db8::${offset.toString(16)}`, { client: `${offset % 400}` });
    for (const start of range(0, 4)) await write(store, ...range(start * 1000, start * 1000 + 1000).map(told));
    const old = { ...ALL, transactionsFrom: T0 + 2 * HOUR, leasesFrom: T0 + 12 * HOUR };
    assertEquals(await store.sweep(old, { signal: AbortSignal.abort() }), NOTHING);
    const abort = new AbortController(), sweep = store.sweep(old, { signal: abort.signal });
    await new Promise((resolve) => setTimeout(resolve));
    abort.abort();
    const some = await sweep;
    assertLess(some.transactions, 4000);
    const rest = await store.sweep(old);
    assertEquals(some.transactions + rest.transactions, 4000);
    assertEquals([some.leases + rest.leases, some.clients + rest.clients], [4000, 400]);
    assertEquals((await store.size()).transactions, 0);
    assert((await store.size()).bytes >= 0);
  });

  storeTest(kind, "a sweep of a store that is closed meanwhile ends", async (store) => {
    await write(store, ...range(0, 3000).map((offset) => transaction(offset, { client: `${offset}` })));
    const sweep = store.sweep({ ...ALL, transactionsFrom: T0 + 2 * HOUR });
    await store.close();
    const { transactions } = await sweep;
    assert(transactions <= 3000);
  });
}
