import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Exports } from "../../../src/looking_glass/frame/exports.ts";
import { withGlass } from "../_fixture.ts";

/** A list of so many parts; one of them may never come. */
function parts(
  count: number,
  missing = Infinity,
): { stream: ReadableStream<Uint8Array<ArrayBuffer>>; isLeft: () => boolean } {
  let made = 0, isLeft = false;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (made === missing) return new Promise(() => {});
      if (made++ === count) controller.close();
      else controller.enqueue(new Uint8Array([made]));
    },
    cancel: () => void (isLeft = true),
  }, { highWaterMark: 0 });
  return { stream, isLeft: () => isLeft };
}

Deno.test("there is room for so many lists at once, for one visitor as well", () => {
  const exports = new Exports({ most: 3, each: 2 });
  const [one, two, more] = [exports.begin("ann"), exports.begin("ann"), exports.begin("ann")];
  const [other, last] = [exports.begin("bert"), exports.begin("carla")];
  assertEquals([one, two, more, other, last].map((end) => end !== undefined), [true, true, false, true, false]);
  one!();
  one!();
  assertEquals([exports.begin("carla"), exports.begin("carla")].map((end) => end !== undefined), [true, false]);
});

Deno.test("a list that is taken comes whole, and is over then", async () => {
  let ended = 0;
  const bounded = new Exports().bounded(parts(5).stream, () => ended++);
  assertEquals([[...await new Response(bounded).bytes()], ended], [[1, 2, 3, 4, 5], 1]);
});

Deno.test("a list that is not taken, or takes too long, fails instead of ending early, and its rows are made no more", async () => {
  const cases = [
    { limits: { idleMs: 5 }, list: parts(9), why: "nobody took it for 0.005 s" },
    { limits: { wholeMs: 20 }, list: parts(9, 3), why: "it took more than 0.02 s" },
  ];
  for (const { limits, list, why } of cases) {
    const over = Promise.withResolvers<void>();
    const reader = new Exports(limits).bounded(list.stream, () => over.resolve()).getReader();
    assertEquals((await reader.read()).value, new Uint8Array([1]));
    if (limits.wholeMs !== undefined) {
      await reader.read();
      await reader.read();
      await assertRejects(() => reader.read(), Error, why);
    }
    await over.promise;
    await assertRejects(() => reader.read(), Error, why);
    assertEquals(list.isLeft(), true, why);
  }
});

Deno.test("who leaves ends a list, and what goes wrong in it is passed on", async () => {
  let ended = 0;
  const list = parts(9), exports = new Exports();
  await exports.bounded(list.stream, () => ended++).cancel();
  assertEquals([list.isLeft(), ended], [true, 1]);
  const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: () => Promise.reject(new Error("the disk is gone")),
  });
  await assertRejects(() => new Response(exports.bounded(broken, () => ended++)).text(), Error, "the disk is gone");
  assertEquals(ended, 2);
});

Deno.test("a visitor who takes ten lists at once waits for one of them to end", async () => {
  await withGlass(async (glass) => {
    const lists = await Promise.all(Array.from({ length: 10 }, () => glass.send("/transactions.csv")));
    const more = await glass.send("/transactions.ndjson");
    assertEquals([lists.every(({ status }) => status === 200), more.status], [true, 503]);
    assertStringIncludes(await more.text(), "Too many lists are being taken at once.");
    await lists[0].body!.cancel();
    await lists[1].text();
    for (const method of ["HEAD", "HEAD", "HEAD", "GET", "GET"]) {
      const response = await glass.send("/transactions.csv", { method });
      assertEquals(response.status, 200);
      if (method === "GET") lists.push(response);
    }
    assertEquals((await glass.send("/clients/77.csv")).status, 503);
    for (const list of lists.slice(2)) await list.body!.cancel();
    // What fails at its beginning gives its place back.
    for (let i = 0; i < 12; i++) assertEquals((await glass.send("/clients/0.csv")).status, 404);
  });
});
