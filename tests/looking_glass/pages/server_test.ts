import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { IPv6Address } from "@dhcpkit/kafka/dhcpv6";
import { batch, range, transaction } from "../../store/_transactions.ts";
import { storesTest } from "../_stores.ts";
import { glassOn, T0, textOf } from "../_fixture.ts";

const link = (text: string) => IPv6Address.parse(text).bytes;

storesTest("a server has how long its answers took, and whom it answers", async (store) => {
  const A = link("2001:db8:a::1"), B = link("2001:db8:b::1");
  await store.write(batch([
    ...range(0, 98).map((offset) => transaction(offset, { client: `${offset % 12}`, duration: 1000, linkAddress: A })),
    ...range(98, 100).map((offset) => transaction(offset, { client: "slow", duration: 2_000_000, linkAddress: B })),
    ...range(100, 103).map((offset) => transaction(offset, { client: "lost", responseType: 0, outcome: "unanswered" })),
    ...range(103, 105).map((offset) => transaction(offset, { client: "elsewhere", server: "other", linkAddress: B })),
  ]));
  await using glass = glassOn(store, { now: () => T0 / 1000 + 110_000 });
  const [{ id }] = (await glass.json("/servers")).servers, path = `/servers/${id}`, page = await glass.json(path);

  const { latency } = page;
  assertEquals(latency.map((one: Record<string, number>) => one.answers), [98, 2]);
  for (const [i, ms] of [1, 2000].entries()) assert(latency[i]["from-ms"] <= ms && ms < latency[i]["to-ms"]);
  const html = await glass.html(path), text = textOf(html);
  assertMatch(text, /How long answers took 100 answers half in 955 µs, 99 % in 2 s: the lines/);
  assertEquals(html.match(/class="threshold"/g)?.length, 2);

  assertEquals(
    page["link-addresses"].map((one: Record<string, unknown>) => [one["link-address"], one.requests, one.unanswered]),
    [["2001:db8:a::1", 98, 0], [null, 3, 3], ["2001:db8:b::1", 2, 0]],
  );
  assertStringIncludes(html, 'href="/relays?link=2001%3Adb8%3Aa%3A%3A1"');

  const answered = page["answered-last"];
  assertEquals(answered.length, 10, "of more clients, those that were answered last");
  assertEquals(answered[0].transactions, 2, "which are all that the slow one has");
  const latest = (await glass.json(`/transactions?server=${id}&limit=100`)).transactions;
  const links = html.split("Clients that it answered last")[1].matchAll(
    /href="(\/transactions\?server=[^"]*client=[^"]*)"/g,
  );
  const counts = await Promise.all(
    Array.from(links, async ([, to]) => (await glass.json(to.replaceAll("&amp;", "&"))).transactions.length),
  );
  assertEquals(counts, answered.map(({ transactions }: { transactions: number }) => transactions));
  assertEquals(answered[0]["latest-answer"], latest[3].id, "the three after it were not answered");
});

storesTest("a server that has nothing in a time says so, without charts of nothing", async (store) => {
  await store.write(batch([transaction(0)]));
  await using glass = glassOn(store, { now: () => T0 / 1000 + 3 * 24 * 3600_000 });
  const [{ id }] = (await glass.json("/servers")).servers, text = textOf(await glass.html(`/servers/${id}`));
  assertStringIncludes(text, "Nothing in the last hour; its last transaction was");
  assert(!text.includes("How long answers took") && !text.includes("Requests by type"), text);
  assertEquals((await glass.json(`/servers/${id}`)).latency, []);
  const [row] = (await glass.json(`/servers.json?span=7d`)).servers;
  assertEquals([row.requests, row.clients, Math.round(row["p50-ms"] * 10)], [1, 1, 14]);
  assertEquals((await glass.send(`/servers/${id + 1}`)).status, 404);
});
