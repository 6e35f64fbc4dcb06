import { assert, assertEquals, assertGreaterOrEqual, assertLess, assertThrows } from "@std/assert";
import {
  type OutgoingRecord,
  Publisher,
  type PublisherInit,
  type PublisherStats,
  type PublisherStatus,
  type SendResult,
} from "@dhcpkit/kafka/publisher";
import { eventually } from "../support/eventually.ts";
import { FakeTransport, record } from "./_fake_transport.ts";

function publisher(init: Partial<PublisherInit> = {}): { transport: FakeTransport; publisher: Publisher } {
  const transport = new FakeTransport();
  return {
    transport,
    publisher: new Publisher({ transport, lingerMs: 5, retryMs: 5, maxRetryMs: 20, random: () => 0, ...init }),
  };
}

function assertAddsUp({ offered, delivered, dropped, queued }: PublisherStats): void {
  assertEquals(offered, delivered + Object.values(dropped).reduce((sum, count) => sum + count, 0) + queued);
}

Deno.test("records are delivered in the order in which they were offered", async () => {
  const { transport, publisher: it } = publisher();
  for (let number = 0; number < 200; number++) assertEquals(it.offer(record(number)), { kept: true });
  const stats = await it.close();
  assertEquals(transport.values, Array.from({ length: 200 }, (_, i) => i));
  assertEquals([stats.delivered, stats.queued, stats.state], [200, 0, "closed"]);
});

Deno.test("records wait for others until the linger is over, and share a request", async () => {
  const { transport, publisher: it } = publisher({ lingerMs: 30 });
  it.connect();
  await eventually("connection", () => it.stats.state === "connected");
  const start = performance.now();
  it.offer(record(1));
  it.offer(record(2));
  await eventually("delivery", () => it.stats.delivered === 2, { everyMs: 1 });
  assertGreaterOrEqual(performance.now() - start, 29);
  assertEquals(transport.batches.length, 1);
  await it.close();
});

Deno.test("enough records are sent without waiting for the linger", async () => {
  const { transport, publisher: it } = publisher({ lingerMs: 60_000, earlyFlushCount: 3 });
  it.connect();
  await eventually("connection", () => it.stats.state === "connected");
  for (const number of [1, 2, 3]) it.offer(record(number));
  await eventually("delivery", () => it.stats.delivered === 3);
  assertEquals(transport.batches.map((batch) => batch.length), [3]);
  await it.close();
});

Deno.test("a queue that is full before enough records are there is sent without waiting", async () => {
  const { transport, publisher: it } = publisher({ lingerMs: 60_000, earlyFlushCount: 50, queueMessages: 3 });
  it.connect();
  await eventually("connection", () => it.stats.state === "connected");
  for (const number of [1, 2, 3]) it.offer(record(number));
  await eventually("delivery", () => it.stats.delivered === 3);
  assertEquals(transport.values, [1, 2, 3]);
  await it.close();
});

Deno.test("a full queue drops the newest record and counts it", async () => {
  const { transport, publisher: it } = publisher({ queueMessages: 3 });
  transport.mood = "refused";
  const kept = [1, 2, 3, 4, 5].map((number) => it.offer(record(number)));
  assertEquals(kept.slice(2), [
    { kept: true },
    { kept: false, reason: "queue-full" },
    { kept: false, reason: "queue-full" },
  ]);
  assertEquals([it.stats.queued, it.stats.dropped["queue-full"]], [3, 2]);
  assertAddsUp(it.stats);
  transport.mood = "fine";
  await eventually("recovery", () => it.stats.delivered === 3);
  assertEquals(transport.values, [1, 2, 3]);
  await it.close();
});

Deno.test("the queue is bounded by bytes as well", async () => {
  const { transport, publisher: it } = publisher({ queueBytes: 100 });
  transport.mood = "refused";
  assertEquals([it.offer(record(1, 80)).kept, it.offer(record(2, 30)).kept, it.offer(record(3, 20)).kept], [
    true,
    false,
    true,
  ]);
  assertEquals(it.stats.queuedBytes, 100);
  await it.close({ deadlineMs: 1 });
});

Deno.test("a record that no broker takes is dropped before it is queued", async () => {
  const { publisher: it } = publisher({ maxRecordBytes: 10 });
  assertEquals(it.offer(record(1, 11)), { kept: false, reason: "oversize" });
  assertEquals((await it.close()).dropped.oversize, 1);
});

Deno.test("a lost cluster is tried again with growing pauses, for ever", async () => {
  const { transport, publisher: it } = publisher({ retryMs: 2, maxRetryMs: 8, random: () => 1 });
  transport.mood = "refused";
  const pauses: number[] = [];
  const watching = (async () => {
    for await (const status of it.statusChanges()) if (status.state === "disconnected") pauses.push(status.retryInMs);
  })();
  it.connect();
  await eventually("six attempts", () => it.stats.connectAttempts >= 6);
  await it.close({ deadlineMs: 1 });
  await watching;
  assertEquals(pauses.slice(0, 5), [2, 4, 8, 8, 8]);
});

Deno.test("the pauses grow as well while connecting works and sending does not", async () => {
  const { transport, publisher: it } = publisher({ retryMs: 2, maxRetryMs: 8, random: () => 1, lingerMs: 0 });
  transport.mood = "lost";
  const pauses: number[] = [];
  const watching = (async () => {
    for await (const status of it.statusChanges()) if (status.state === "disconnected") pauses.push(status.retryInMs);
  })();
  it.offer(record(1));
  await eventually("six attempts", () => it.stats.connectAttempts >= 6);
  transport.mood = "fine";
  await eventually("delivery", () => it.stats.delivered === 1);
  assertEquals(pauses.slice(0, 5), [2, 4, 8, 8, 8]);
  pauses.length = 0;
  transport.mood = "lost";
  it.offer(record(2));
  await eventually("another failure", () => pauses.length > 0);
  await it.close({ deadlineMs: 1 });
  await watching;
  assertEquals(pauses[0], 2);
});

/** A transport that has two batches on their way at most, of which the test decides what becomes. */
class TwoInFlight extends FakeTransport {
  override maxInFlight = 2;
  readonly open: PromiseWithResolvers<void>[] = [];

  override async send(records: readonly OutgoingRecord[]): Promise<readonly SendResult[]> {
    const decision = Promise.withResolvers<void>();
    this.open.push(decision);
    await decision.promise;
    return await super.send(records);
  }
}

Deno.test("where a transport allows it, a second batch is on its way before the first one is known, and no third", async () => {
  const transport = new TwoInFlight(), it = new Publisher({ transport, lingerMs: 1, batchMessages: 10 });
  for (let number = 0; number < 30; number++) it.offer(record(number));
  await eventually("two batches", () => transport.open.length === 2);
  assertEquals([it.stats.queued, it.stats.delivered], [30, 0]);
  transport.open[0].resolve();
  await eventually("the third batch", () => transport.open.length === 3);
  assertEquals([it.stats.queued, it.stats.delivered], [20, 10]);
  transport.open.forEach(({ resolve }) => resolve());
  assertEquals((await it.close()).delivered, 30);
  assertEquals(transport.values, Array.from({ length: 30 }, (_, i) => i));
});

Deno.test("records that come while a batch is on its way do not wait for it, but for their linger", async () => {
  const transport = new TwoInFlight(), it = new Publisher({ transport, lingerMs: 1 });
  it.offer(record(1));
  await eventually("a batch", () => transport.open.length === 1);
  it.offer(record(2));
  await eventually("a second batch", () => transport.open.length === 2);
  transport.open.forEach(({ resolve }) => resolve());
  assertEquals((await it.close()).delivered, 2);
});

Deno.test("when the first of two batches fails, both are sent again, in order", async () => {
  const transport = new TwoInFlight(), it = new Publisher({ transport, lingerMs: 1, batchMessages: 10, retryMs: 1 });
  for (let number = 0; number < 20; number++) it.offer(record(number));
  await eventually("two batches", () => transport.open.length === 2);
  transport.open[0].reject(new Error("connection lost"));
  await eventually("another attempt", () => transport.open.length === 4);
  transport.open.slice(2).forEach(({ resolve }) => resolve());
  assertEquals((await it.close()).delivered, 20);
  assertEquals(transport.values, Array.from({ length: 20 }, (_, i) => i));
});

Deno.test("a cluster that takes no batch is tried again after the pause, however many batches were on their way", async () => {
  for (const maxInFlight of [1, 2, 5]) {
    const { transport, publisher: it } = publisher({ batchMessages: 1, retryMs: 60_000, maxRetryMs: 60_000 });
    transport.maxInFlight = maxInFlight;
    transport.mood = "lost";
    transport.tookMs = 2;
    for (let number = 0; number < 10; number++) it.offer(record(number));
    await eventually("the loss", () => it.stats.state === "disconnected");
    await new Promise((resolve) => setTimeout(resolve, 20));
    assertEquals([maxInFlight, transport.calls, it.stats.state], [
      maxInFlight,
      ["connect", "disconnect"],
      "disconnected",
    ]);
    transport.mood = "refused";
    await it.close({ deadlineMs: 1 });
  }
});

Deno.test("numbers that cannot work are refused, by name", () => {
  const transport = new FakeTransport();
  for (const [key, value] of [["batchMessages", 0], ["batchBytes", -1], ["lingerMs", NaN], ["queueMessages", -1]]) {
    assertThrows(() => new Publisher({ transport, [key]: value }), RangeError, `${key} must be `);
  }
});

Deno.test("what was on its way when the connection was lost is sent again, in order", async () => {
  const { transport, publisher: it } = publisher();
  it.connect();
  await eventually("connection", () => it.stats.state === "connected");
  transport.mood = "lost";
  for (let number = 0; number < 100; number++) it.offer(record(number));
  await eventually("loss", () => it.stats.state === "disconnected");
  assertEquals(it.stats.queued, 100);
  transport.mood = "fine";
  await eventually("delivery", () => it.stats.delivered === 100);
  assertEquals(transport.values, Array.from({ length: 100 }, (_, i) => i));
  await it.close();
});

Deno.test("a cluster that does not answer is given up after the deadline and tried anew", async () => {
  const { transport, publisher: it } = publisher({ sendDeadlineMs: 20, connectDeadlineMs: 20 });
  it.connect();
  await eventually("connection", () => it.stats.state === "connected");
  transport.mood = "silent";
  it.offer(record(1));
  await eventually("two more attempts", () => it.stats.connectAttempts >= 3);
  assertAddsUp(it.stats);
  transport.mood = "fine";
  await eventually("delivery", () => it.stats.delivered === 1);
  assert(transport.calls.includes("disconnect"));
  await it.close();
});

Deno.test("a record that the cluster will never take is counted as rejected, the others are delivered", async () => {
  const { transport, publisher: it } = publisher();
  transport.judge = ({ value }) =>
    value[0] === 2 ? { status: "rejected", error: new Error("too large") } : { status: "delivered" };
  for (const number of [1, 2, 3]) it.offer(record(number));
  const stats = await it.close();
  assertEquals([transport.values, stats.delivered, stats.dropped.rejected], [[1, 3], 2, 1]);
});

Deno.test("when one record of a batch fails, it and those after it are sent again, and no record twice", async () => {
  const { transport, publisher: it } = publisher();
  let failing = true;
  transport.judge = ({ value }) =>
    failing && value[0] >= 2 ? { status: "failed", error: new Error("leader moved") } : { status: "delivered" };
  for (const number of [1, 2, 3]) it.offer(record(number));
  await eventually("partial delivery", () => it.stats.delivered === 1);
  failing = false;
  await it.close();
  assertEquals(transport.values, [1, 2, 3]);
});

Deno.test("closing ends at its deadline and tells how much was left", async () => {
  const { transport, publisher: it } = publisher({ sendDeadlineMs: 60_000 });
  it.connect();
  await eventually("connection", () => it.stats.state === "connected");
  transport.mood = "silent";
  for (let number = 0; number < 10; number++) it.offer(record(number));
  const start = performance.now(), stats = await it.close({ deadlineMs: 50 });
  assertLess(performance.now() - start, 2000);
  assertEquals([stats.delivered, stats.dropped.shutdown, stats.queued], [0, 10, 0]);
  assertAddsUp(stats);
});

Deno.test("after closing nothing is taken, and closing twice gives the same figures", async () => {
  const { publisher: it } = publisher();
  const first = await it.close();
  assertEquals(it.offer(record(1)), { kept: false, reason: "shutdown" });
  assertEquals(first.dropped.shutdown, 0);
  assertEquals(await it.close(), first);
  assertAddsUp(it.stats);
});

Deno.test("a publisher that was never used closes at once", async () => {
  const { transport, publisher: it } = publisher();
  assertEquals((await it.close()).state, "closed");
  assertEquals(transport.calls.includes("connect"), false);
});

Deno.test("the status tells what happens, from idle to closed", async () => {
  const { transport, publisher: it } = publisher({ retryMs: 1, maxRetryMs: 1 });
  transport.mood = "refused";
  const states: PublisherStatus["state"][] = [];
  const watching = (async () => {
    for await (const { state } of it.statusChanges()) if (states.at(-1) !== state) states.push(state);
  })();
  await eventually("idle", () => states.length === 1);
  it.connect();
  await eventually("failure", () => states.includes("disconnected"));
  transport.mood = "fine";
  await eventually("success", () => states.includes("connected"));
  await it.close();
  await watching;
  assertEquals([states[0], states.at(-2), states.at(-1)], ["idle", "connected", "closed"]);
});

Deno.test("with drop-oldest, a full queue drops the oldest record and counts it", async () => {
  const { transport, publisher: it } = publisher({ queueMessages: 3, queuePolicy: "drop-oldest", lingerMs: 60_000 });
  for (const number of [1, 2, 3, 4, 5]) assertEquals(it.offer(record(number)), { kept: true });
  assertEquals([it.stats.queued, it.stats.dropped["queue-full"]], [3, 2]);
  assertAddsUp(it.stats);
  await it.close();
  assertEquals(transport.values, [3, 4, 5]);
  assertAddsUp(it.stats);
});

Deno.test("with drop-oldest, records on their way are not dropped, and the figures add up when the cluster has them", async () => {
  const { transport, publisher: it } = publisher({ queueMessages: 3, queuePolicy: "drop-oldest", earlyFlushCount: 2 });
  const arrived = Promise.withResolvers<void>(), answer = Promise.withResolvers<void>();
  const send = transport.send.bind(transport);
  transport.send = async (records) => {
    arrived.resolve();
    await answer.promise;
    return await send(records);
  };
  for (const number of [1, 2]) it.offer(record(number));
  await arrived.promise;
  for (const number of [3, 4, 5]) it.offer(record(number));
  assertEquals([it.stats.queued, it.stats.dropped["queue-full"]], [3, 2]);
  answer.resolve();
  const stats = await it.close();
  assertEquals(transport.values, [1, 2, 5]);
  assertEquals([stats.delivered, stats.dropped["queue-full"]], [3, 2]);
  assertAddsUp(stats);
});

Deno.test("with drop-oldest, a record that is larger than the whole queue is dropped itself", async () => {
  const { transport, publisher: it } = publisher({ queueBytes: 10, queuePolicy: "drop-oldest", lingerMs: 60_000 });
  it.offer(record(1));
  assertEquals(it.offer(record(2, 11)), { kept: false, reason: "queue-full" });
  await it.close();
  assertEquals(transport.values, [1]);
});

Deno.test("how long deliveries took is counted from the moment when a record was offered", async () => {
  const { publisher: it } = publisher({ lingerMs: 30 });
  for (const number of [1, 2, 3]) it.offer(record(number));
  await eventually("delivery", () => it.stats.delivered === 3, { everyMs: 1 });
  const { count, sumMs, buckets } = it.stats.deliveryLatency;
  assertEquals([count, buckets.at(-1)?.count], [3, 3]);
  assertGreaterOrEqual(sumMs, 3 * 29);
  assertEquals(buckets.find(({ leMs }) => leMs === 10)?.count, 0);
  assertEquals(buckets.map(({ count }) => count), buckets.map(({ count }) => count).toSorted((a, b) => a - b));
  await it.close();
});
