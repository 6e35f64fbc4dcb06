import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { IPv6Address } from "@dhcpkit/kafka/dhcpv6";
import { batch, client, range, transaction } from "../../store/_transactions.ts";
import { storesTest } from "../_stores.ts";
import { portOf } from "../_findings.ts";
import { allParts, csvRows, glassOn, HOSTILE, textOf, withGlass } from "../_fixture.ts";

const path = (who: Parameters<typeof portOf>[0], form = "") => `/port${form}?${new URLSearchParams(portOf(who))}`;

Deno.test("a port has its clients, what of their requests failed, and what was found of it", async () => {
  await withGlass(async (glass, store) => {
    const place = { ...client("b"), duid: client("z").duid };
    await store.write(batch([
      transaction(10, { client: place, outcome: "unanswered" }),
      transaction(11, { client: { ...place, interfaceId: client("port of b").interfaceId } }),
    ]));
    const port = await glass.json(path(client("b")));
    assertEquals(port.clients.length, 2, "and nobody whose port only begins so");
    assertEquals(port.latest, { counted: 3, unanswered: 1, refused: 1 });
    const text = textOf(await glass.html(path(client("b"))));
    assertStringIncludes(text, "2 clients on this port.");
    assertStringIncludes(text, "▲ 33 % of the latest 3 transactions kept of its clients");
    const csv = await (await glass.send(path(client("b"), ".csv"))).text();
    assertEquals(csv.trim().split("\r\n").length, 3);
  });
});

Deno.test("a port shows its problems, whatever its name is", async () => {
  await withGlass(async (glass) => {
    const { problems } = await glass.json(path(HOSTILE.client));
    assertEquals(problems.map(({ detector }: { detector: string }) => detector), ["duids-on-port"]);
    assertStringIncludes(
      textOf(await glass.html(path(HOSTILE.client))),
      "1 client on this port; ▲ Several DUIDs on one port.",
    );
  });
});

Deno.test("a port that nobody is on leads to a search, and what is no port is refused", async () => {
  await withGlass(async (glass) => {
    const html = await glass.html("/port?interface-id=4661322f33");
    assertStringIncludes(textOf(html), "No client is known on exactly this port.");
    assertStringIncludes(html, `href="/clients?q=%22Fa2%2F3%22"`);
    for (const query of ["", "?interface-id=zz", "?remote-id=123", `?remote-id=${"00".repeat(9000)}`]) {
      assert([400, 414].includes((await glass.send(`/port${query}`)).status), query);
    }
  });
});

Deno.test("ports are listed part after part, each once", async () => {
  await withGlass(async (glass) => {
    const all = (await glass.json("/relays?limit=900")).ports, listed = [];
    assert(all.length > 3, String(all.length));
    let parts = 0;
    for (let next: string | null = "/relays.json?limit=2"; next !== null; parts++) {
      const { ports, next: further } = await (await glass.send(next)).json();
      listed.push(...ports);
      next = further;
    }
    assertEquals([parts, listed], [Math.ceil(all.length / 2), all]);
    assertStringIncludes(await glass.html("/relays?limit=2"), ">More ports</a>");
    for (const after of ["x", "00", "00.0", "zz.00", "00.00.00"]) {
      assertEquals((await glass.send(`/relays?after=${after}`)).status, 400, after);
    }
  });
});

Deno.test("a client that has moved says where else its DUID was seen", async () => {
  await withGlass(async (glass, store) => {
    const moved = { ...client("new port"), duid: client("b").duid };
    await store.write(batch([transaction(12, { client: moved })]));
    const found = await store.clients({ by: "duid", bytes: client("b").duid }, { limit: 9 });
    assertEquals(found.length, 2);
    const [now, before] = found, html = await glass.html(`/clients/${now.id}`);
    assertStringIncludes(textOf(html), "The same DUID was also seen on port of b · 9:b (55 s ago).");
    assertStringIncludes(html, `href="/clients/${before.id}"`);
    assertEquals((await glass.json(`/clients/${before.id}`))["also-seen"].map(({ id }: { id: number }) => id), [
      now.id,
    ]);
    assert(!textOf(await glass.html("/clients/1")).includes("also seen"));
  });
});

Deno.test("ports have the share of what failed on each, when that is asked for", async () => {
  await withGlass(async (glass, store) => {
    const linkAddress = IPv6Address.parse("2001:db8:7::1").bytes;
    await store.write(batch([
      transaction(20, { client: client("good"), linkAddress }),
      transaction(21, { client: client("bad"), linkAddress, outcome: "refused" }),
      transaction(22, { client: client("bad"), linkAddress, outcome: "unanswered" }),
    ]));
    const { ports } = await glass.json("/relays?link=2001:db8:7::1&shares=ports");
    assertEquals(ports.map(({ latest }: Record<string, unknown>) => latest), [
      { counted: 2, unanswered: 1, refused: 1 },
      { counted: 1, unanswered: 0, refused: 0 },
    ]);
    assertStringIncludes(
      textOf(await glass.html("/relays?link=2001:db8:7::1&shares=ports")),
      "port of bad 9:bad 1 ▲ 50 % ▲ 50 % 1",
    );
    assert(!("latest" in (await glass.json("/relays")).ports[0]), "which is not looked for unless it is asked for");
  });
});

storesTest("link-addresses are listed part after part, and lead to their clients", async (store) => {
  await using glass = glassOn(store);
  const listed = async () => {
    const rows = [];
    for (let next: string | null = "/relays.json?limit=40"; next !== null;) {
      const { relays, "relays-next": more }: Record<string, never> = await glass.json(next);
      rows.push(...relays as Record<string, unknown>[]);
      next = more;
    }
    return rows.map(({ "link-address": link, clients }) => [link, clients]);
  };
  const lead = async () => textOf(await glass.html("/relays")).match(/(Clients were|No transactions)[^.]*\./)?.[0];
  assertEquals([await listed(), await lead()], [[], "No transactions in the last hour."]);
  const of = (number: number) => IPv6Address.parse(`2001:db8:${number.toString(16)}::1`).bytes;
  await store.write(batch([transaction(0, { linkAddress: of(0), client: "0" })]));
  assertEquals(await listed(), [["2001:db8::1", 1]]);
  assertEquals(await lead(), "Clients were behind 1 link-address in the last hour.");

  const many = range(1, 150).map((number) => transaction(number, { linkAddress: of(number), client: `${number}` }));
  const busy = range(0, 3).map((number) =>
    transaction(200 + number, { linkAddress: of(149), client: `on 149 ${number}` })
  );
  await store.write(batch([...many, ...busy]));
  const all = await listed();
  assertEquals([all.length, all[0], new Set(all.map(([link]) => link)).size], [150, ["2001:db8:95::1", 4], 150]);
  assertEquals(await lead(), "Clients were behind more than 50 link-addresses in the last hour.");
  const html = await glass.html("/relays");
  assertMatch(html, /relays-after=1-\d+" rel="next">Less busy ones/);
  const [, behind] = /href="(\/clients\?link=[^"]*)">4</.exec(html)!;
  assertEquals((await allParts(glass, `${behind}&limit=3`, "clients")).length, 4, "the number counts what it leads to");
  assertEquals(await csvRows(glass, behind.replace("?", ".csv?")), 4);
  assertStringIncludes(textOf(await glass.html(behind)), "4 clients are behind it, by what relay agents said last.");
  assertEquals((await glass.json("/clients?link=2001:db8:ffff::1")).clients, []);

  assertStringIncludes(html, 'href="/relays.ndjson?list=link-addresses"');
  const lines = (await (await glass.send("/relays.ndjson?list=link-addresses")).text()).trim().split("\n");
  assertEquals(lines.map((line) => JSON.parse(line)).map((one) => [one["link-address"], one.clients]), all);
  assertEquals(await csvRows(glass, "/relays.csv?list=link-addresses"), 150);
  assertEquals(await csvRows(glass, "/relays.csv"), 153, "the ports, unless it is told otherwise");
  const wrong = await glass.send("/relays.csv?list=clients");
  assertEquals([wrong.status, (await wrong.text()).includes("Leave it out, or say link-addresses.")], [400, true]);
  assertEquals((await glass.send("/clients?link=x")).status, 400);
});

storesTest("the clients of a port are listed part after part, and its number leads to them", async (store) => {
  await using glass = glassOn(store);
  const place = client("b"), on = (name: string) => ({ ...place, duid: client(name).duid });
  const listed = async () => (await allParts(glass, path(place) + "&limit=30", "clients")).map(({ duid }) => duid);
  assertEquals(await listed(), []);
  await store.write(batch([transaction(0, { client: on("0") })]));
  assertEquals((await listed()).length, 1);
  await store.write(batch(range(1, 120).map((number) => transaction(number, { client: on(`${number}`) }))));
  const all = await listed();
  assertEquals([all.length, new Set(all).size], [120, 120]);
  const html = await glass.html(path(place));
  assertStringIncludes(textOf(html), "More than 50 clients on this port.");
  assertEquals(await csvRows(glass, path(place, ".csv")), 120);
  const [, to] = /href="(\/port\?[^"]*)">120</.exec(await glass.html("/relays"))!;
  assertEquals((await glass.json(to.replaceAll("&amp;", "&"))).clients.length, 50);
  const { next } = await glass.json(path(place));
  const later = await glass.html(next.replace(".json", ""));
  assertStringIncludes(textOf(later), "More of the clients on this port.");
  assertStringIncludes(textOf(later), "of the latest 20 transactions kept of its clients", "on each part the same");
});

Deno.test("ports with the longest names lead to their pages, and cut no list", async () => {
  await withGlass(async (glass, store) => {
    const name = (fill: number, length: number) => new Uint8Array(length).fill(fill), long = [97, 98, 99];
    await store.write(batch(long.map((fill, i) => {
      const place = {
        ...client(`long ${fill}`),
        interfaceId: name(fill, 1500),
        remoteId: name(fill, [1500, 1500, 30_000][i]),
      };
      return transaction(20 + i, { client: place });
    })));
    const all = (await glass.json("/relays?limit=900")).ports, listed = [];
    for (let next: string | null = "/relays.json?limit=1"; next !== null;) {
      const response = await glass.send(next);
      assertEquals(response.status, 200, next.slice(0, 80));
      const { ports, next: further } = await response.json();
      listed.push(...ports);
      next = further;
    }
    assertEquals([listed.length, listed], [all.length, all]);
    const [{ id }] = await store.clients({ by: "duid", bytes: client("long 99").duid }, { limit: 1 });
    for (const page of ["/relays", "/clients", `/clients/${id}`]) {
      const html = await glass.html(page);
      const links = Array.from(html.matchAll(/href="(\/port[^"]*)"/g), ([, link]) => link.replaceAll("&amp;", "&"));
      assert(links.includes(`/port?client=${id}`), page);
      for (const link of links) assertEquals((await glass.send(link)).status, 200, `${page} ${link.slice(0, 80)}`);
    }
    const { clients, ...port } = await glass.json(`/port?client=${id}`);
    assertEquals([clients.length, port["interface-id"], port["remote-id"].length], [1, "c".repeat(1500), 29_996 + 11]);
    assertEquals((await (await glass.send(`/port.csv?client=${id}`)).text()).trim().split("\r\n").length, 2);
    assertEquals([(await glass.send("/port?client=999")).status, (await glass.send("/port?client=x")).status], [
      404,
      404,
    ]);
    assertEquals((await glass.send("/relays?after=client-999")).status, 404);
  });
});
