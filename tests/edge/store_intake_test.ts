/** Handlers that write into a store, each on SQLite and on PostgreSQL. */
import { assertEquals } from "@std/assert";
import { createLambdaHandler, createPushHandler, type EdgeRecord, type RecordProblem } from "@dhcpkit/kafka/edge";
import type { StoreBatch, TransactionStore } from "@dhcpkit/kafka/store";
import { postgresKind } from "../store/_postgres_kind.ts";
import { sqliteKind } from "../store/_sqlite_kind.ts";
import { storeTest } from "../store/_store_kind.ts";
import { lambdaEvent, lambdaRecord } from "./_lambda.ts";
import { transaction, utf8, value } from "./_transactions.ts";

const page = { limit: 100 }, TOPIC = "dhcpkit.messages";

/** Records with these offsets, each a transaction of its own, of a client each. */
function records(...offsets: number[]): Record<string, unknown>[] {
  return offsets.map((offset) => lambdaRecord(offset, { at: 1_545_084_650 + offset, client: offset % 256 }));
}

function event(list: Record<string, unknown>[]): Record<string, unknown> {
  return lambdaEvent({ [`${TOPIC}-0`]: list });
}

async function offsets(store: TransactionStore): Promise<number[]> {
  return (await store.transactions({}, page)).map(({ place: { offset } }) => Number(offset)).sort((a, b) => a - b);
}

async function next(store: TransactionStore): Promise<bigint | undefined> {
  return (await store.positions(TOPIC)).get(0)?.next;
}

/** A store that refuses, or fails, as it is told. */
function faulty(store: TransactionStore, fault: (batch: StoreBatch) => string | undefined): TransactionStore {
  return new Proxy(store, {
    get(target, name) {
      if (name !== "write") {
        const member = Reflect.get(target, name);
        return typeof member === "function" ? member.bind(target) : member;
      }
      return (batch: StoreBatch) => {
        const message = fault(batch);
        return message === undefined ? target.write(batch) : Promise.reject(new Error(message));
      };
    },
  });
}

const NONE = { batchItemFailures: [] };

for (const kind of [sqliteKind, postgresKind]) {
  storeTest(kind, "edge: while the store is away nothing is set aside, and then each once", async (store) => {
    const aside: (bigint | undefined)[] = [];
    let isAway = true;
    const handler = createLambdaHandler({
      store: faulty(store, () => isAway ? "away" : undefined),
      failures: "report",
      onPoison: (_, record) => void aside.push(record?.offset),
    });
    const poison = [1, 2, 4].map((offset) => lambdaRecord(offset, {}, { value: "AQ==" }));
    const list = [...records(0), ...poison, ...records(3)];
    for (let time = 0; time < 5; time++) assertEquals((await handler(event(list))).batchItemFailures.length, 5);
    assertEquals(aside, []);
    isAway = false;
    for (let time = 0; time < 2; time++) assertEquals(await handler(event(list)), NONE);
    assertEquals([aside, await offsets(store), await next(store)], [[1n, 2n, 4n], [0, 3], 5n]);
  });

  storeTest(
    kind,
    "edge: a topic that was made anew is stored from its beginning, and its reader hears of it",
    async (store) => {
      const told: string[] = [], onFailure = (error: unknown) => void told.push((error as Error).message);
      const handler = createLambdaHandler({ store, failures: "report", onFailure });
      const log = (since: number, ...list: number[]) =>
        list.map((offset) => {
          return lambdaRecord(offset, { at: since + offset, client: offset }, { timestamp: (since + offset) * 1000 });
        });
      const old = 1_545_084_650, young = old + 1000;
      assertEquals(await handler(event(log(old, 0, 1, 2))), NONE);
      assertEquals(await handler(event(log(old, 0, 1, 2))), NONE);
      assertEquals([told, await next(store)], [[], 3n], "the same again is none");
      assertEquals(await handler(event(log(young, 0, 1))), NONE);
      const times = (await store.transactions({}, page)).map(({ receivedAt }) => receivedAt / 1e6 - old);
      assertEquals([times.sort((a, b) => a - b), await next(store)], [[0, 1, 2, 1000, 1001], 2n]);
      assertEquals(told, [
        `${TOPIC}[0] goes on at offset 0 with later records, after it was read up to 3: was it made anew?`,
      ]);
      await handler(event(log(young, 2, 3)));
      assertEquals([await next(store), told.length], [4n, 1]);
    },
  );

  storeTest(kind, "edge: a place beyond what Kafka has is kept aside, and holds up nothing", async (store) => {
    const far = { ...records(0)[0], offset: "9999999999999999999" };
    const handler = createLambdaHandler({ store, failures: "report" });
    for (let time = 0; time < 2; time++) assertEquals(await handler(event([far, ...records(0)])), NONE);
    assertEquals(await offsets(store), [0]);
    const [{ place, value: bytes }, ...others] = await store.quarantine(page);
    assertEquals([place.partition, bytes, others], [-1, value({ at: 1_545_084_650, client: 0 }), []]);
  });

  storeTest(kind, "edge: an event is stored, once however often it comes", async (store) => {
    for (let time = 0; time < 3; time++) {
      assertEquals(await createLambdaHandler({ store, failures: "report" })(event(records(0, 1, 2))), NONE);
    }
    assertEquals(await offsets(store), [0, 1, 2]);
    const [{ place, server, request }] = await store.transactions({}, page);
    assertEquals([place.topic, place.partition, server], [TOPIC, 0, "dhcp01"]);
    assertEquals(request, transaction({ client: 2 }).messageIn!.save());
  });

  storeTest(kind, "edge: a partition is read on only over records that came without a gap", async (store) => {
    const handler = createLambdaHandler({ store, failures: "report" });
    await handler(event(records(5, 6)));
    assertEquals(await next(store), undefined);
    await handler(event(records(0, 1, 3)));
    assertEquals(await next(store), 2n);
    await handler(event(records(2)));
    assertEquals(await next(store), 3n);
    await handler(event([...records(4, 3), ...records(7)]));
    assertEquals(await next(store), 5n);
    assertEquals(await offsets(store), [0, 1, 2, 3, 4, 5, 6, 7]);
    await store.moveTo([{ topic: TOPIC, partition: 0, next: 100n, coveredUntil: 0 }]);
    await handler(event(records(100, 101)));
    assertEquals(await next(store), 102n);
  });

  storeTest(kind, "edge: how far is known is told as a collector tells it", async (store) => {
    await createLambdaHandler({ store, failures: "report" })(event(records(0, 1)));
    const [{ coveredUntil }] = await store.coverage();
    assertEquals(coveredUntil, (1_545_084_651 + 0.001) * 1e6);
    const [{ from, to, fromOffset, toOffset }] = await store.gaps({ from: 0, to: Number.MAX_SAFE_INTEGER });
    assertEquals([from, to, fromOffset, toOffset], [0, 1_545_084_650_987_000, 0n, 0n]);
  });

  storeTest(kind, "edge: what cannot be read is kept aside in the store, with its place and bytes", async (store) => {
    const bad = lambdaRecord(1, {}, { value: "AQ*" });
    assertEquals(
      await createLambdaHandler({ store, failures: "report" })(event([...records(0), bad, ...records(2)])),
      NONE,
    );
    const [{ place, reason, value: bytes, recordedAt }] = await store.quarantine(page);
    assertEquals([place.offset, reason], [1n, 'records["dhcpkit.messages-0"][1].value: no base64']);
    assertEquals([bytes, recordedAt], [utf8("AQ*"), 1_545_084_650_987_000]);
    assertEquals([await offsets(store), await next(store)], [[0, 2], 3n]);
  });

  storeTest(kind, "edge: what came without a place is stored, each under one that is none", async (store) => {
    const handler = createPushHandler({ store, authenticate: "anyone", now: () => 1_600_000_000_000 });
    const post = async (body: BodyInit, type = "application/json") => {
      const headers = { "content-type": type };
      return (await handler(new Request("https://x/", { method: "POST", headers, body }))).status;
    };
    const body = ["a", "b"].map((server) => JSON.stringify(transaction({ server }))).join();
    for (let time = 0; time < 2; time++) {
      assertEquals(await post(body), 200);
      assertEquals(await post('[{"x":1},{"x":2}]'), 200);
      assertEquals(await post("{"), 400);
    }
    const stored = await store.transactions({}, page);
    assertEquals(stored.map(({ server }) => server).sort(), ["a", "b"]);
    assertEquals(stored.every(({ place: { partition, offset } }) => partition === -1 && offset < 0n), true);
    const aside = await store.quarantine(page);
    assertEquals(aside.map(({ value }) => new TextDecoder().decode(value)).sort(), ["{", '{"x":1}', '{"x":2}']);
    assertEquals((await store.positions("")).size, 0);
  });

  storeTest(
    kind,
    "edge: when the store fails, all of the partition come again, and nothing is moved on",
    async (store) => {
      let isAway = true;
      const handler = createLambdaHandler({
        store: faulty(store, () => isAway ? "away" : undefined),
        failures: "report",
      });
      const answer = await handler(event(records(0, 1)));
      assertEquals(answer.batchItemFailures.map(({ itemIdentifier: { offset } }) => offset), [0, 1]);
      assertEquals(await next(store), undefined);
      isAway = false;
      assertEquals(await handler(event(records(0, 1))), NONE);
      assertEquals([await offsets(store), await next(store)], [[0, 1], 2n]);
    },
  );

  storeTest(kind, "edge: one record that the store refuses keeps no other from it", async (store) => {
    const refusing = faulty(store, ({ transactions }) => {
      return [...transactions].some(({ place }) => place.offset === 1n) ? "too odd" : undefined;
    });
    assertEquals(await createLambdaHandler({ store: refusing, failures: "report" })(event(records(0, 1, 2))), NONE);
    assertEquals([await offsets(store), await next(store)], [[0, 2], 1n]);
    const [{ reason, place }] = await store.quarantine(page);
    assertEquals([place.offset, reason], [1n, 'records["dhcpkit.messages-0"][1]: the store refuses it: too odd']);
  });

  storeTest(
    kind,
    "edge: with onPoison, what cannot be read goes there, and comes again when that fails",
    async (store) => {
      const aside: [RecordProblem, EdgeRecord | undefined][] = [];
      let isAway = true;
      const handler = createLambdaHandler({
        store,
        failures: "report",
        onPoison(problem, record) {
          if (isAway) throw new Error("away");
          aside.push([problem, record]);
        },
      });
      const list = [...records(0), lambdaRecord(1, {}, { value: "AQ==" }), ...records(2)];
      const answer = await handler(event(list));
      assertEquals(answer.batchItemFailures.map(({ itemIdentifier: { offset } }) => offset), [1, 2]);
      assertEquals([await offsets(store), await next(store)], [[0], 1n]);
      isAway = false;
      assertEquals(await handler(event(list.slice(1))), NONE);
      assertEquals([await offsets(store), await next(store), aside.length], [[0, 2], 3n, 1]);
      assertEquals((await store.quarantine(page)).length, 0);
      assertEquals(aside[0][0].bytes, value().subarray(0, 1));
    },
  );
}

Deno.test("a store writes one batch at a time, and one that hangs makes what waits for it fail", async () => {
  let writing = 0, most = 0, release = () => {};
  const store = {
    positions: () => Promise.resolve(new Map()),
    async write() {
      most = Math.max(most, ++writing);
      await new Promise<void>((resolve) => release = resolve);
      writing--;
      return { stored: 0, duplicates: 0 };
    },
  };
  const handler = createLambdaHandler({
    store: store as unknown as TransactionStore,
    failures: "report",
    limits: { callMs: 20 },
  });
  const lists = Object.fromEntries([0, 1, 2].map((partition) => {
    return [`t-${partition}`, [lambdaRecord(0, {}, { partition })]];
  }));
  assertEquals((await handler(lambdaEvent(lists))).batchItemFailures.length, 3);
  assertEquals([writing, most], [1, 1]);
  release();
});
