import { assertEquals, assertRejects } from "@std/assert";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { followBeside, followInThread } from "@dhcpkit/kafka/watch";
import { TempFolder } from "../support/temp_folder.ts";
import { transaction, write } from "../store/_transactions.ts";

const now = () => Date.now() * 1000;

Deno.test("a thread follows a store beside who writes it, and ends in good order", async () => {
  await using folder = await TempFolder.create("follow");
  const file = folder.file("store.sqlite");
  await using store = await sqliteStore(file);
  const following = await followInThread(file, { numbersMs: 0, settleMs: 0 });
  assertEquals((await following.step()).isIdle, true);
  await write(store, transaction(0, { receivedAt: now() - 5e6 }));
  const positions = [{ topic: "dhcpkit.messages", partition: 0, next: 1n, coveredUntil: now() }];
  await store.write({ transactions: [], quarantined: [], positions, gaps: [] });
  let step = await following.step();
  while (!step.isIdle || step.seenUpTo === undefined) step = await following.step();
  assertEquals(step.progress.observed, 1);
  await following[Symbol.asyncDispose]();
  await assertRejects(() => following.step(), Error, "closed");
});

Deno.test("what the store says about being opened or about settings comes out", async () => {
  await using folder = await TempFolder.create("follow");
  await assertRejects(() => followInThread(folder.file("none.sqlite")), Error, "none.sqlite");
  const file = folder.file("store.sqlite");
  await using store = await sqliteStore(file);
  await assertRejects(
    () => followBeside(store, file, { detectors: { off: ["nonsense"] } }),
    Error,
    "no detector nonsense",
  );
});

Deno.test("a store in memory is followed in the same thread", async () => {
  await using store = await sqliteStore(":memory:");
  await using following = await followBeside(store, ":memory:");
  assertEquals((await following.step()).isIdle, true);
});
