import { assert, assertEquals, assertGreater, assertLessOrEqual, assertThrows } from "@std/assert";
import { Publisher, type PublisherStatus } from "@dhcpkit/kafka/publisher";
import { eventually } from "../support/eventually.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { FakeTransport } from "./_fake_transport.ts";
import { assertAddsUp, numbered, numberOf, numbersOf, range, spooling } from "./_spool.ts";

/** Offers records so that the disk can follow. */
async function offerAll(publisher: Publisher, from: number, to: number, size?: number): Promise<void> {
  for (let number = from; number < to; number++) {
    assertEquals(publisher.offer(numbered(number, size)), { kept: true });
    if (number % 100 === 99) await eventually("the disk", () => publisher.stats.unwritten === 0, { everyMs: 1 });
    assertAddsUp(publisher.stats);
  }
  await eventually("the disk", () => publisher.stats.unwritten === 0, { everyMs: 1 });
}

Deno.test("while the cluster keeps up, records go through memory, and leave nothing on disk", async () => {
  await using folder = await TempFolder.create("spool");
  const { transport, publisher } = spooling(folder.path);
  for (let number = 0; number < 40; number++) publisher.offer(numbered(number));
  await eventually("delivery", () => publisher.stats.delivered === 40);
  const stats = await publisher.close();
  assertEquals([numbersOf(transport), stats.queued, stats.spooled, stats.recovered], [range(0, 40), 0, 0, 0]);
  assertEquals((await Array.fromAsync(Deno.readDir(folder.path))).map(({ name }) => name), ["position"]);
});

Deno.test("what does not fit into memory waits on disk, and is delivered in order when the cluster is back", async () => {
  await using folder = await TempFolder.create("spool");
  const { transport, publisher } = spooling(folder.path, {
    mood: "refused",
    spool: { directory: folder.path, segmentBytes: 5000 },
  });
  await offerAll(publisher, 0, 3000);
  const { queued, spooled, unwritten, spoolBytes } = publisher.stats;
  assertEquals([queued, spooled, unwritten], [50, 2950, 0]);
  assertGreater(spoolBytes, 3000 * 40);
  transport.mood = "fine";
  let next = 3000;
  await eventually("drained", () => {
    publisher.offer(numbered(next++));
    assertAddsUp(publisher.stats);
    return publisher.stats.spooled === 0;
  }, { everyMs: 1 });
  const stats = await publisher.close();
  assertEquals([stats.delivered, stats.spooled, stats.queued], [next, 0, 0]);
  assertEquals(numbersOf(transport), range(0, next));
});

Deno.test("a cluster that takes the first record of each batch only is tried again after the pause, with a spool too", async () => {
  await using folder = await TempFolder.create("spool");
  const settings = { batchMessages: 10, retryMs: 60_000, maxRetryMs: 60_000 };
  const { transport, publisher } = spooling(folder.path, { ...settings, mood: "refused" });
  await offerAll(publisher, 0, 200);
  await eventually("the refusal", () => publisher.status.state === "disconnected");
  transport.mood = "fine";
  transport.judge = (record) =>
    numberOf(record) === 0 ? { status: "delivered" } : { status: "failed", error: new Error("no leader") };
  publisher.connect();
  await eventually("the failure", () => publisher.stats.delivered === 1 && publisher.status.state === "disconnected");
  await new Promise((resolve) => setTimeout(resolve, 20));
  assertEquals([publisher.stats.connectAttempts, publisher.status.state], [2, "disconnected"]);
  transport.mood = "refused";
  await publisher.close({ deadlineMs: 1 });
});

Deno.test("what is left at the end is there at the next start, and comes before what is offered then", async () => {
  await using folder = await TempFolder.create("spool");
  const first = spooling(folder.path, { mood: "refused" });
  await offerAll(first.publisher, 0, 500);
  const left = await first.publisher.close({ deadlineMs: 1 });
  assertEquals([left.spooled, left.queued, left.dropped.shutdown, left.offered], [500, 0, 0, 500]);
  const { transport, publisher } = spooling(folder.path);
  for (let number = 500; number < 520; number++) publisher.offer(numbered(number));
  await eventually("delivery", () => publisher.stats.delivered === 520);
  const stats = await publisher.close();
  assertEquals([stats.recovered, stats.offered, stats.tornBytes], [500, 520, 0]);
  assertEquals(numbersOf(transport), range(0, 520));
  assertAddsUp(stats);
});

Deno.test("a start and an end without a record keep what is there", async () => {
  await using folder = await TempFolder.create("spool");
  const first = spooling(folder.path, { mood: "refused" });
  await offerAll(first.publisher, 0, 300);
  await first.publisher.close({ deadlineMs: 1 });
  const second = spooling(folder.path, { mood: "refused" });
  second.publisher.connect();
  await eventually("recovery", () => second.publisher.stats.recovered === 300);
  assertEquals((await second.publisher.close({ deadlineMs: 1 })).spooled, 300);
  const { transport, publisher } = spooling(folder.path);
  publisher.connect();
  await eventually("delivery", () => publisher.stats.delivered === 300);
  await publisher.close();
  assertEquals(numbersOf(transport), range(0, 300));
});

Deno.test("closing right after the start delivers what an earlier process left", async () => {
  await using folder = await TempFolder.create("spool");
  const first = spooling(folder.path, { mood: "refused" });
  await offerAll(first.publisher, 0, 300);
  await first.publisher.close({ deadlineMs: 1 });
  const { transport, publisher } = spooling(folder.path);
  publisher.connect();
  assertEquals((await publisher.close()).delivered, 300);
  assertEquals(numbersOf(transport), range(0, 300));
});

Deno.test("records of a megabyte go through the disk as well, also when memory holds none of them", async () => {
  await using folder = await TempFolder.create("spool");
  const { transport, publisher } = spooling(folder.path, { mood: "refused", queueBytes: 2_500_000 });
  for (let number = 0; number < 10; number++) await offerAll(publisher, number, number + 1, 999_999);
  assertLessOrEqual(publisher.stats.queuedBytes, 2_500_000);
  await publisher.close({ deadlineMs: 1 });
  const next = spooling(folder.path, { queueBytes: 1000 });
  next.publisher.connect();
  await eventually("delivery", () => next.publisher.stats.delivered === 10);
  await next.publisher.close();
  assertEquals(numbersOf(next.transport), range(0, 10));
  assertEquals(next.transport.batches.flat().map(({ value }) => value.length), range(0, 10).map(() => 999_999));
  assertEquals(transport.batches, []);
});

Deno.test("a full spool drops the newest records and counts them, and takes new ones when there is room", async () => {
  await using folder = await TempFolder.create("spool");
  const spool = { directory: folder.path, maxBytes: 20_000 };
  const { transport, publisher } = spooling(folder.path, { mood: "refused", spool });
  let kept = 0;
  for (; publisher.offer(numbered(kept)).kept; kept++) {
    if (kept % 50 === 0) await eventually("the disk", () => publisher.stats.unwritten === 0, { everyMs: 1 });
  }
  assertEquals(publisher.offer(numbered(kept)), { kept: false, reason: "spool-full" });
  assertEquals(publisher.stats.dropped["spool-full"], 2);
  await eventually("the disk", () => publisher.stats.unwritten === 0);
  assertLessOrEqual(publisher.stats.spoolBytes, 20_000);
  assertAddsUp(publisher.stats);
  transport.mood = "fine";
  await eventually("delivery", () => publisher.stats.delivered === kept);
  await eventually("room, once the file is deleted", () => publisher.offer(numbered(kept)).kept);
  await publisher.close();
  assertEquals(numbersOf(transport), range(0, kept + 1));
});

Deno.test("records that are damaged on disk, and a torn end, are counted and told, the others are delivered in order", async () => {
  await using folder = await TempFolder.create("spool");
  const first = spooling(folder.path, {
    mood: "refused",
    spool: { directory: folder.path, segmentBytes: 2000, commit: "before-answer" },
  });
  await offerAll(first.publisher, 0, 300);
  await first.publisher.close({ deadlineMs: 1 });
  const names = (await Array.fromAsync(Deno.readDir(folder.path), ({ name }) => name)).filter((name) =>
    name.endsWith(".spool1")
  ).sort();
  const path = folder.file(names[1]), bytes = await Deno.readFile(path);
  bytes[bytes.length >> 1] ^= 4;
  await Deno.writeFile(path, bytes);
  await Deno.remove(folder.file(names[2]));
  await Deno.writeFile(folder.file(names.at(-1)!), new Uint8Array(33).fill(7), { append: true });
  const base = (name: string) => Number(name.slice(0, 16)), lost = base(names[3]) - base(names[2]) + 1;
  const { transport, publisher } = spooling(folder.path), told: PublisherStatus[] = [];
  const watching = Array.fromAsync(publisher.statusChanges(), (status) => told.push(status));
  publisher.connect();
  await eventually("delivery", () => publisher.stats.delivered === 300 - lost);
  const stats = await publisher.close();
  await watching;
  assertEquals([stats.recovered, stats.dropped["spool-damaged"], stats.tornBytes], [300, lost, 33]);
  assertEquals(told.filter(({ state }) => state === "torn"), [{ state: "torn", bytes: 33 }]);
  assertEquals(told.findLast(({ state }) => state === "losing"), {
    state: "losing",
    reason: "spool-damaged",
    problem: "spool-damaged",
    records: lost,
  });
  assertAddsUp(stats);
  const numbers = numbersOf(transport);
  assertEquals([numbers.length, numbers], [300 - lost, numbers.toSorted((a, b) => a - b)]);
});

Deno.test("before-answer: what is offered is on disk when offer returns", async () => {
  await using folder = await TempFolder.create("spool");
  const spool = { directory: folder.path, commit: "before-answer" } as const;
  const { publisher } = spooling(folder.path, { mood: "refused", spool });
  publisher.offer(numbered(0));
  await eventually("opening", () => publisher.stats.unwritten === 0);
  for (let number = 1; number < 200; number++) {
    publisher.offer(numbered(number));
    assertEquals(publisher.stats.unwritten, 0);
    assertAddsUp(publisher.stats);
  }
  assertEquals((await publisher.close({ deadlineMs: 1 })).spooled, 200);
  const next = spooling(folder.path, { spool });
  next.publisher.connect();
  await eventually("delivery", () => next.publisher.stats.delivered === 200);
  await next.publisher.close();
  assertEquals(numbersOf(next.transport), range(0, 200));
});

Deno.test("a spool that somebody else has is no reason to stop, and is taken over when it is free", async () => {
  await using folder = await TempFolder.create("spool");
  const first = spooling(folder.path, { mood: "refused" });
  await offerAll(first.publisher, 0, 100);
  const second = spooling(folder.path, { mood: "refused" });
  for (let number = 100; number < 120; number++) second.publisher.offer(numbered(number));
  const problem = await eventually("the problem", () => second.publisher.stats.problems.disk);
  assertEquals(problem, `spool ${folder.path}: in use by another publisher`);
  assertEquals(second.publisher.stats.unwritten, 20);
  assertEquals((await first.publisher.close({ deadlineMs: 1 })).spooled, 100);
  await eventually("taking over", () => second.publisher.stats.recovered === 100);
  await eventually("all on disk", () => second.publisher.stats.unwritten === 0);
  assertEquals(second.publisher.stats.problems, {});
  second.transport.mood = "fine";
  await eventually("delivery", () => second.publisher.stats.delivered === 120);
  assertAddsUp(await second.publisher.close());
  assertEquals(numbersOf(second.transport), range(0, 120));
});

Deno.test("a spool is taken over as well while there is always a batch on its way", async () => {
  await using folder = await TempFolder.create("spool");
  const first = spooling(folder.path, { mood: "refused" });
  await offerAll(first.publisher, 0, 100);
  const second = spooling(folder.path, { queueMessages: 1000, lingerMs: 0 });
  second.transport.maxInFlight = 2;
  second.transport.tookMs = 30;
  let next = 100;
  const timer = setInterval(() => second.publisher.offer(numbered(next++)), 1);
  await eventually("delivery without a disk", () => second.publisher.stats.delivered > 10);
  await first.publisher.close({ deadlineMs: 1 });
  await eventually("taking over", () => second.publisher.stats.recovered === 100);
  clearInterval(timer);
  const stats = await second.publisher.close();
  assertAddsUp(stats);
  assertEquals(stats.delivered, next);
  assertEquals(numbersOf(second.transport).toSorted((a, b) => a - b), range(0, next));
});

Deno.test("piling up, and being done with it, are told once each; a slow reader gets the latest of each kind", async () => {
  await using folder = await TempFolder.create("spool");
  const first = spooling(folder.path, { mood: "refused" });
  await offerAll(first.publisher, 0, 500);
  await first.publisher.close({ deadlineMs: 1 });
  const { transport, publisher } = spooling(folder.path, { mood: "refused" });
  const seen: PublisherStatus[] = [], slow = publisher.statusChanges();
  assertEquals((await slow.next()).value?.state, "idle");
  const watching = (async () => {
    for await (const status of publisher.statusChanges()) seen.push(status);
  })();
  publisher.connect();
  await eventually("spooling", () => seen.some(({ state }) => state === "spooling"));
  transport.mood = "fine";
  await eventually("drained", () => seen.some(({ state }) => state === "drained"));
  assertEquals(seen.filter(({ state }) => state === "spooling"), [{ state: "spooling", records: 500 }]);
  const drained = seen.find((status) => status.state === "drained");
  assert(drained?.state === "drained" && drained.records === 500 && drained.tookMs >= 0);
  const latest = [(await slow.next()).value?.state, (await slow.next()).value?.state];
  assertEquals(latest.sort(), ["connected", "drained"]);
  await publisher.close();
  await watching;
  assertEquals(seen.at(-1), { state: "closed" });
  await slow.return(undefined);
});

Deno.test("a policy and a spool have to fit each other", () => {
  const transport = new FakeTransport();
  assertThrows(() => new Publisher({ transport, queuePolicy: "spool" }), TypeError, "needs a spool");
  const spool = { directory: "/nowhere" };
  assertThrows(() => new Publisher({ transport, queuePolicy: "drop-oldest", spool }), TypeError, "no use for a spool");
  assertThrows(() => new Publisher({ transport, spool: { directory: "" } }), TypeError, "directory");
});
