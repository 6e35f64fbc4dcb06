import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { followStore } from "@dhcpkit/kafka/looking-glass";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { eventually } from "../../support/eventually.ts";
import { batch, leasing, range, transaction } from "../../store/_transactions.ts";
import { fill, glassOn, NOW, withGlass } from "../_fixture.ts";

Deno.test("what is stored while somebody looks comes in, and what was there does not come again", async () => {
  await using store = await sqliteStore(":memory:");
  await fill(store);
  await using glass = glassOn(store, { live: followStore(store, { everyMs: 5 }) });
  const response = await glass.send("/live/events"), reader = response.body!.getReader();
  assertEquals(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
  let text = "", offset = 100;
  const reading = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += new TextDecoder().decode(part.value);
    }
  })();
  await eventually("a row", async () => {
    await store.write(batch([leasing(offset++, "2001:db8::9")]));
    return text.includes("event: rows");
  });
  assert(!text.includes("id: 5\n"), text);
  await glass.glass.close();
  await reading;
  assertStringIncludes(text, "closed");
});

Deno.test("more than can be taken at a time are counted, and the latest are shown", async () => {
  await using store = await sqliteStore(":memory:");
  const stopped = new AbortController(), batches: { total: number; ids: number[] }[] = [];
  const following = (async () => {
    for await (const { transactions, total } of followStore(store, { everyMs: 5, most: 10 }).follow(stopped.signal)) {
      batches.push({ total, ids: transactions.map(({ id }) => id) });
      stopped.abort();
    }
  })();
  // Before the first look nothing is known of what is new.
  let offset = 1;
  await eventually("a batch", async () => {
    await store.write(batch(range(offset, offset + 50).map((one) => transaction(one))));
    offset += 50;
    return batches.length > 0;
  });
  await following;
  assertEquals([batches[0].ids.length, batches[0].total % 50], [10, 0]);
});

Deno.test("without anything live the page says so, and its stream is not there", async () => {
  await withGlass(async (glass) => {
    assertStringIncludes(await glass.html("/live"), "nothing comes in by itself here");
    assertEquals((await glass.send("/live/events")).status, 404);
  });
});

Deno.test("the live page shows what its address asks for, and its stream too", async () => {
  await using store = await sqliteStore(":memory:");
  await fill(store);
  await using glass = glassOn(store, { live: followStore(store, { everyMs: 5 }) });
  const rows = async (query: string) => {
    const { "latest-transactions": latest } = await glass.json(`/live?${query}`);
    return latest.map(({ server, outcome }: Record<string, string>) => `${server} ${outcome}`);
  };
  assertEquals(await rows("outcome=unanswered"), ["dhcp01 unanswered"]);
  assertEquals(await rows("server=2&request=5&outcome=refused"), ["dhcp02 refused"]);
  const found = ["dhcp02 refused", "dhcp01 unanswered", "dhcp02 answered", "dhcp01 answered"];
  assertEquals(await rows("client=02-00-5E"), found);
  assertEquals(await rows("client=nobody"), []);
  const html = await glass.html("/live?outcome=refused&client=%22%3E");
  assertStringIncludes(html, `data-live="/live/events?outcome=refused&amp;client=%22%3E"`);
  assertStringIncludes(html, `<option value="refused" selected>`);
  for (const query of ["outcome=lost", "server=x", "request=-1"]) {
    assertEquals([
      (await glass.send(`/live?${query}`)).status > 399,
      (await glass.send(`/live/events?${query}`)).status > 399,
    ], [
      true,
      true,
    ], query);
  }
});

Deno.test("a session's streams end when it does, and nobody has more than fifty", async () => {
  await using store = await sqliteStore(":memory:");
  await fill(store);
  let time = NOW;
  const now = () => time,
    tokens = ["ann", "bert"].map((name) => ({ name, role: "viewer", secret: name.repeat(9) } as const));
  await using glass = glassOn(store, { live: followStore(store, { everyMs: 5 }), now, access: { tokens, now } });
  const body = new URLSearchParams({ secret: "ann".repeat(9) });
  const cookie = (await glass.send("/login", { method: "POST", body })).headers.get("set-cookie")!.split(";")[0];
  const open = (headers: HeadersInit) => glass.send("/live/events", { headers });
  time += 12 * 3600_000 - 1000;
  const streams = await Promise.all(Array.from({ length: 50 }, () => open({ cookie })));
  const [more, other] = [await open({ cookie }), await open({ authorization: `Bearer ${"bert".repeat(9)}` })];
  assertEquals([streams.every(({ status }) => status === 200), more.status, other.status], [true, 503, 200]);
  await more.text();
  time += 1000;
  for (const stream of streams) assertStringIncludes(await stream.text(), "Waiting");
  assertEquals((await open({ cookie })).status, 401);
  await other.body!.cancel();
});
