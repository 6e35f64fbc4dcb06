import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { batch, range, SECOND, transaction } from "../../store/_transactions.ts";
import { storesTest } from "../_stores.ts";
import { allParts, client, csvRows, glassOn, T0, textOf, withGlass } from "../_fixture.ts";

Deno.test("what finds one client leads to it, and its page says how that was read", async () => {
  await withGlass(async (glass) => {
    const response = await glass.send("/clients?q=cpe-1");
    assertEquals([response.status, response.headers.get("location")], [303, "/clients/1?q=cpe-1"]);
    const page = await glass.html("/clients/1?q=cpe-1");
    assertStringIncludes(textOf(page), "“cpe-1” was read as");
    assertStringIncludes(page, 'href="/clients?q=cpe-1&amp;as=0">Other readings');
  });
});

Deno.test("another reading is asked for by its number, and is not led away from", async () => {
  await withGlass(async (glass) => {
    const data = await glass.json("/clients?q=cpe-1&as=0");
    assertEquals(data["read-as"], data.readings[0].phrase);
    assertEquals((await glass.json("/clients?q=cpe-1&as=99"))["read-as"], data.readings.at(-1).phrase);
    assertEquals((await glass.json("/clients?q=cpe-1&as=x"))["read-as"], data.readings[0].phrase);
  });
});

Deno.test("the first reading that finds anything is answered", async () => {
  await withGlass(async (glass) => {
    const data = await glass.json("/clients?q=port");
    assertEquals(data.clients.map(({ "interface-id": port }: Record<string, string>) => port).sort(), [
      "port of a",
      "port of b",
      "port of c",
    ]);
  });
});

Deno.test("an address and a time lead to who had it", async () => {
  await withGlass(async (glass) => {
    const response = await glass.send(`/clients?q=${encodeURIComponent("2001:db8::1 @ 2026-01-01 00:00:30")}`);
    assertEquals(response.headers.get("location"), "/held?lease=2001%3Adb8%3A%3A1&at=2026-01-01T00%3A00%3A30.000000Z");
  });
});

Deno.test("what looks like an address and is none is said, and read as text", async () => {
  await withGlass(async (glass) => {
    const text = textOf(await glass.html("/clients?q=2001:db8::zz"));
    assertStringIncludes(text, "2001:db8::zz looks like an address, but");
    assertStringIncludes(text, "No client is known by");
  });
});

Deno.test("found clients are exported whole", async () => {
  await withGlass(async (glass) => {
    const csv = await (await glass.send("/clients.csv?q=port")).text();
    assertEquals(csv.split("\r\n").length, 5);
    assertStringIncludes(csv.split("\r\n")[0], "id,duid,mac-address,interface-id,remote-id");
    const lines = (await (await glass.send("/clients.ndjson?q=port")).text()).trim().split("\n");
    assertEquals(lines.map((line) => JSON.parse(line).id).sort(), [1, 2, 3]);
  });
});

const mac = (block: string, number: number) =>
  `${block}:00:${String(number >> 8).padStart(2, "0")}:${(number & 255).toString(16).padStart(2, "0")}`;
const duid = (name: string) => Array.from(client(name).duid, (byte) => byte.toString(16).padStart(2, "0")).join("");

storesTest("a search by vendor finds the clients of all its blocks, the ones seen last first", async (store) => {
  const seen = (number: number, block: string) =>
    transaction(number, { client: `${block} ${number}`, macAddress: mac(block, number) });
  await store.write(batch([
    ...range(0, 150).map((number) => seen(number, "aa:aa:aa")),
    ...range(1000, 1005).map((number) => seen(number, "bb:bb:bb")),
    seen(1005, "cc:cc:cc"),
  ]));
  const vendors = {
    vendorOf: () => undefined,
    prefixesOf: (text: string) => text === "Acme" ? ["aa:aa:aa", "aa:aa:aa:0", "bb:bb:bb"] : [],
  };
  await using glass = glassOn(store, { vendors });
  const { clients, next } = await glass.json("/clients?q=Acme&limit=10");
  const macs = clients.map((one: Record<string, string>) => one["mac-address"]);
  assertEquals(macs.slice(0, 6), [...range(0, 5).map((i) => mac("bb:bb:bb", 1004 - i)), mac("aa:aa:aa", 149)]);
  assertEquals((await glass.json(next)).clients[0]["mac-address"], mac("aa:aa:aa", 144));
  const all = await allParts(glass, "/clients?q=Acme&limit=60", "clients");
  assertEquals([all.length, new Set(all.map(({ id }) => id)).size], [155, 155]);
  assertEquals(await csvRows(glass, "/clients.csv?q=Acme"), 155);
});

storesTest("clients are listed part after part, found or all, each once", async (store) => {
  await using glass = glassOn(store);
  const paths = ["/clients?limit=7", "/clients.json?q=port&limit=7", "/clients?q=9:bb&as=0&limit=7"];
  const listed = async (path: string) => (await allParts(glass, path, "clients")).map((one) => one["duid"]);
  for (const path of paths) assertEquals(await listed(path), [], path);
  assertStringIncludes(textOf(await glass.html("/clients")), "No client was seen yet.");

  await store.write(batch([transaction(0, { client: "one" })]));
  assertEquals(await listed("/clients?limit=7"), [duid("one")]);
  assertEquals((await glass.html("/clients")).includes('class="pager"'), false);

  const many = range(1, 31).map((number) => `bb ${number}`);
  // Many at the same time: then it is their number that tells where a part begins.
  await store.write(
    batch(
      many.map((name, i) => transaction(i + 1, { client: name, receivedAt: T0 + SECOND * (1 + Math.floor(i / 10)) })),
    ),
  );
  const all = await listed("/clients?limit=7");
  assertEquals([all.length, new Set(all), all.at(-1)], [31, new Set([...many, "one"].map(duid)), duid("one")]);
  assertEquals(await listed("/clients.json?q=port&limit=7"), all);
  assertEquals(await listed("/clients?q=9:bb&as=0&limit=7"), all.slice(0, 30), "of several searches at once");
  const first = await glass.html("/clients?q=port&limit=7");
  assertStringIncludes(textOf(first), "More than 7 clients are known by");
  assertMatch(first, /href="\/clients\?q=port&amp;limit=7&amp;after=\d+-\d+" rel="next"/);
  const { next } = await glass.json("/clients?q=port&limit=30");
  assertStringIncludes(textOf(await glass.html(next.replace(".json", ""))), "From the start");
  assertEquals(await csvRows(glass, "/clients.csv"), 31);
});

Deno.test("what is too long to be read finds nobody, in every form", async () => {
  await withGlass(async (glass) => {
    const query = "a".repeat(601), text = async (path: string) => await (await glass.send(path)).text();
    assertEquals((await glass.json(`/clients?q=${query}`)).clients, []);
    assertEquals([await text(`/clients.csv?q=${query}`), await text(`/clients.ndjson?q=${query}`)], ["", ""]);
    assertEquals((await text("/clients.ndjson?q=")).trim().split("\n").length, 4);
  });
});
