import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { Collector, type CollectorInit, type SourceRecord } from "@dhcpkit/kafka/collector";
import { fromHex, Message } from "@dhcpkit/kafka/dhcpv6";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { eventually } from "../support/eventually.ts";
import { PlainStore, ScriptedSource } from "./_scripted.ts";

const NOW = 2_000_000;
const SOLICIT = Message.parse(fromHex("01112233 0001000a 00030001 3431c43cb2f1"));

function transaction(offset: bigint, serverName = `server-${offset}`): SourceRecord {
  const value = new DHCPKafkaMessage({ serverName, timestampIn: 1000 + Number(offset), messageIn: SOLICIT }).save();
  return record(offset, value);
}

function record(offset: bigint, value: Uint8Array | null): SourceRecord {
  return { topic: "t", partition: 0, offset, timestamp: (1000 + Number(offset)) * 1000, key: null, value };
}

/** Runs a collector while `test` runs. */
async function collecting(
  init: Partial<CollectorInit>,
  test: (parts: { source: ScriptedSource; store: PlainStore; collector: Collector; stop: () => Promise<void> }) =>
    | Promise<void>
    | void,
  { source = new ScriptedSource(), store = new PlainStore(), closeMs = 5000 } = {},
): Promise<void> {
  const collector = new Collector({ source, store, lingerMs: 0, retryMs: [1, 4], now: () => NOW * 1000, ...init });
  const stopped = new AbortController(), running = collector.run({ signal: stopped.signal, closeMs });
  const stop = async () => {
    stopped.abort();
    await running;
  };
  try {
    await test({ source, store, collector, stop });
  } finally {
    await stop();
  }
}

/** Waits until an assertion holds. */
async function until(assertion: () => void): Promise<void> {
  await eventually("an assertion holds", () => {
    assertion();
    return true;
  }, { everyMs: 1 });
}

const names = (store: PlainStore) => store.transactions.map(({ server }) => server);

Deno.test("transactions are written with the place where reading goes on, which is then noted in Kafka", async () => {
  await collecting({}, async ({ source, store, collector }) => {
    source.assign({ 0: 0n });
    source.batch({ records: [transaction(0n), transaction(1n)] });
    await until(() => assertEquals(names(store), ["server-0", "server-1"]));
    await until(() => assertEquals(source.committed.at(-1), { partition: 0, next: 2n }));
    assertEquals(store.places.get(0)?.next, 2n);
    assertEquals(store.places.get(0)?.coveredUntil, 1001e6);
    const { read, stored, pending, partitions, problem } = collector.stats;
    assertEquals([read, stored, pending, problem], [2, 2, 0, undefined]);
    assertEquals(partitions, [{ partition: 0, next: 2n, lag: 0 }]);
  });
});

Deno.test("what is no transaction is kept aside with the reason and its bytes", async () => {
  const good = transaction(9n).value!;
  const values: readonly (readonly [Uint8Array | null, RegExp])[] = [
    [null, /without a value/],
    [new Uint8Array(), /message-type/],
    [new TextEncoder().encode('{"a":1}'), /type is 123/],
    [new Uint8Array([0, 0, 0, 0, 7, 1, 2]), /type is 0/],
    [new Uint8Array([255, 1, 2]), /type is 255/],
    [good.subarray(0, 20), /needed .* at offset/],
  ];
  await collecting({}, async ({ source, store, collector }) => {
    source.assign({ 0: 0n });
    source.batch({ records: [...values.map(([value], i) => record(BigInt(i), value)), transaction(6n)] });
    await until(() => assertEquals(names(store), ["server-6"]));
    assertEquals(store.quarantined.map(({ value }) => value), values.map(([value]) => value ?? undefined));
    store.quarantined.forEach(({ reason }, i) => assertMatch(reason, values[i][1]));
    assertEquals(collector.stats.quarantined, values.length);
    assertEquals(store.places.get(0)?.next, 7n);
  });
});

Deno.test("where the log begins and where records are missing is told once, with offsets and times", async () => {
  await collecting({}, async ({ source, store }) => {
    source.assign({ 0: 5n });
    source.batch({ records: [transaction(5n), transaction(8n)] });
    source.batch({ records: [transaction(9n)] });
    await until(() => assertEquals(store.places.get(0)?.next, 10n));
    assertEquals(store.gaps.map(({ fromOffset, toOffset, from, to }) => [fromOffset, toOffset, from, to]), [
      [5n, 5n, 0, 1005e6],
      [6n, 8n, 1005e6, 1008e6],
    ]);
  });
});

Deno.test("marks of transactions are no missing records, also at the end", async () => {
  await collecting({ batchRecords: 2 }, async ({ source, store, collector }) => {
    source.assign({ 0: 0n });
    const records = [1n, 2n, 5n, 9n].map((offset) => transaction(offset));
    source.batch({ records, marks: [0n, 3n, 4n, 6n, 10n, 11n], endOffset: 12n, askedAt: NOW * 1000 });
    await until(() => assertEquals(store.places.get(0)?.next, 12n));
    assertEquals(names(store).length, 4);
    assertEquals(store.gaps.map(({ fromOffset, toOffset }) => [fromOffset, toOffset]), [[0n, 0n], [7n, 9n]]);
    assertEquals(collector.stats.partitions, [{ partition: 0, next: 12n, lag: 0 }]);
    source.batch({ records: [], marks: [12n], endOffset: 13n, askedAt: NOW * 1000 });
    await until(() => assertEquals(collector.stats.partitions, [{ partition: 0, next: 13n, lag: 0 }]));
  });
});

Deno.test("a partition without new records counts as read up to now, and a gap ends there", async () => {
  const store = new PlainStore();
  store.places.set(0, { topic: "t", partition: 0, next: 3n, coveredUntil: 77 });
  await collecting({}, async ({ source }) => {
    source.assign({ 0: 10n });
    source.batch({ records: [], endOffset: 10n, askedAt: NOW * 1000 });
    await until(() => assertEquals(store.places.get(0)?.coveredUntil, NOW * 1e6));
    assertEquals(store.gaps.map(({ fromOffset, toOffset, from, to }) => [fromOffset, toOffset, from, to]), [
      [3n, 10n, 77, NOW * 1e6],
    ]);
  }, { store });
});

Deno.test("what is skipped is told together with the place behind it: who stops in between has skipped nothing", async () => {
  const store = new PlainStore();
  store.places.set(0, { topic: "t", partition: 0, next: 3n, coveredUntil: 77 });
  await collecting({ start: { at: "end", evenIfKnown: true } }, async ({ source }) => {
    source.assign({ 0: 10n });
    await until(() => assertEquals(source.asked, [{ 0: "end" }]));
  }, { store });
  assertEquals([store.places.get(0)?.next, store.gaps], [3n, []]);
  await collecting({ start: { at: "end", evenIfKnown: true } }, async ({ source }) => {
    source.assign({ 0: 10n });
    await until(() => assertEquals(source.asked.length, 1));
    // The group is joined anew before anything was written: what was chosen still holds.
    source.fail("connection lost");
    source.assign({ 0: 10n });
    source.batch({ records: [], endOffset: 10n, askedAt: NOW * 1000 });
    await until(() => assertEquals(store.places.get(0)?.next, 10n));
    assertEquals(source.asked, [{ 0: "end" }, { 0: "end" }]);
    assertEquals(store.gaps.map(({ fromOffset, toOffset, from }) => [fromOffset, toOffset, from]), [[3n, 10n, 77]]);
  }, { store });
});

Deno.test("a log that begins anew is read from its beginning, and what was never read of the old one is told", async () => {
  const store = new PlainStore();
  store.places.set(0, { topic: "t", partition: 0, next: 100n, coveredUntil: 1001e6 });
  await collecting({}, async ({ source, collector }) => {
    source.assign({ 0: 0n });
    source.batch({ records: [transaction(2n), transaction(3n)], endOffset: 4n });
    await until(() => assertEquals(names(store), ["server-2", "server-3"]));
    assertEquals(source.asked, [{ 0: 100n }]);
    assertEquals([store.moves.map(({ next }) => next), store.places.get(0)?.next], [[0n], 4n]);
    assertEquals(store.gaps.map(({ fromOffset, toOffset, from, to }) => [fromOffset, toOffset, from, to]), [
      [100n, 100n, 1001e6, 1002e6],
    ]);
    assertEquals(collector.stats.gaps, 1);
  }, { store });
});

Deno.test("what is read again tells where it begins, and holes by the times of what it reads", async () => {
  const store = new PlainStore();
  store.places.set(0, { topic: "t", partition: 0, next: 30n, coveredUntil: 1030e6 });
  await collecting({ start: { at: "beginning", evenIfKnown: true } }, async ({ source }) => {
    source.assign({ 0: 2n });
    source.batch({ records: [transaction(2n), transaction(3n), transaction(7n)], endOffset: 30n });
    await until(() => assertEquals(store.places.get(0)?.next, 8n));
    assertEquals(store.gaps.map(({ fromOffset, toOffset, from, to }) => [fromOffset, toOffset, from, to]), [
      [2n, 2n, 0, 1002e6],
      [4n, 7n, 1003e6, 1007e6],
    ]);
    assertEquals(store.places.get(0)?.coveredUntil, 1030e6, "all up to then was read");
  }, { store });
});

Deno.test("where to start holds for the partitions that a collector has first, not for those that come later", async () => {
  const store = new PlainStore();
  store.places.set(1, { topic: "t", partition: 1, next: 5n, coveredUntil: 77 });
  await collecting({ start: { at: "end", evenIfKnown: true } }, async ({ source }) => {
    source.assign({});
    source.assign({ 0: 10n });
    // Another member has gone, whose place is in the store, and the topic has got another partition.
    source.assign({ 0: 10n, 1: 5n, 2: 0n });
    await until(() => assertEquals(source.asked, [{}, { 0: "end" }, { 0: "end", 1: 5n, 2: "beginning" }]));
  }, { store });
});

Deno.test("a time in the future does not say that everything up to then was read", async () => {
  await collecting({}, async ({ source, store }) => {
    source.assign({ 0: 0n });
    source.batch({ records: [{ ...transaction(0n), timestamp: NOW * 5000 }] });
    await until(() => assertEquals(store.places.get(0)?.coveredUntil, NOW * 1e6));
  });
});

Deno.test("reading goes on where the store says, and starts as told in partitions that it does not know", async () => {
  const store = new PlainStore();
  store.places.set(0, { topic: "t", partition: 0, next: 3n, coveredUntil: 77 });
  await collecting({ start: { at: "end", evenIfKnown: false } }, async ({ source }) => {
    source.assign({ 0: 3n, 1: 40n });
    await until(() => assertEquals(source.asked, [{ 0: 3n, 1: "end" }]));
    // What was chosen is remembered, so that a restart before the first record does not choose again.
    await until(() => assertEquals(store.moves.map(({ partition, next }) => [partition, next]), [[1, 40n]]));
  }, { store });
});

Deno.test("to start anew where the store has a place is done once, not again when the group is joined anew", async () => {
  const store = new PlainStore();
  store.places.set(0, { topic: "t", partition: 0, next: 30n, coveredUntil: 77 });
  await collecting({ start: { at: "beginning", evenIfKnown: true } }, async ({ source }) => {
    source.assign({ 0: 0n });
    source.batch({ records: [transaction(0n), transaction(1n)], endOffset: 30n });
    await until(() => assertEquals(names(store), ["server-0", "server-1"]));
    source.fail("connection lost");
    source.assign({ 0: 2n });
    await until(() => assertEquals(source.asked, [{ 0: "beginning" }, { 0: 2n }]));
  }, { store });
});

Deno.test("what a store refuses for a while is written in order when it works again", async () => {
  let failures = 0;
  const failed: string[] = [], store = new PlainStore();
  store.refuse = () => {
    if (failures++ < 7) throw new Error("database is locked");
  };
  const observer = { storeFailed: (error: Error) => void failed.push(error.message) };
  await collecting({ observer }, async ({ source, collector }) => {
    source.assign({ 0: 0n });
    source.batch({ records: [transaction(0n)] });
    source.batch({ records: [transaction(1n)] });
    await until(() => assertEquals(collector.stats.problem, "database is locked"));
    await until(() => assertEquals(names(store), ["server-0", "server-1"]));
    assertEquals([failed.length, collector.stats.problem], [7, undefined]);
  }, { store });
});

Deno.test("a transaction that a store will not take is kept aside, and the others are written", async () => {
  const store = new PlainStore();
  store.refuse = ({ transactions }) => {
    if ([...transactions].some(({ server }) => server === "server-2")) throw new Error("bad text");
  };
  await collecting({}, async ({ source }) => {
    source.assign({ 0: 0n });
    source.batch({ records: [0n, 1n, 2n, 3n, 4n].map((offset) => transaction(offset)) });
    await until(() => assertEquals(store.places.get(0)?.next, 5n));
    assertEquals(names(store), ["server-0", "server-1", "server-3", "server-4"]);
    const [{ place, reason, key }] = store.quarantined;
    assertEquals([place.offset, reason], [2n, "the store refuses it: bad text"]);
    assertEquals(key, SOLICIT.save());
  }, { store });
});

Deno.test("a connection that is lost while it is looked for what a store refuses keeps nothing aside", async () => {
  // Down to one transaction, each write of some fails; then an empty one shows that the store is there again.
  const store = new PlainStore();
  let isAway = true;
  store.refuse = ({ transactions }) => {
    if (transactions.length === 0) isAway = isAway && store.attempts < 5;
    else if (isAway) throw new Error("connection lost");
  };
  await collecting({}, async ({ source, collector }) => {
    source.assign({ 0: 0n });
    source.batch({ records: [0n, 1n, 2n, 3n].map((offset) => transaction(offset)) });
    await until(() => assertEquals(store.places.get(0)?.next, 4n));
    assertEquals([names(store).length, collector.stats.quarantined, store.quarantined], [4, 0, []]);
  }, { store });
});

Deno.test("a source that fails is read again, as long as it was read before", async () => {
  const failed: string[] = [];
  const observer = { sourceFailed: (error: Error) => void failed.push(error.message) };
  await collecting({ observer }, async ({ source, store, collector }) => {
    source.assign({ 0: 0n });
    source.batch({ records: [transaction(0n)] });
    source.fail("the broker is gone");
    await until(() => assertEquals(collector.stats.problem, "the broker is gone"));
    source.fail("still gone");
    source.assign({ 0: 1n });
    source.batch({ records: [transaction(1n)] });
    await until(() => assertEquals(names(store), ["server-0", "server-1"]));
    assertEquals([failed, collector.stats.problem, source.joins], [["the broker is gone", "still gone"], undefined, 3]);
  });
});

Deno.test("a source that fails at once is told to whoever started the collector", async () => {
  const source = new ScriptedSource();
  source.fail("no such topic");
  const collector = new Collector({ source, store: new PlainStore() });
  const { signal } = new AbortController();
  await assertRejects(() => collector.run({ signal }), Error, "no such topic");
});

Deno.test("what was read is written before a collector ends", async () => {
  const gate = Promise.withResolvers<void>(), store = new PlainStore();
  store.gate = gate.promise;
  await collecting({}, async ({ source, stop }) => {
    source.assign({ 0: 0n });
    source.batch({ records: [transaction(0n)] });
    await until(() => assertEquals(store.attempts, 1));
    source.batch({ records: [transaction(1n)] });
    await until(() => assertEquals(source.taken, 2));
    const stopping = stop();
    gate.resolve();
    await stopping;
    assertEquals(names(store), ["server-0", "server-1"]);
  }, { store });
});

Deno.test("a store that takes nothing keeps a collector from ending for no longer than it may", async () => {
  const store = new PlainStore();
  store.refuse = () => {
    throw new Error("disk full");
  };
  await collecting({}, async ({ source, stop, collector }) => {
    source.assign({ 0: 0n });
    source.batch({ records: [transaction(0n)] });
    await until(() => assert(store.attempts > 0));
    await stop();
    assertEquals([names(store), collector.stats.stored], [[], 0]);
  }, { store, closeMs: 20 });
});

Deno.test("a write that hangs keeps a collector from ending for no longer than it may", async () => {
  const gate = Promise.withResolvers<void>(), store = new PlainStore();
  store.gate = gate.promise;
  await collecting({}, async ({ source, stop, collector }) => {
    source.assign({ 0: 0n });
    source.batch({ records: [transaction(0n)] });
    await until(() => assertEquals(store.attempts, 1));
    await stop();
    assertEquals([names(store), collector.stats.pending], [[], 1], "it has ended while the store is still busy");
    gate.resolve();
  }, { store, closeMs: 20 });
});

Deno.test("no more is read than a few batches ahead of the store", async () => {
  const gate = Promise.withResolvers<void>(), store = new PlainStore();
  store.gate = gate.promise;
  await collecting({ batchRecords: 10 }, async ({ source }) => {
    source.assign({ 0: 0n });
    for (let i = 0n; i < 20n; i++) {
      source.batch({ records: Array.from({ length: 5 }, (_, j) => transaction(i * 5n + BigInt(j))), endOffset: 100n });
    }
    await until(() => assert(source.taken >= 5));
    const taken = source.taken;
    await new Promise((resolve) => setTimeout(resolve, 20));
    assertEquals(source.taken, taken);
    assert(taken <= 9, `${taken} batches of 5 were read ahead of a store that takes 10 at a time`);
    gate.resolve();
    await until(() => assertEquals(store.transactions.length, 100));
  }, { store });
});

Deno.test("it is told once when all that was there is in the store", async () => {
  const source = new ScriptedSource(), store = new PlainStore(), stop = new AbortController();
  const collector = new Collector({ source, store, lingerMs: 0 });
  let times = 0, storedBy = -1;
  const onCaughtUp = () => {
    times++;
    storedBy = store.transactions.length;
  };
  const running = collector.run({ signal: stop.signal, onCaughtUp });
  source.assign({ 0: 0n, 1: 0n });
  source.batch({ records: [transaction(0n)], endOffset: 2n });
  source.batch({ records: [], partition: 1, endOffset: 0n });
  await until(() => assertEquals(store.transactions.length, 1));
  assertEquals(times, 0);
  source.batch({ records: [transaction(1n)], endOffset: 2n });
  await until(() => assertEquals([times, storedBy], [1, 2]));
  source.batch({ records: [transaction(2n)], endOffset: 3n });
  await until(() => assertEquals(store.transactions.length, 3));
  stop.abort();
  await running;
  assertEquals(times, 1);
});
