import { assertEquals, assertRejects } from "@std/assert";
import { TakenIds } from "../../src/edge/_taken_ids.ts";

Deno.test("work for an id that is under way is not done a second time, and its end is that of both", async () => {
  const ids = new TakenIds(10), { promise, resolve } = Promise.withResolvers<void>();
  const first = ids.once("a", () => promise), second = ids.once("a", () => Promise.reject(new Error("done twice")));
  resolve();
  assertEquals(await Promise.all([first, second]), ["taken", "duplicate"]);
});

Deno.test("when it fails it fails for both, and may be tried again", async () => {
  const ids = new TakenIds(10), { promise, reject } = Promise.withResolvers<void>();
  const first = ids.once("a", () => promise), second = ids.once("a", () => Promise.reject(new Error("done twice")));
  reject(new Error("away"));
  await Promise.all([first, second].map((one) => assertRejects(() => one, Error, "away")));
  assertEquals(await ids.once("a", () => Promise.resolve()), "taken");
});

Deno.test("as many ids as allowed are remembered, those that were asked for last", async () => {
  const ids = new TakenIds(2), once = (id: string) => ids.once(id, () => Promise.resolve());
  for (const id of ["a", "b", "a", "c"]) await once(id);
  assertEquals(await once("a"), "duplicate");
  assertEquals(await once("b"), "taken");
});
